package dev.pennypost.dashboard.queue;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The sites that were asked for, those in trouble first.
///
/// @param more how many are left out; a search brings them
/// @param refused the site whose suspension could not be; null for none
/// @param errors what was wrong with it, by field
/// @param given what was filled in for it, by field
record SiteList(
        List<SiteRow> rows,
        String search,
        int more,
        @Nullable String refused,
        Map<String, String> errors,
        Map<String, String> given) {
    boolean isOpen(SiteRow row) {
        return row.name().equals(refused);
    }

    @Nullable String error(SiteRow row, String field) {
        return isOpen(row) ? errors.get(field) : null;
    }

    String value(SiteRow row, String field) {
        return isOpen(row) ? given.getOrDefault(field, "") : "";
    }
}
