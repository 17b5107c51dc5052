package dev.pennypost.storage;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// Hears of events after the transaction that published them has committed, at least once.
public interface EventListener {
    /// Whether it wants to hear of this team's events. Asked while publishing, often: must be cheap and must not block.
    boolean caresAbout(UUID teamId);

    /// Handles events, oldest first. What it writes into the transaction commits together with the events being done,
    /// so a listener that only writes there acts exactly once.
    void on(Transaction tx, List<Published> events);

    /// An event as it was published.
    record Published(UUID id, Instant at, Event event) {}
}
