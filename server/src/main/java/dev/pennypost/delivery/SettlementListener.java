package dev.pennypost.delivery;

import dev.pennypost.storage.Transaction;
import java.util.List;

/// Hears what became of attempts, in the transaction that writes it down.
@FunctionalInterface
public interface SettlementListener {
    void settled(Transaction tx, List<Settlement> settlements);
}
