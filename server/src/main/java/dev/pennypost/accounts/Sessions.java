package dev.pennypost.accounts;

import dev.pennypost.accounts.SessionStore.Found;
import dev.pennypost.accounts.SessionStore.Limits;
import dev.pennypost.jobs.Loop;
import dev.pennypost.storage.Database;
import dev.pennypost.storage.Ids;
import dev.pennypost.storage.Transaction;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Who is signed in. A session ends when nobody uses it for some hours, when it is too old, when it is ended, when the
/// password changes and when its owner is removed from a team.
public final class Sessions {
    /// How often it is written down that a session was seen.
    private static final Duration NOTED = Duration.ofMinutes(1);

    private final Database database;
    private final Seals seals;
    private final AccountsConfig config;
    private final SecureRandom random;
    private final InstantSource clock;
    private final SessionStore store = new SessionStore();

    Sessions(Database database, Seals seals, Surroundings around) {
        this.database = database;
        this.seals = seals;
        this.config = around.config();
        this.random = around.random();
        this.clock = around.clock();
    }

    /// The session behind a token, with the person and the teams: one query, and once a minute another one.
    public Optional<Session> find(String token) {
        byte[] hash = Tokens.hash(token);
        var found = database.inTransaction(tx -> {
            var session = store.find(tx, hash, limits());
            session.filter(this::isToBeNoted).ifPresent(old -> store.seen(tx, old.id(), clock.instant()));
            return session;
        });
        return found.map(one ->
                new Session(one.id(), one.person(), one.memberships(), seals.csrf(hash), one.created()));
    }

    /// A person's sessions, the one that was seen last before all others.
    public List<OpenSession> list(PersonId person) {
        return database.inTransaction(tx -> store.of(tx, person, limits()));
    }

    /// Ends one; false when the person has none with this id.
    public boolean end(PersonId person, SessionId id) {
        return database.inTransaction(tx -> store.delete(tx, person, id));
    }

    /// Ends all others of the same person; returns how many there were.
    public int endOthers(Session session) {
        return database.inTransaction(
                tx -> endAll(tx, session.person().id(), session.id()));
    }

    /// Begins a session for somebody who has just proved in another way who they are, such as with the first account or
    /// an invitation.
    public SessionToken begin(PersonId person, Client client) {
        return database.inTransaction(tx -> begin(tx, person, client));
    }

    SessionToken begin(Transaction tx, PersonId person, Client client) {
        var now = clock.instant();
        var token = Tokens.random(random);
        store.insert(tx, new SessionId(Ids.next(now)), person, Tokens.hash(token), client, now);
        return new SessionToken(token);
    }

    int endAll(Transaction tx, PersonId person, @Nullable SessionId but) {
        return store.deleteAll(tx, person, but);
    }

    /// The loop that removes sessions that have ended.
    Loop forgetting() {
        return Loop.named("sessions", Duration.ofHours(1), () -> {
            database.useTransaction(tx -> store.deleteEnded(tx, limits()));
            return false;
        });
    }

    private boolean isToBeNoted(Found session) {
        return !session.seen().plus(NOTED).isAfter(clock.instant());
    }

    private Limits limits() {
        var now = clock.instant();
        return new Limits(now.minus(config.sessionIdle()), now.minus(config.sessionLength()));
    }
}
