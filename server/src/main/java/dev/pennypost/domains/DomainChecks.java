package dev.pennypost.domains;

import dev.pennypost.domains.diagnosis.Examination;
import dev.pennypost.domains.diagnosis.Examiner;
import dev.pennypost.jobs.Loop;
import dev.pennypost.mail.dkim.DkimKeyRecord;
import dev.pennypost.storage.Database;
import dev.pennypost.storage.GroupCommit;
import dev.pennypost.storage.Transaction;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/// Looks for the records of domains whose check is due. Each domain is leased in one transaction, looked up on a
/// virtual thread outside of any, and settled in a second one, together with whatever else has been looked up by
/// then; a slow name server holds up its own domain only.
public final class DomainChecks implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(DomainChecks.class.getName());
    private static final int AT_ONCE = 256;
    /// Longer than three questions that all time out.
    static final Duration LEASE = Duration.ofMinutes(2);

    private final Database database;
    private final DomainStore store;
    private final Examiner examiner;
    private final InstantSource clock;
    private final GroupCommit<Checked> settling;
    private final Semaphore free = new Semaphore(AT_ONCE);
    private final Loop loop = Loop.named("domain-checks", Duration.ofSeconds(1), this::round);

    DomainChecks(
            Database database,
            DomainStore store,
            Examiner examiner,
            InstantSource clock,
            BiConsumer<Transaction, List<Checked>> settle) {
        this.database = database;
        this.store = store;
        this.examiner = examiner;
        this.clock = clock;
        this.settling = new GroupCommit<>("domain-settle", database, settle);
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
        settling.close();
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
            for (var leased : due) {
                Thread.ofVirtual().name("check-" + leased.domain().name()).start(() -> run(leased));
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

    /// A domain as it was leased, and what DNS said of it.
    record Checked(Domain domain, Examination examination) {}

    /// Looks one domain up on the caller's thread, which goes on when the result is stored.
    void now(DomainStore.Leased leased) {
        var checked = new Checked(leased.domain(), examiner.examine(subject(leased)));
        try {
            settling.commit(checked);
        } catch (RuntimeException failed) {
            if (!Database.isTaken(failed)) throw failed;
            // Another team has proved the name in this very moment; now that can be seen.
            settling.commit(checked);
        }
    }

    private void run(DomainStore.Leased leased) {
        try {
            now(leased);
        } catch (RuntimeException failed) {
            LOG.log(System.Logger.Level.ERROR, "checking " + leased.domain().name() + " failed and waits", failed);
        } finally {
            free.release();
        }
    }

    private static Examiner.Subject subject(DomainStore.Leased leased) {
        var domain = leased.domain();
        return new Examiner.Subject(
                domain.name(),
                domain.allRecords().stream().map(DomainRecord::planned).toList(),
                former(domain, leased.issuedKeys()));
    }

    private static Set<String> former(Domain domain, Set<String> issued) {
        var former = new HashSet<>(issued);
        domain.allRecords().stream()
                .map(DomainRecord::planned)
                .filter(planned -> planned.purpose().isKey())
                .forEach(planned -> former.remove(planned.value()));
        return former.stream().map(DomainChecks::bareKey).collect(Collectors.toSet());
    }

    private static String bareKey(String keyRecord) {
        return DkimKeyRecord.parse(keyRecord).publicKey();
    }
}
