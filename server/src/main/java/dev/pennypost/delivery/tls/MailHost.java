package dev.pennypost.delivery.tls;

import dev.pennypost.mail.smtp.client.Target;

/// A mail server to try, and how it was found.
public record MailHost(Target target, Found found) {
    /// How much is known about the way to a server.
    public enum Found {
        /// The operator's transport map names it: what domains publish does not speak of it.
        BY_OPERATOR,
        /// DNS named it.
        BY_DNS,
        /// DNS named it, and both its name and its address were validated with DNSSEC.
        BY_VALIDATED_DNS
    }

    /// The name of an MX record, in lower case without trailing dot.
    public String name() {
        return target.host();
    }
}
