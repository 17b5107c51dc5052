package dev.pennypost.mail.smtp.client;

import dev.pennypost.mail.dane.TlsaRecords;
import dev.pennypost.mail.dns.DomainName;
import java.time.Instant;
import java.util.List;

/// What one session asks of encryption, and of the certificate.
public sealed interface TlsDemand {
    /// Never STARTTLS.
    record None() implements TlsDemand {}

    /// STARTTLS when offered, any certificate (RFC 7435). A failed handshake fails the session: reconnecting in the
    /// clear is the caller's decision.
    record Opportunistic() implements TlsDemand {}

    /// STARTTLS must be offered and work; any certificate the unverified context takes.
    record Required() implements TlsDemand {}

    /// STARTTLS must work, and the certificate must chain to a trusted root and name the host that was connected to.
    record WebPki() implements TlsDemand {}

    /// STARTTLS must work, and the certificate must match TLSA records (RFC 7672). No resumption: each session is
    /// held against the records as they are now.
    ///
    /// @param records at least one that can be used
    /// @param hosts the names a certificate of a named issuer may be made out to (RFC 7672 §3.2.2)
    /// @param asOf when certificates that a named issuer gave must be valid
    record Dane(TlsaRecords records, List<DomainName> hosts, Instant asOf) implements TlsDemand {
        public Dane {
            hosts = List.copyOf(hosts);
            if (records.isEmpty()) throw new IllegalArgumentException("DANE without a usable record");
        }
    }

    /// Whether a session without TLS does not meet it.
    default boolean isRequired() {
        return switch (this) {
            case None _, Opportunistic _ -> false;
            case Required _, WebPki _, Dane _ -> true;
        };
    }

    static TlsDemand of(TlsMode mode) {
        return switch (mode) {
            case NONE -> new None();
            case RELAXED, OPPORTUNISTIC -> new Opportunistic();
            case REQUIRED -> new Required();
            case REQUIRED_VERIFIED -> new WebPki();
        };
    }
}
