package dev.pennypost.emails;

import org.jspecify.annotations.Nullable;

/// What an email asks for itself, other than its domain does for all.
///
/// @param opens whether it is told when it is shown; null for what the domain says, as in `clicks`
/// @param clicks whether it is told when its links are followed
public record TrackingWish(
        @Nullable Boolean opens, @Nullable Boolean clicks) {
    /// An email that does as its domain says.
    public static final TrackingWish NONE = new TrackingWish(null, null);
}
