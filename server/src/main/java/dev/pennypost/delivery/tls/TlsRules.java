package dev.pennypost.delivery.tls;

import dev.pennypost.config.CannotStart;
import dev.pennypost.mail.dns.BadDomainName;
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

    /// As the operator set them.
    ///
    /// @throws CannotStart when a host is not a name
    public static TlsRules of(boolean enforcedVerifies, List<String> requiredHosts) {
        return new TlsRules(
                enforcedVerifies, requiredHosts.stream().map(TlsRules::host).toList());
    }

    private static DomainName host(String text) {
        try {
            return DomainName.parse(text);
        } catch (BadDomainName bad) {
            throw new CannotStart("delivery.tls-required-hosts: `" + text + "` " + bad.why(), bad);
        }
    }

    boolean requireFor(DomainName host) {
        return requiredHosts.stream().anyMatch(host::isAtOrBelow);
    }
}
