package dev.pennypost.templates;

import org.jspecify.annotations.Nullable;

/// A variable as a customer declares it.
///
/// @param key at most 50 ASCII letters, digits and underscores; its case matters
/// @param fallback a `String` or a `Number`, for when none is given; null when one must be given
public record Declaration(
        String key, VariableType type, @Nullable Object fallback) {}
