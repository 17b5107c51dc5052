package dev.pennypost.streams;

import dev.pennypost.webhooks.SvixId;
import java.util.UUID;

/// A message that waits to be sent.
record Message(UUID id, String key, String type, String payload) {
    /// The same each time it is sent.
    String recordId() {
        return SvixId.MESSAGE.of(id);
    }
}
