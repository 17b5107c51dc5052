package dev.pennypost.audit;

import dev.pennypost.jobs.Loop;
import dev.pennypost.storage.Database;
import dev.pennypost.storage.Ids;
import dev.pennypost.storage.Page;
import dev.pennypost.storage.PageRequest;
import dev.pennypost.storage.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The records of changes: features write them as they change things, doors read them.
public final class AuditLog implements AutoCloseable {
    private static final int LONGEST_TEXT = 500;
    private static final AuditStore STORE = new AuditStore();

    private final Database database;
    private final AuditConfig config;
    private final InstantSource clock;
    private final Loop turning = Loop.named("audit-days", Duration.ofHours(1), this::turn);

    public AuditLog(Database database, AuditConfig config, InstantSource clock) {
        this.database = database;
        this.config = config;
        this.clock = clock;
    }

    /// Begins to prepare the days to come, and to forget what is old.
    public AuditLog start() {
        turning.start();
        return this;
    }

    @Override
    public void close() {
        turning.close();
    }

    /// Writes down what the transaction changes, in the name of whoever is at work. Of `before` and `after` only what
    /// differs is kept; where nothing differs, nothing was changed, and nothing is written.
    ///
    /// @param team whose change it is; null when it is the installation's
    /// @param before null where there was nothing
    /// @param after null where there is nothing anymore
    public static void note(
            Transaction tx,
            @Nullable UUID team,
            Action action,
            Subject subject,
            @Nullable Facts before,
            @Nullable Facts after) {
        Diff.between(before == null ? null : before.tree(), after == null ? null : after.tree())
                .ifPresent(diff -> write(tx, team, action, subject, diff));
    }

    /// The same for what changes no facts that may be seen, such as a rotated secret, or a question asked.
    public static void note(Transaction tx, @Nullable UUID team, Action action, Subject subject) {
        write(tx, team, action, subject, new Diff(null, null));
    }

    private static void write(Transaction tx, @Nullable UUID team, Action action, Subject subject, Diff diff) {
        if (subject.kind() != action.kind())
            throw new IllegalArgumentException(action.spelled() + " is nothing that is done to a " + subject.kind());
        Instant at = tx.now().truncatedTo(ChronoUnit.MICROS);
        STORE.insert(
                tx,
                new AuditRecord(
                        Ids.next(at),
                        team,
                        at,
                        author(Acting.now()),
                        action.spelled(),
                        subject.kind().spelled(),
                        subject.id(),
                        text(subject.name()),
                        Discretion.copy(diff.before()),
                        Discretion.copy(diff.after())));
    }

    private static AuditRecord.Author author(Actor actor) {
        var from = actor.from();
        return new AuditRecord.Author(
                actor.kind().spelled(),
                actor.idOrNull(),
                text(actor.nameOrNull()),
                new Origin(from.address(), text(from.userAgent())));
    }

    /// Others wrote it, so it may hold anything, at any length.
    private static @Nullable String text(@Nullable String text) {
        if (text == null) return null;
        String safe = Discretion.safe(text.replaceAll("\\p{Cntrl}", " "));
        return safe.length() <= LONGEST_TEXT ? safe : safe.substring(0, LONGEST_TEXT);
    }

    /// One page of a team's records that the filter wants, newest first; empty when the cursor is not one of them.
    public Optional<Page<AuditRecord>> list(UUID team, AuditFilter filter, PageRequest page) {
        return database.inTransaction(tx -> STORE.page(tx, team, filter, page));
    }

    /// The records of all teams and of none that the filter wants, newest first; for operators.
    ///
    /// @param after the last one of the page before; null for the first page
    public Page<AuditRecord> everybodys(AuditFilter filter, int limit, @Nullable UUID after) {
        List<AuditRecord> found = database.inTransaction(tx -> STORE.everybodys(tx, filter, limit + 1, after));
        boolean hasMore = found.size() > limit;
        return new Page<>(hasMore ? found.subList(0, limit) : found, hasMore);
    }

    /// Prepares tomorrow, and drops what is too old.
    boolean turn() {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        for (LocalDate day : List.of(today, today.plusDays(1))) database.useTransaction(tx -> STORE.open(tx, day));
        database.useTransaction(tx -> STORE.drop(tx, today.minusDays(config.keepDays())));
        return false;
    }
}
