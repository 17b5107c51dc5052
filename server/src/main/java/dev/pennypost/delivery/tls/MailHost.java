package dev.pennypost.delivery.tls;

import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.smtp.client.Target;
import org.jspecify.annotations.Nullable;

/// A mail server to try, and how it was found.
///
/// @param canonical what the server's name is an alias of, when DNSSEC vouches for every step there; null
/// otherwise
public record MailHost(Target target, Found found, @Nullable DomainName canonical) {
    /// A server whose name is no alias, or an alias that means nothing to DANE.
    public MailHost(Target target, Found found) {
        this(target, found, null);
    }

    /// How much is known about the way to a server.
    public enum Found {
        /// The operator's transport map names it: what domains publish does not speak of it.
        BY_OPERATOR,
        /// DNS named it.
        BY_DNS,
        /// DNS named it, and DNSSEC vouches for the name and for what the name says: its address, or, where it
        /// is an alias, what it stands for (RFC 7672 §2.2.2).
        BY_VALIDATED_DNS
    }

    /// The name of an MX record, in lower case without trailing dot.
    public String name() {
        return target.host();
    }
}
