package dev.pennypost.domains;

import dev.pennypost.domains.diagnosis.Finding;
import dev.pennypost.mail.dns.DomainName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What examinations found out about a domain's DNS as a whole.
///
/// @param nameServers the servers of its zone; empty when unknown
/// @param provider who runs them; null when unknown
/// @param findings what is the matter with the whole domain
public record DnsFacts(
        List<DomainName> nameServers, @Nullable String provider, List<Finding> findings) {
    static final DnsFacts NONE = new DnsFacts(List.of(), null, List.of());

    public DnsFacts {
        nameServers = List.copyOf(nameServers);
        findings = List.copyOf(findings);
    }
}
