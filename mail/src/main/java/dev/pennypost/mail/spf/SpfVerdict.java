package dev.pennypost.mail.spf;

import java.util.Locale;

/// The results of RFC 7208 §2.6.
public enum SpfVerdict {
    /// No domain to check, or a domain without a record.
    NONE,
    /// The domain does not say.
    NEUTRAL,
    /// The client may send for the domain.
    PASS,
    /// The client may not send for the domain.
    FAIL,
    /// The client probably may not.
    SOFTFAIL,
    /// DNS did not answer; a later check may.
    TEMPERROR,
    /// The record, or one it refers to, cannot be read or costs too many lookups.
    PERMERROR;

    /// The word for `Authentication-Results` and `Received-SPF`.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
