package dev.pennypost.mail.spf;

import dev.pennypost.mail.dns.DomainName;
import org.jspecify.annotations.Nullable;

/// What one check found.
///
/// @param identity which of the two names was checked
/// @param domain the domain that was checked, null when the client gave none that can exist
/// @param why the term that decided, such as `-all`, or a sentence about what is wrong
/// @param explanation what the domain's owner wants a refused sender to read (RFC 7208 §6.2); empty when nothing.
///     The words of a stranger: quote them as such
/// @param lookups how many of the ten terms with DNS lookups were used (RFC 7208 §4.6.4)
public record SpfResult(
        SpfVerdict verdict,
        SpfIdentity identity,
        @Nullable DomainName domain,
        String why,
        String explanation,
        int lookups) {}
