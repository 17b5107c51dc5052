package dev.pennypost.dashboard.shell;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The links from one page of a list to the next and back.
public record Pager(@Nullable String newer, @Nullable String older) {
    /// A list that fits on one page.
    public static final Pager NONE = new Pager(null, null);

    /// Links for a page that was asked with `after=` or `before=` the id of a row.
    ///
    /// @param filters the rest of the query
    /// @param hasMore whether there is more in the direction that was asked for
    public static <T> Pager of(
            String path,
            Map<String, String> filters,
            Visit visit,
            List<T> rows,
            boolean hasMore,
            Function<T, String> id) {
        if (rows.isEmpty()) return NONE;
        boolean backwards = visit.query("before").isPresent();
        boolean hasOlder = backwards || hasMore;
        boolean hasNewer = backwards ? hasMore : visit.query("after").isPresent();
        return new Pager(
                hasNewer ? link(path, filters, "before", id.apply(rows.getFirst())) : null,
                hasOlder ? link(path, filters, "after", id.apply(rows.getLast())) : null);
    }

    public boolean isNeeded() {
        return newer != null || older != null;
    }

    private static String link(String path, Map<String, String> filters, String direction, String id) {
        var query = new LinkedHashMap<>(filters);
        query.put(direction, id);
        return Paths.with(path, query);
    }
}
