package dev.pennypost.domains;

import dev.pennypost.domains.diagnosis.Examiner;
import dev.pennypost.domains.diagnosis.RecordReport;
import dev.pennypost.jobs.Loop;
import dev.pennypost.storage.Database;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.BiConsumer;

/// Looks for the records of domains whose check is due. Each domain is leased in one transaction, looked up on a
/// virtual thread outside of any, and settled in a second one; a slow name server holds up its own domain only.
public final class DomainChecks implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(DomainChecks.class.getName());
    private static final int AT_ONCE = 64;
    /// Longer than three questions that all time out.
    private static final Duration LEASE = Duration.ofMinutes(2);

    private final Database database;
    private final DomainStore store;
    private final Examiner examiner;
    private final InstantSource clock;
    private final BiConsumer<Domain, List<RecordReport>> settle;
    private final Semaphore free = new Semaphore(AT_ONCE);
    private final Loop loop = Loop.named("domain-checks", Duration.ofSeconds(1), this::round);

    DomainChecks(
            Database database,
            DomainStore store,
            Examiner examiner,
            InstantSource clock,
            BiConsumer<Domain, List<RecordReport>> settle) {
        this.database = database;
        this.store = store;
        this.examiner = examiner;
        this.clock = clock;
        this.settle = settle;
    }

    public DomainChecks start() {
        loop.start();
        return this;
    }

    /// Lets the checks in progress finish, then ends.
    @Override
    public void close() {
        loop.close();
        awaitIdle();
    }

    void wake() {
        loop.wake();
    }

    /// Starts as many due checks as there is room for; says whether more may be due.
    boolean round() {
        free.acquireUninterruptibly();
        int room = 1 + free.drainPermits();
        int started = 0;
        try {
            var due = database.inTransaction(tx -> store.lease(tx, room, clock.instant(), LEASE));
            for (Domain domain : due) {
                Thread.ofVirtual().name("check-" + domain.name()).start(() -> run(domain));
                started++;
            }
        } finally {
            free.release(room - started);
        }
        return started == room;
    }

    void awaitIdle() {
        free.acquireUninterruptibly(AT_ONCE);
        free.release(AT_ONCE);
    }

    private void run(Domain domain) {
        try {
            settle.accept(domain, examiner.examine(subject(domain)).records());
        } catch (RuntimeException failed) {
            LOG.log(System.Logger.Level.ERROR, "checking " + domain.name() + " failed and waits", failed);
        } finally {
            free.release();
        }
    }

    private static Examiner.Subject subject(Domain domain) {
        var plan = domain.records().stream().map(DomainRecord::planned).toList();
        return new Examiner.Subject(domain.name(), plan, Set.of());
    }
}
