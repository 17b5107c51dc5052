package dev.pennypost.dashboard.metrics;

import java.util.List;

/// How emails fared, by what they have in common.
///
/// @param id unique in the page
/// @param by what they have in common
/// @param rows the busiest
/// @param more how many others there are
record Breakdown(String id, String title, String by, List<Row> rows, int more, String csv) {
    /// @param path the same page for this alone; empty where there is none
    record Row(Fare fare, String path) {}
}
