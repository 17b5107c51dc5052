package dev.pennypost.accounts;

import dev.pennypost.accounts.PersonStore.Known;
import dev.pennypost.accounts.SignInResult.Refused;
import dev.pennypost.accounts.SignInResult.SignedIn;
import dev.pennypost.config.Secret;
import dev.pennypost.storage.Database;
import dev.pennypost.storage.Transaction;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/// The ways in.
public final class SignIn {
    private final Database database;
    private final Seals seals;
    private final Passwords passwords;
    private final Throttle throttle;
    private final Sessions sessions;
    private final InstantSource clock;
    private final PersonStore people = new PersonStore();

    SignIn(
            Database database,
            Seals seals,
            Passwords passwords,
            Throttle throttle,
            Steps steps,
            Sessions sessions,
            InstantSource clock) {
        this.database = database;
        this.seals = seals;
        this.passwords = passwords;
        this.throttle = throttle;
        this.sessions = sessions;
        this.clock = clock;
    }

    /// With address and password. Somebody who has set up codes is asked for a second proof.
    public SignInResult password(String email, Secret password, Client client) {
        var key = EmailKey.of(email);
        var known = database.inTransaction(tx -> people.find(tx, key));
        var gates = gates("password", key, known, client);
        Duration wait = throttle.enter(gates.all());
        if (wait.isPositive()) return new Refused(new SignInProblem.TooMany(), wait);
        var matches = passwords.matches(password, known.map(Known::password).orElse(null));
        if (matches.isEmpty()) return busy(gates);
        if (!matches.get()) return new Refused(new SignInProblem.Wrong(), throttle.wait(gates.all()));
        throttle.succeeded(gates.all(), gates.own());
        return proven(known.orElseThrow(), password, client);
    }

    private Gates gates(String what, EmailKey key, Optional<Known> known, Client client) {
        return known.flatMap(one -> seals.device(client.device(), one.person().id(), clock.instant()))
                .map(device -> Gates.ofDevice(what, device))
                .orElseGet(() -> Gates.ofStranger(what, client, key.text()));
    }

    private Refused busy(Gates gates) {
        throttle.succeeded(gates.all(), List.of());
        return new Refused(new SignInProblem.TooBusy(), Duration.ofSeconds(5));
    }

    private SignInResult proven(Known known, Secret password, Client client) {
        String kept = Objects.requireNonNull(known.password());
        Optional<String> better = passwords.isOutdated(kept) ? passwords.hash(password) : Optional.empty();
        var id = known.person().id();
        return database.inTransaction(tx -> {
            // a password that was changed meanwhile proves nothing any more
            if (!people.holdPassword(tx, id, kept)) return new Refused(new SignInProblem.Wrong(), Duration.ZERO);
            better.ifPresent(hash -> people.password(tx, id, hash));
            return signedIn(tx, id, client);
        });
    }

    private SignedIn signedIn(Transaction tx, PersonId id, Client client) {
        var now = clock.instant();
        UUID device = seals.device(client.device(), id, now).orElseGet(UUID::randomUUID);
        return new SignedIn(sessions.begin(tx, id, client), seals.device(id, device, now));
    }
}
