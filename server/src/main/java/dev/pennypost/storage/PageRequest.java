package dev.pennypost.storage;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Which page of a list is wanted, newest first. At most one of the cursors is set; both are exclusive.
///
/// @param limit the most items; [#ALL] for every item
/// @param after the last item of the page before: what follows is older
/// @param before the first item of the page after: what precedes is newer
public record PageRequest(
        int limit, @Nullable UUID after, @Nullable UUID before) {
    /// No limit.
    public static final int ALL = Integer.MAX_VALUE - 1;

    public static PageRequest first(int limit) {
        return new PageRequest(limit, null, null);
    }
}
