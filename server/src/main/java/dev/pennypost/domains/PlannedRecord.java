package dev.pennypost.domains;

import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.RecordType;
import org.jspecify.annotations.Nullable;

/// A DNS record that a domain's owner is asked to publish.
///
/// @param name where it belongs, in full
/// @param relativeName the same as people type it at their DNS host: without the registrable domain
/// @param value the data in presentation format, without quotes
/// @param priority the preference of an MX record; null for other types
public record PlannedRecord(
        Purpose purpose,
        RecordType type,
        DomainName name,
        String relativeName,
        String value,
        @Nullable Integer priority) {
    /// What a record is good for.
    public enum Purpose {
        /// Brings bounces to us: the MX of the return path.
        RETURN_PATH,
        /// Lets our servers send for the return path (RFC 7208).
        SPF,
        /// The public key of the signatures (RFC 6376 §3.6).
        DKIM
    }
}
