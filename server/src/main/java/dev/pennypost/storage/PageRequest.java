package dev.pennypost.storage;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
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

    /// The page of a list that is in memory as a whole, in its order; empty when the cursor is not in it.
    public <T> Optional<Page<T>> within(List<T> all, Function<T, UUID> id) {
        List<UUID> ids = all.stream().map(id).toList();
        int from = 0;
        int to = all.size();
        if (after != null) {
            if (!ids.contains(after)) return Optional.empty();
            from = ids.indexOf(after) + 1;
        }
        if (before != null) {
            if (!ids.contains(before)) return Optional.empty();
            to = ids.indexOf(before);
            from = Math.max(0, to - limit);
            return Optional.of(new Page<>(all.subList(from, to), from > 0));
        }
        int end = (int) Math.min(to, (long) from + limit);
        return Optional.of(new Page<>(all.subList(from, end), end < to));
    }
}
