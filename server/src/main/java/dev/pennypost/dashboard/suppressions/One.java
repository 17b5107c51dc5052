package dev.pennypost.dashboard.suppressions;

/// A suppression's own page.
record One(Row row, boolean mayChange) {}
