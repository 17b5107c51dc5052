package dev.pennypost.dashboard.emails;

import dev.pennypost.dashboard.shell.Chrome;
import dev.pennypost.dashboard.shell.Pager;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a search found.
///
/// @param chrome of the moment that times are counted from
/// @param filtered whether something was looked for
/// @param isNewest whether these are the newest emails of all, so that new ones appear on top of them
/// @param csv where the whole list is to be had
/// @param searchedTo how far back the search came before its time was up; null where it came to the end
/// @param further where it goes on
/// @param foundBefore how many the search found before these, which are put below them; null where these are a page
record EmailRows(
        Chrome chrome,
        List<EmailRow> rows,
        boolean filtered,
        boolean isNewest,
        String csv,
        Pager pager,
        @Nullable Instant searchedTo,
        @Nullable String further,
        @Nullable Integer foundBefore) {
    /// What live parts look for: only the newest emails change by themselves.
    @Nullable
    String place() {
        return isNewest ? "newest" : null;
    }

    /// Where a browser with scripts goes on with the search by itself; null when there is nothing more to look for,
    /// enough to show, or when it looks for newer ones, which belong on top.
    @Nullable
    String more() {
        int found = rows.size() + (foundBefore == null ? 0 : foundBefore);
        boolean isEnough = found >= EmailPages.ON_A_PAGE;
        return further == null || isEnough || further.contains("before=") ? null : further + "&found=" + found;
    }

    /// Whether the search came to its end and there is nothing to show.
    boolean isInVain() {
        return rows.isEmpty() && further == null && (foundBefore == null || foundBefore == 0);
    }
}
