package dev.pennypost.storage;

import java.sql.Connection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/// An open transaction. Stores take it as a parameter, so that nobody wonders which one they write into.
public final class Transaction {
    private final Handle handle;
    private final Outbox outbox;
    private final List<Runnable> afterCommit = new ArrayList<>();
    private final List<Runnable> onRollback = new ArrayList<>();

    Transaction(Handle handle, Outbox outbox) {
        this.handle = handle;
        this.outbox = outbox;
    }

    /// For everyday queries.
    public Handle handle() {
        return handle;
    }

    /// For batches on hot paths.
    public Connection connection() {
        return handle.getConnection();
    }

    /// What time it is by the clock of the database.
    public Instant now() {
        return outbox.now();
    }

    /// Whether anybody would hear of this team's events; saves making events that nobody hears.
    public boolean isHeard(UUID teamId) {
        return outbox.isHeard(teamId);
    }

    /// Tells an event to whoever cares, once this transaction has committed.
    public void publish(Event event) {
        publish(List.of(event));
    }

    public void publish(List<? extends Event> events) {
        if (outbox.write(this, events)) afterCommit(outbox::wake);
    }

    /// Has the rest of the transaction find rows by index, with plans that are made once. For tables that are queues:
    /// PostgreSQL keeps the plan it made while one was all but empty, and with thousands of rows in it that plan
    /// reads all
    /// of them for each few; where it does not keep it, for tables with many partitions, planning costs more than
    /// running.
    public void byIndexOnly() {
        handle.execute("""
                select set_config('enable_seqscan', 'off', true), set_config('enable_hashjoin', 'off', true),
                       set_config('enable_mergejoin', 'off', true),
                       set_config('plan_cache_mode', 'force_generic_plan', true)""");
    }

    /// Runs when the transaction has committed; for wake-ups and caches only, because a crash in between skips it.
    public void afterCommit(Runnable action) {
        afterCommit.add(action);
    }

    /// Runs when the transaction did not commit; to give back what was taken for it in memory.
    public void onRollback(Runnable action) {
        onRollback.add(action);
    }

    void rolledBack() {
        onRollback.forEach(Runnable::run);
    }

    void committed() {
        afterCommit.forEach(Runnable::run);
    }
}
