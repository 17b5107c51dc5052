package dev.pennypost.emails;

import dev.pennypost.emails.AwaitedFileStore.Awaited;
import dev.pennypost.emails.files.Download;
import dev.pennypost.emails.files.Downloads;
import dev.pennypost.jobs.Loop;
import dev.pennypost.mail.message.Attachment;
import dev.pennypost.storage.Database;
import dev.pennypost.storage.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Fetches the files that emails wait for, each between two short transactions: one takes it for a while, so that
/// nobody else does, and one stores it and lets its email leave. A process that dies in between leaves the file to
/// whoever comes first once that while is over.
final class Fetching implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Fetching.class.getName());

    private static final Duration PAUSE = Duration.ofSeconds(1);

    /// Longer than fetching takes at the most, every redirect included.
    private static final Duration HELD = Duration.ofMinutes(4);

    /// Also bounds the memory: each holds one file.
    private static final int AT_ONCE = 8;

    /// A team whose addresses are slow leaves room for the others.
    private static final int AT_ONCE_OF_A_TEAM = 4;

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /// Pauses between tries; after the last the email fails.
    private static final List<Duration> PAUSES =
            List.of(Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofMinutes(2));

    private final Database database;
    private final Downloads downloads;
    private final EmailLimits limits;
    private final InstantSource clock;
    private final Runnable complete;
    private final EmailStore emails = new EmailStore();
    private final AwaitedFileStore store = new AwaitedFileStore();
    private final Counting counting = new Counting();
    private final Semaphore room = new Semaphore(AT_ONCE);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Loop loop = Loop.named("attachments", PAUSE, this::round);

    /// @param complete told when an email may have all its files
    Fetching(Database database, Downloads downloads, EmailLimits limits, InstantSource clock, Runnable complete) {
        this.database = database;
        this.downloads = downloads;
        this.limits = limits;
        this.clock = clock;
        this.complete = complete;
    }

    Loop loop() {
        return loop;
    }

    /// Has the loop look for files now.
    void wake() {
        loop.wake();
    }

    /// Starts fetching what is due, as far as there is room; says whether more may be due.
    boolean round() {
        int free = room.availablePermits();
        if (free == 0) return false;
        Instant now = clock.instant();
        List<Awaited> taken = database.inTransaction(
                tx -> store.take(tx, now, now.plus(HELD), Math.min(free, AT_ONCE_OF_A_TEAM), free));
        for (Awaited one : taken) {
            room.acquireUninterruptibly();
            threads.execute(() -> fetched(one));
        }
        return false;
    }

    private void fetched(Awaited one) {
        try {
            fetch(one);
        } catch (RuntimeException failed) {
            LOG.log(System.Logger.Level.ERROR, () -> "a file of email " + one.email() + " is not stored", failed);
        } finally {
            room.release();
            loop.wake();
        }
    }

    /// Fetches one file and settles what that means for its email.
    void fetch(Awaited one) {
        Download download = downloads.fetch(one.file().url(), (int) (limits.octets() * 3 / 4));
        // the process ends: what failed did not fail by itself
        if (Thread.currentThread().isInterrupted()) return;
        switch (download) {
            case Download.Got got -> keep(one, one.file().fetched(got.octets(), got.contentType()));
            case Download.Failed(var reason, boolean passing)
            when passing && one.tries() < PAUSES.size() -> {
                Instant at = clock.instant().plus(PAUSES.get(one.tries()));
                database.useTransaction(tx -> store.again(tx, one, at));
            }
            case Download.Failed(var reason, var _) -> giveUp(one, reason);
        }
    }

    private void keep(Awaited one, Attachment file) {
        boolean isComplete = database.inTransaction(tx -> {
            if (!store.hold(tx, one) || !store.remove(tx, one)) return false;
            var sizes = store.sizes(tx, one.team(), one.email());
            if (limits.isExceededBy(sizes.bodies(), sizes.files() + file.content().length)) {
                fail(tx, one, Download.Reason.TOO_LARGE);
                return false;
            }
            store.store(tx, one, file, clock.instant());
            return store.letLeaveWhenComplete(tx, one.team(), one.email());
        });
        if (isComplete) complete.run();
    }

    private void giveUp(Awaited one, Download.Reason reason) {
        database.useTransaction(tx -> {
            if (store.hold(tx, one)) fail(tx, one, reason);
        });
    }

    private void fail(Transaction tx, Awaited one, Download.Reason reason) {
        store.drop(tx, one.team(), one.email());
        emails.happened(tx, List.of(new EmailProgress.Happening(one.team(), one.email(), LastEvent.FAILED)));
        Optional<Email> email = emails.find(tx, one.team(), one.email());
        if (tx.isHeard(one.team().value()))
            email.ifPresent(found ->
                    tx.publish(List.of(new EmailEvent.EmailFailed(found.facts(found.everybody()), word(reason)))));
        counting.left(tx, List.of(), email.stream().toList());
    }

    private static String word(Download.Reason reason) {
        return switch (reason) {
            case UNREACHABLE -> "attachment_unreachable";
            case FORBIDDEN -> "attachment_address_forbidden";
            case TOO_LARGE -> "attachment_too_large";
        };
    }

    /// Waits a while for what is being fetched. What takes longer is left to whoever comes next.
    @Override
    public void close() {
        threads.shutdown();
        try {
            if (threads.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) return;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        threads.shutdownNow();
    }
}
