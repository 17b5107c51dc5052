package dev.pennypost.accounts;

import dev.pennypost.config.Secret;
import dev.pennypost.storage.Database;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Asks somebody who is signed in for their password before something that a thief of the session must not do.
final class Confirmation {
    /// Within which somebody without a password has to have signed in.
    private static final Duration FRESH = Duration.ofMinutes(10);

    private final Database database;
    private final Passwords passwords;
    private final Throttle throttle;
    private final InstantSource clock;
    private final PersonStore people = new PersonStore();

    Confirmation(Database database, Passwords passwords, Throttle throttle, InstantSource clock) {
        this.database = database;
        this.passwords = passwords;
        this.throttle = throttle;
        this.clock = clock;
    }

    /// Why it is not confirmed; empty when it is.
    ///
    /// @param password of no matter for who has none
    Optional<AccountProblem> problem(Session session, Secret password) {
        var id = session.person().id();
        var known = database.inTransaction(tx -> people.known(tx, id));
        if (known.isEmpty()) return Optional.of(new AccountProblem.NotFound());
        String kept = known.get().password();
        if (kept != null) return guessed(id, password, kept);
        boolean fresh = session.since().plus(FRESH).isAfter(clock.instant());
        return fresh ? Optional.empty() : Optional.of(new AccountProblem.SignInAgain());
    }

    private Optional<AccountProblem> guessed(PersonId id, Secret password, String kept) {
        var gates = Gates.ofPerson("confirmation", id);
        Duration wait = throttle.enter(gates.all());
        if (wait.isPositive()) return Optional.of(new AccountProblem.TooManyAttempts(wait));
        var matches = passwords.matches(password, kept);
        if (matches.isPresent() && !matches.get()) return Optional.of(new AccountProblem.WrongPassword());
        throttle.succeeded(gates.all(), matches.isPresent() ? gates.own() : List.of());
        return matches.isPresent() ? Optional.empty() : Optional.of(new AccountProblem.TooBusy());
    }
}
