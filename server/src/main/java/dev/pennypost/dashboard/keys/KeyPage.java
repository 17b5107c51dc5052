package dev.pennypost.dashboard.keys;

import org.jspecify.annotations.Nullable;

/// One key.
///
/// @param name as it stands in the field
/// @param error what is wrong with that
record KeyPage(
        KeyView key,
        String name,
        @Nullable String error,
        boolean mayManage) {}
