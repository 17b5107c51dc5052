package dev.pennypost.accounts;

import dev.pennypost.accounts.SessionStore.Found;
import dev.pennypost.accounts.SessionStore.Limits;
import dev.pennypost.audit.Acting;
import dev.pennypost.audit.Action;
import dev.pennypost.audit.Facts;
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
        return found.map(
                one -> new Session(one.id(), one.person(), one.memberships(), seals.csrf(hash), one.created()));
    }

    /// A person's sessions, the one that was seen last before all others.
    public List<OpenSession> list(PersonId person) {
        return database.inTransaction(tx -> store.of(tx, person, limits()));
    }

    /// Ends one; false when the person has none with this id.
    public boolean end(PersonId person, SessionId id) {
        return database.inTransaction(tx -> {
            boolean ended = store.delete(tx, person, id);
            if (ended) noteEnded(tx, person, 1);
            return ended;
        });
    }

    /// Ends the session of whoever goes.
    public void signOut(Session session, Client client) {
        database.useTransaction(tx -> {
            if (store.delete(tx, session.person().id(), session.id()))
                Acting.run(
                        AccountTrail.actor(session.person(), client),
                        () -> AccountTrail.note(
                                tx, Action.PERSON_SIGNED_OUT, session.person().id()));
        });
    }

    /// Ends all others of the same person; returns how many there were.
    public int endOthers(Session session) {
        var id = session.person().id();
        return database.inTransaction(tx -> {
            int ended = endAll(tx, id, session.id());
            if (ended > 0) noteEnded(tx, id, ended);
            return ended;
        });
    }

    private static void noteEnded(Transaction tx, PersonId person, int ended) {
        AccountTrail.note(tx, Action.PERSON_SESSIONS_ENDED, person, null, ended(ended));
    }

    /// What the audit log is told of sessions that end.
    static Facts ended(int count) {
        return Facts.of("sessions_ended", count);
    }

    /// Begins a session for somebody whose account was just made, with the first account or an invitation.
    public SessionToken begin(Person person, Client client) {
        return database.inTransaction(tx -> begin(tx, person, client, Way.NEW_ACCOUNT));
    }

    SessionToken begin(Transaction tx, Person person, Client client, Way way) {
        var now = clock.instant();
        var token = Tokens.random(random);
        store.insert(tx, new SessionId(Ids.next(now)), person.id(), Tokens.hash(token), client, now);
        Acting.run(
                AccountTrail.actor(person, client),
                () -> AccountTrail.note(tx, Action.PERSON_SIGNED_IN, person, null, Facts.of("with", way)));
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
