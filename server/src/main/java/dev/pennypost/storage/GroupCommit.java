package dev.pennypost.storage;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;

/// Writes what many callers hand in at once in one transaction: whoever comes while a commit is on its way to the disk
/// shares the next one. A caller goes on when its item is durable.
public final class GroupCommit<T> implements AutoCloseable {
    private static final int COMMITTERS = 2;
    private static final int TOGETHER = 256;
    private static final int WAITING = 4096;

    private final Database database;
    private final BiConsumer<Transaction, List<T>> write;
    private final BlockingQueue<Pending<T>> queue = new ArrayBlockingQueue<>(WAITING);
    private final List<Thread> committers = new ArrayList<>();
    private volatile boolean closing;

    /// @param name for the threads
    /// @param write writes a batch into a transaction; called again item by item when a batch fails
    public GroupCommit(String name, Database database, BiConsumer<Transaction, List<T>> write) {
        this.database = database;
        this.write = write;
        for (int i = 0; i < COMMITTERS; i++)
            committers.add(Thread.ofVirtual().name(name + "-" + i).start(this::run));
    }

    /// Blocks until the item is committed.
    ///
    /// @throws RuntimeException what `write` threw for this item; then it is not stored
    public void commit(T item) {
        if (closing) throw new IllegalStateException("shutting down");
        var pending = new Pending<>(item, new CompletableFuture<>());
        try {
            queue.put(pending);
            pending.done.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while accepting", interrupted);
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) throw cause;
            throw failed;
        }
    }

    /// Commits what was handed in, then ends.
    @Override
    public void close() {
        closing = true;
        for (Thread committer : committers) {
            try {
                committer.join();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void run() {
        while (!closing || !queue.isEmpty()) {
            List<Pending<T>> batch = next();
            if (!batch.isEmpty()) commit(batch);
        }
    }

    private List<Pending<T>> next() {
        var batch = new ArrayList<Pending<T>>();
        try {
            Pending<T> first = queue.poll(100, TimeUnit.MILLISECONDS);
            if (first == null) return batch;
            batch.add(first);
            queue.drainTo(batch, TOGETHER - 1);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return batch;
    }

    private void commit(List<Pending<T>> batch) {
        var written = new AtomicBoolean();
        try {
            database.useTransaction(tx -> {
                write.accept(tx, batch.stream().map(Pending::item).toList());
                written.set(true);
            });
            batch.forEach(pending -> pending.done.complete(true));
        } catch (RuntimeException failed) {
            // One item may be at fault; the others must not suffer for it. After anything else, such as a connection
            // that broke, the batch may have been committed and must not be written again.
            boolean one = isRefused(failed) || (!written.get() && !isOfTheDatabase(failed));
            if (batch.size() > 1 && one) batch.forEach(pending -> commit(List.of(pending)));
            else batch.forEach(pending -> pending.done.completeExceptionally(failed));
        }
    }

    /// Whether PostgreSQL refused a value, and with it the whole batch: SQLSTATE class 22 (data exception) or 23
    /// (integrity constraint violation); or broke up a deadlock (40P01), which one item alone seldom gets into.
    private static boolean isRefused(Throwable failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException refused && refused.getSQLState() != null)
                return refused.getSQLState().startsWith("22")
                        || refused.getSQLState().startsWith("23")
                        || refused.getSQLState().equals("40P01");
        }
        return false;
    }

    private static boolean isOfTheDatabase(Throwable failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause())
            if (cause instanceof SQLException) return true;
        return false;
    }

    private record Pending<T>(T item, CompletableFuture<Boolean> done) {}
}
