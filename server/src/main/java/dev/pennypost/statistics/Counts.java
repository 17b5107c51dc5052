package dev.pennypost.statistics;

import dev.pennypost.storage.Transaction;
import java.util.Collection;

/// Counts what happens. To be told once in each transaction, and last: others that count the same wait for its end.
public final class Counts {
    private final StatisticsStore store = new StatisticsStore();
    private final TagStore tags = new TagStore();

    public void add(Transaction tx, Collection<Happened> all) {
        if (all.isEmpty()) return;
        tags.add(tx, all);
        store.add(tx, all);
    }
}
