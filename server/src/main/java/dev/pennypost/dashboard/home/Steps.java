package dev.pennypost.dashboard.home;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The way to a first email.
///
/// @param domain the domain to send from; null when there is none yet
/// @param domainPath its page
/// @param key a key that was just made; null when none was
public record Steps(
        @Nullable String domain,
        @Nullable String domainPath,
        boolean verified,
        @Nullable String key,
        List<Snippet> snippets) {}
