package dev.pennypost.delivery;

import dev.pennypost.storage.Transaction;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/// Hears what became of attempts, in the transaction that writes it down.
@FunctionalInterface
public interface SettlementListener {
    void settled(Transaction tx, List<Settlement> settlements);

    /// Those of the deliveries that are due that must not be attempted anymore, because their recipients have been
    /// suppressed since they were queued. They count as settled with this transaction.
    default Set<DeliveryId> suppressed(Transaction tx, List<Delivery> due, Instant now) {
        return Set.of();
    }

    /// These deliveries were ended by an operator.
    default void canceled(Transaction tx, List<Delivery> ended, Instant now) {}

    /// These deliveries are tried anew, though they were settled.
    ///
    /// @param failed those of them that had been told as failed before anything was tried
    default void requeued(Transaction tx, List<Delivery> anew, Set<DeliveryId> failed, Instant now) {}
}
