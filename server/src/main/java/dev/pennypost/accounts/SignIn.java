package dev.pennypost.accounts;

import dev.pennypost.accounts.PersonStore.Known;
import dev.pennypost.accounts.SignInResult.Refused;
import dev.pennypost.accounts.SignInResult.SecondFactor;
import dev.pennypost.accounts.SignInResult.SignedIn;
import dev.pennypost.accounts.Steps.Kind;
import dev.pennypost.accounts.Steps.Step;
import dev.pennypost.config.Secret;
import dev.pennypost.storage.Database;
import dev.pennypost.storage.Transaction;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiPredicate;

/// The ways in.
public final class SignIn {
    private static final Refused ENDED = new Refused(new SignInProblem.Ended(), Duration.ZERO);
    private static final byte[] NOTHING = {};

    private final Database database;
    private final Seals seals;
    private final Passwords passwords;
    private final Throttle throttle;
    private final Steps steps;
    private final Factors factors;
    private final Oidc oidc;
    private final Sessions sessions;
    private final InstantSource clock;
    private final PersonStore people = new PersonStore();

    SignIn(
            Database database,
            Seals seals,
            Passwords passwords,
            Throttle throttle,
            Steps steps,
            Factors factors,
            Oidc oidc,
            Sessions sessions,
            InstantSource clock) {
        this.database = database;
        this.seals = seals;
        this.passwords = passwords;
        this.throttle = throttle;
        this.steps = steps;
        this.factors = factors;
        this.oidc = oidc;
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
            var proofs = factors.proofs(tx, id);
            if (proofs.isEmpty()) return signedIn(tx, id, client);
            return new SecondFactor(steps.begin(tx, Kind.SECOND_FACTOR, id, NOTHING), proofs);
        });
    }

    /// Goes on with a code that a program shows.
    public SignInResult totp(Ticket pending, String code, Client client) {
        return second(pending, client, (tx, person) -> factors.takeTotp(tx, person, code));
    }

    /// Goes on with a recovery code, which is used up.
    public SignInResult recovery(Ticket pending, String code, Client client) {
        return second(pending, client, (tx, person) -> factors.takeRecoveryCode(tx, person, code));
    }

    private SignInResult second(Ticket pending, Client client, BiPredicate<Transaction, PersonId> proof) {
        var person = steps.look(pending, Kind.SECOND_FACTOR).map(Step::person);
        if (person.isEmpty()) return ENDED;
        var id = person.get();
        var gates = gates("code", id, client);
        Duration wait = throttle.enter(gates.all());
        if (wait.isPositive()) return new Refused(new SignInProblem.TooMany(), wait);
        var result = database.inTransaction(tx -> second(tx, pending, id, client, proof));
        if (result.isPresent()) throttle.succeeded(gates.all(), gates.own());
        else steps.failed(pending);
        return result.orElseGet(() -> new Refused(new SignInProblem.Wrong(), throttle.wait(gates.all())));
    }

    private Optional<SignInResult> second(
            Transaction tx, Ticket pending, PersonId id, Client client, BiPredicate<Transaction, PersonId> proof) {
        if (!steps.hold(tx, pending, Kind.SECOND_FACTOR)) return Optional.of(ENDED);
        if (!proof.test(tx, id)) return Optional.empty();
        steps.take(tx, pending, Kind.SECOND_FACTOR);
        return Optional.of(signedIn(tx, id, client));
    }

    private Gates gates(String what, PersonId id, Client client) {
        return seals.device(client.device(), id, clock.instant())
                .map(device -> Gates.ofDevice(what, device))
                .orElseGet(() -> Gates.ofStranger(what, client, id.toString()));
    }

    /// Begins to sign in with a passkey, without saying who one is; empty where browsers have none for us.
    public Optional<Ceremony> passkeyStart() {
        return factors.signIn();
    }

    /// Goes on with an authenticator's answer. A passkey verifies its user, so nothing else is asked for.
    ///
    /// @param answer the credential as JSON, as `toJSON()` of the browser's has it
    public SignInResult passkeyFinish(Ticket ticket, String answer, Client client) {
        var step = steps.take(ticket, Kind.PASSKEY);
        if (step.isEmpty()) return ENDED;
        return factors.signedIn(step.get().secret(), answer)
                .<SignInResult>map(person -> database.inTransaction(tx -> signedIn(tx, person, client)))
                .orElseGet(() -> new Refused(new SignInProblem.BadPasskey(), Duration.ZERO));
    }

    private SignedIn signedIn(Transaction tx, PersonId id, Client client) {
        var now = clock.instant();
        UUID device = seals.device(client.device(), id, now).orElseGet(UUID::randomUUID);
        return new SignedIn(sessions.begin(tx, id, client), seals.device(id, device, now));
    }

    /// Whether there is an OpenID provider to sign in at.
    public boolean hasOidc() {
        return oidc.isOn();
    }

    /// Begins to sign in at the OpenID provider.
    public OidcStart oidcStart() {
        return oidc.start();
    }

    /// Goes on with what the provider has sent somebody back with. How well they proved who they are was the provider's
    /// business, so nothing else is asked for.
    public SignInResult oidcFinish(Ticket ticket, String state, String code, Client client) {
        var arrived = oidc.finish(ticket, state, code);
        var person = arrived.person();
        if (person == null) return new Refused(arrived.why(), Duration.ZERO);
        return database.inTransaction(tx -> signedIn(tx, person, client));
    }
}
