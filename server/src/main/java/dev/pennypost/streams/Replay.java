package dev.pennypost.streams;

import java.time.Instant;
import java.util.List;

/// Which events are to be sent once more.
///
/// @param since inclusive, when the event happened
/// @param until exclusive
/// @param failedOnly not those that were sent
public record Replay(Instant since, Instant until, boolean failedOnly) {
    List<String> states() {
        return failedOnly ? List.of("failed") : List.of("sent", "failed");
    }
}
