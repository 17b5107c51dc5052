package dev.pennypost.emails;

import dev.pennypost.delivery.Delivery;
import org.jspecify.annotations.Nullable;

/// A delivery that is not made, because its recipient is suppressed.
///
/// @param diagnostic what the recipient's server said to the email that suppressed it; null when it said nothing
record Withheld(
        Delivery delivery,
        EmailEvent.Suppressed.Reason reason,
        @Nullable String diagnostic) {}
