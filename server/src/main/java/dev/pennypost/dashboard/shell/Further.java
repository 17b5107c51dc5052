package dev.pennypost.dashboard.shell;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How a search goes on that had to stop before its end: by itself where scripts run, below what stands there
/// already, until enough is shown; with a link everywhere.
///
/// @param searchedTo how far back it came; null where it came to the end
/// @param path where it goes on; null at the end
/// @param shown how many were found so far, those of earlier parts included
/// @param enough how many a page shows
/// @param isPart whether this is put below what was found before
public record Further(
        @Nullable Instant searchedTo, @Nullable String path, int shown, int enough, boolean isPart) {
    private static final String FOUND = "found";

    /// How many were found before the part that is asked for; empty where a whole page is.
    public static Optional<Integer> before(Visit visit, int enough) {
        return visit.query(FOUND)
                .filter(number -> visit.wantsPart() && number.matches("[0-9]{1,3}"))
                .map(Integer::valueOf)
                .filter(number -> number < enough);
    }

    /// Where a script goes on by itself; null when there is nothing more to look for, enough to show, or when newer
    /// ones are looked for, which belong on top.
    public @Nullable String more() {
        return path == null || shown >= enough || path.contains("before=") ? null : path + "&" + FOUND + "=" + shown;
    }

    /// Whether the search came to its end and there is nothing to show.
    public boolean isInVain() {
        return path == null && shown == 0;
    }
}
