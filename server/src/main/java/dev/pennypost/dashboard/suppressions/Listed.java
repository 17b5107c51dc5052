package dev.pennypost.dashboard.suppressions;

import dev.pennypost.dashboard.shell.Pager;
import java.util.List;

/// A page of the list.
///
/// @param origin the one that is filtered by; empty for all
/// @param export where the whole list is had as a file
/// @param mayChange whether the visitor may add and remove
record Listed(List<Row> rows, String search, String origin, Pager pager, String export, boolean mayChange) {
    boolean isFiltered() {
        return !search.isEmpty() || !origin.isEmpty();
    }
}
