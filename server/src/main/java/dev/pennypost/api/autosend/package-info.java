/// The `autosend` dialect, at `/v1`: domains with their ownership, and sending. A translation: no rules, no SQL.
@NullMarked
package dev.pennypost.api.autosend;

import org.jspecify.annotations.NullMarked;
