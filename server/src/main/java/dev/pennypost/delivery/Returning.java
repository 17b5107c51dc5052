package dev.pennypost.delivery;

import dev.pennypost.storage.Transaction;
import java.util.List;
import java.util.UUID;

/// Deliveries that servers took and may give back.
public final class Returning {
    private final ReturnStore store = new ReturnStore();

    /// Every delivery of an email, whosever it is; none when the email is unknown or has not left.
    public List<Sent> of(Transaction tx, UUID email) {
        return store.of(tx, email);
    }

    /// Writes down that what was delivered has bounced. Its attempts stay as they were.
    public void bounced(Transaction tx, Sent sent) {
        store.bounced(tx, sent.team(), sent.id());
    }
}
