package dev.pennypost.delivery.tls;

import dev.pennypost.mail.dns.DomainName;
import java.util.List;

/// What the operator says about encryption.
///
/// @param enforcedVerifies whether a sending domain that enforces TLS has certificates verified too
/// @param requiredHosts mail servers, at or below these names, that take no mail in the clear
public record TlsRules(boolean enforcedVerifies, List<DomainName> requiredHosts) {
    public static final TlsRules NONE = new TlsRules(false, List.of());

    public TlsRules {
        requiredHosts = List.copyOf(requiredHosts);
    }

    /// @throws dev.pennypost.mail.dns.BadDomainName when a host is not a name
    public static TlsRules of(boolean enforcedVerifies, List<String> requiredHosts) {
        return new TlsRules(
                enforcedVerifies, requiredHosts.stream().map(DomainName::parse).toList());
    }

    boolean requireFor(DomainName host) {
        return requiredHosts.stream().anyMatch(host::isAtOrBelow);
    }
}
