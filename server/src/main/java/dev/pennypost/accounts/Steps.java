package dev.pennypost.accounts;

import dev.pennypost.jobs.Loop;
import dev.pennypost.secrets.SecretBox;
import dev.pennypost.storage.Database;
import dev.pennypost.storage.Transaction;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What was begun and waits for its other half: a code after a password, a passkey's answer to a challenge, somebody
/// who comes back from an OpenID provider. Kept in the database, so that any node can go on.
final class Steps {
    /// How often an answer may be wrong before one has to begin again.
    private static final int PATIENCE = 5;

    private final Database database;
    private final SecretBox secrets;
    private final SecureRandom random;
    private final InstantSource clock;
    private final StepStore store = new StepStore();

    Steps(Database database, SecretBox secrets, SecureRandom random, InstantSource clock) {
        this.database = database;
        this.secrets = secrets;
        this.random = random;
        this.clock = clock;
    }

    /// @param secret what the answer is compared with
    Ticket begin(Transaction tx, Kind kind, @Nullable PersonId person, byte[] secret) {
        var token = Tokens.random(random);
        byte[] sealed = secrets.seal(secret, context(kind));
        store.insert(tx, Tokens.hash(token), kind, person, sealed, clock.instant().plus(kind.length));
        return new Ticket(token);
    }

    Ticket begin(Kind kind, @Nullable PersonId person, byte[] secret) {
        return database.inTransaction(tx -> begin(tx, kind, person, secret));
    }

    /// What was begun, which goes on waiting.
    Optional<Step> look(Ticket ticket, Kind kind) {
        return database.inTransaction(tx -> store.find(tx, Tokens.hash(ticket.reveal()), kind, clock.instant()))
                .map(kept -> open(kept, kind));
    }

    /// Whether it still waits; whoever else wants to go on with it waits until the transaction ends.
    boolean hold(Transaction tx, Ticket ticket, Kind kind) {
        return store.hold(tx, Tokens.hash(ticket.reveal()), kind, clock.instant());
    }

    /// What was begun, which is over now: of several who ask, one gets it.
    Optional<Step> take(Transaction tx, Ticket ticket, Kind kind) {
        return store.delete(tx, Tokens.hash(ticket.reveal()), kind, clock.instant())
                .map(kept -> open(kept, kind));
    }

    Optional<Step> take(Ticket ticket, Kind kind) {
        return database.inTransaction(tx -> take(tx, ticket, kind));
    }

    /// Counts a wrong answer; after a few, what was begun is over.
    void failed(Ticket ticket) {
        database.useTransaction(tx -> store.failed(tx, Tokens.hash(ticket.reveal()), PATIENCE));
    }

    /// Ends all that a person has begun.
    void endAll(Transaction tx, PersonId person) {
        store.deleteOf(tx, person);
    }

    Loop forgetting() {
        return Loop.named("sign-in-steps", Duration.ofHours(1), () -> {
            database.useTransaction(tx -> store.removeEnded(tx, clock.instant()));
            return false;
        });
    }

    private Step open(StepStore.Kept kept, Kind kind) {
        return new Step(kept.person(), secrets.open(kept.secret(), context(kind)));
    }

    private static String context(Kind kind) {
        return "sign-in step " + kind;
    }

    /// @param person null for nobody in particular
    record Step(@Nullable PersonId person, byte[] secret) {}

    enum Kind {
        SECOND_FACTOR(Duration.ofMinutes(10)),
        PASSKEY(Duration.ofMinutes(5)),
        NEW_PASSKEY(Duration.ofMinutes(5)),
        OIDC(Duration.ofMinutes(10));

        private final Duration length;

        Kind(Duration length) {
            this.length = length;
        }
    }
}
