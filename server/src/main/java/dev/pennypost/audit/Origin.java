package dev.pennypost.audit;

import org.jspecify.annotations.Nullable;

/// Where somebody worked from.
///
/// @param address the client's IP address; null where there is no client
/// @param userAgent what the client calls itself; null when it says nothing
public record Origin(@Nullable String address, @Nullable String userAgent) {
    /// Of those who work on the machine itself.
    public static final Origin HERE = new Origin(null, null);
}
