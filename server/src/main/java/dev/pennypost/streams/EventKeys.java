package dev.pennypost.streams;

import dev.pennypost.storage.Event;
import java.util.UUID;

/// What events are about, which is the key of their records: events with one key stay in one partition, in
/// order.
@FunctionalInterface
public interface EventKeys {
    /// The id of the email, the domain or whatever else the event tells of.
    UUID of(Event event);
}
