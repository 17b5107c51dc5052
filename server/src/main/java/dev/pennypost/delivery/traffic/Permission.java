package dev.pennypost.delivery.traffic;

import java.time.Instant;

/// Whether something may be asked of a site now.
public sealed interface Permission {
    record Granted() implements Permission {}

    /// As much is open already as may be; when something is closed, there is room.
    record Full() implements Permission {}

    /// Not before a time.
    record Later(Instant until, Limit why) implements Permission {}
}
