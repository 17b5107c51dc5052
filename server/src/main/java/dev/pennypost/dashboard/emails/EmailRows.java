package dev.pennypost.dashboard.emails;

import dev.pennypost.dashboard.shell.Chrome;
import dev.pennypost.dashboard.shell.Further;
import dev.pennypost.dashboard.shell.Pager;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a search found.
///
/// @param chrome of the moment that times are counted from
/// @param filtered whether something was looked for
/// @param isNewest whether these are the newest emails of all, so that new ones appear on top of them
/// @param csv where the whole list is to be had
record EmailRows(
        Chrome chrome,
        List<EmailRow> rows,
        boolean filtered,
        boolean isNewest,
        String csv,
        Pager pager,
        Further further) {
    /// What live parts look for: only the newest emails change by themselves.
    @Nullable
    String place() {
        return isNewest ? "newest" : null;
    }
}
