package dev.pennypost.dashboard.emails;

import dev.pennypost.dashboard.shell.Tone;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Something that happened to an email, or will.
///
/// @param at null where nobody knows when
/// @param text one sentence
/// @param said what a server or a link said, word for word; null for nothing
record Step(@Nullable Instant at, Tone tone, String text, @Nullable String said) {}
