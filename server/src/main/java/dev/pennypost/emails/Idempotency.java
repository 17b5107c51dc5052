package dev.pennypost.emails;

import dev.pennypost.emails.EmailProblem.KeyInUse;
import dev.pennypost.emails.EmailProblem.KeyReused;
import dev.pennypost.jobs.Loop;
import dev.pennypost.storage.Database;
import dev.pennypost.storage.Transaction;
import dev.pennypost.teams.TeamId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// Carries a request out once, however often it is sent: the key is stored by the transaction that stores the emails.
/// See docs/design/idempotency.md.
final class Idempotency {
    private static final Duration REMEMBERED = Duration.ofHours(24);
    private static final int FORGOTTEN_AT_ONCE = 5_000;

    private final Database database;
    private final InstantSource clock;
    private final IdempotencyStore store = new IdempotencyStore();
    private final Set<Running> running = ConcurrentHashMap.newKeySet();

    private record Running(TeamId team, String scope, String key) {}

    Idempotency(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /// Answers with what the request came to before, or carries it out.
    BatchResult once(TeamId team, IdempotencyKey key, Supplier<BatchResult> request) {
        var mark = new Running(team, key.scope(), key.key());
        if (!running.add(mark)) return new BatchResult.Refused(new KeyInUse());
        try {
            return before(team, key).orElseGet(request);
        } finally {
            running.remove(mark);
        }
    }

    private Optional<BatchResult> before(TeamId team, IdempotencyKey key) {
        return database.inTransaction(tx -> store.find(tx, team, key, old())).map(done -> again(key, done));
    }

    private static BatchResult again(IdempotencyKey key, IdempotencyStore.Done done) {
        return done.fingerprint().equals(key.fingerprint())
                ? new BatchResult.Done(done.results())
                : new BatchResult.Refused(new KeyReused());
    }

    /// Takes the key for the emails that this transaction stores. What another process made of it meanwhile, if it was
    /// faster; then nothing may be stored.
    Optional<BatchResult> take(Transaction tx, TeamId team, IdempotencyKey key, List<ItemResult> results, Instant now) {
        if (!store.lock(tx, team, key)) return Optional.of(new BatchResult.Refused(new KeyInUse()));
        if (store.insert(tx, team, key, results, now, old())) return Optional.empty();
        return store.find(tx, team, key, old()).map(done -> again(key, done));
    }

    /// The loop that forgets requests of long ago.
    Loop forgetting() {
        return Loop.named("idempotency", Duration.ofMinutes(10), () -> {
            int forgotten = database.inTransaction(tx -> store.forget(tx, old(), FORGOTTEN_AT_ONCE));
            return forgotten == FORGOTTEN_AT_ONCE;
        });
    }

    private Instant old() {
        return clock.instant().minus(REMEMBERED);
    }
}
