package dev.pennypost.accounts;

import dev.pennypost.accounts.PersonStore.Known;
import dev.pennypost.accounts.SignInResult.Proof;
import dev.pennypost.accounts.SignInResult.Refused;
import dev.pennypost.accounts.SignInResult.SecondFactor;
import dev.pennypost.accounts.SignInResult.SignedIn;
import dev.pennypost.accounts.Steps.Kind;
import dev.pennypost.accounts.Steps.Step;
import dev.pennypost.audit.Acting;
import dev.pennypost.config.Secret;
import dev.pennypost.storage.Database;
import dev.pennypost.storage.Transaction;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiPredicate;
import java.util.function.Supplier;

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

    /// With address and password. Somebody who has set up codes or a passkey is asked for a second proof.
    public SignInResult password(String email, Secret password, Client client) {
        var key = EmailKey.of(email);
        var known = database.inTransaction(tx -> people.find(tx, key));
        var gates = gates("password", key, known, client);
        Duration wait = throttle.enter(gates.all());
        if (wait.isPositive()) return new Refused(new SignInProblem.TooMany(), wait);
        var matches = passwords.matches(password, known.map(Known::password).orElse(null));
        if (matches.isEmpty()) return busy(gates);
        if (!matches.get()) return wrong(gates, known.map(one -> one.person().id()));
        throttle.succeeded(gates.all(), gates.own());
        return proven(known.orElseThrow(), password, client);
    }

    private Gates gates(String what, EmailKey key, Optional<Known> known, Client client) {
        return known.flatMap(one -> seals.device(client.device(), one.person().id(), clock.instant()))
                .map(device -> Gates.ofDevice(what, device))
                .orElseGet(() -> Gates.ofStranger(what, client, key.text()));
    }

    /// An answer that was wrong; from the one on that makes the next wait it is written down, so no more often than
    /// the waiting allows.
    private Refused wrong(Gates gates, Optional<PersonId> person) {
        Duration wait = throttle.wait(gates.all());
        if (wait.isPositive()) database.useTransaction(tx -> AccountTrail.refused(tx, person.orElse(null)));
        return new Refused(new SignInProblem.Wrong(), wait);
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
            if (proofs.isEmpty()) return signedIn(tx, id, client, Way.PASSWORD);
            return new SecondFactor(steps.begin(tx, Kind.SECOND_FACTOR, id, NOTHING), proofs);
        });
    }

    /// What a sign-in that is pending goes on with; empty when it is over.
    public Optional<Set<Proof>> pending(Ticket pending) {
        return steps.look(pending, Kind.SECOND_FACTOR)
                .flatMap(step -> Optional.ofNullable(step.person()))
                .map(person -> database.inTransaction(tx -> factors.proofs(tx, person)));
    }

    /// Goes on with a code that a program shows.
    public SignInResult totp(Ticket pending, String code, Client client) {
        return second(pending, client, Way.PASSWORD_AND_TOTP, (tx, person) -> factors.takeTotp(tx, person, code));
    }

    /// Goes on with a recovery code, which is used up.
    public SignInResult recovery(Ticket pending, String code, Client client) {
        return second(pending, client, Way.PASSWORD_AND_RECOVERY_CODE, (tx, person) -> {
            boolean taken = factors.takeRecoveryCode(tx, person, code);
            if (taken) as(tx, person, client, () -> factors.noteRecoveryCodeUsed(tx, person));
            return taken;
        });
    }

    /// Begins to go on with a passkey of whoever the password was of.
    public PasskeyStart passkeyStart(Ticket pending, Client client) {
        return steps.look(pending, Kind.SECOND_FACTOR)
                .flatMap(step -> Optional.ofNullable(step.person()))
                .map(person -> passkeyStart(client, () -> factors.signIn(person)))
                .orElseGet(() -> new PasskeyStart.Refused(new SignInProblem.Ended(), Duration.ZERO));
    }

    /// Goes on with an authenticator's answer.
    ///
    /// @param answer the credential as JSON, as `toJSON()` of the browser's has it
    public SignInResult passkey(Ticket pending, Ticket ceremony, String answer, Client client) {
        var result = second(
                pending,
                client,
                Way.PASSWORD_AND_PASSKEY,
                (tx, person) -> steps.take(tx, ceremony, Kind.PASSKEY)
                        .filter(step -> person.equals(step.person()))
                        .flatMap(step -> factors.signedIn(tx, step.secret(), answer))
                        .filter(person::equals)
                        .isPresent());
        if (result instanceof SignedIn) throttle.succeeded(ofPasskeys(client).all(), List.of());
        return result;
    }

    private SignInResult second(Ticket pending, Client client, Way way, BiPredicate<Transaction, PersonId> proof) {
        var person = steps.look(pending, Kind.SECOND_FACTOR).map(Step::person);
        if (person.isEmpty()) return ENDED;
        var id = person.get();
        var gates = gates("code", id, client);
        Duration wait = throttle.enter(gates.all());
        if (wait.isPositive()) return new Refused(new SignInProblem.TooMany(), wait);
        var result = database.inTransaction(tx -> second(tx, pending, id, client, way, proof));
        if (result.isPresent()) throttle.succeeded(gates.all(), gates.own());
        else steps.failed(pending);
        return result.orElseGet(() -> wrong(gates, person));
    }

    private Optional<SignInResult> second(
            Transaction tx,
            Ticket pending,
            PersonId id,
            Client client,
            Way way,
            BiPredicate<Transaction, PersonId> proof) {
        if (!steps.hold(tx, pending, Kind.SECOND_FACTOR)) return Optional.of(ENDED);
        if (!proof.test(tx, id)) return Optional.empty();
        steps.take(tx, pending, Kind.SECOND_FACTOR);
        return Optional.of(signedIn(tx, id, client, way));
    }

    private Gates gates(String what, PersonId id, Client client) {
        return seals.device(client.device(), id, clock.instant())
                .map(device -> Gates.ofDevice(what, device))
                .orElseGet(() -> Gates.ofStranger(what, client, id.toString()));
    }

    /// Begins to sign in with a passkey, without saying who one is.
    public PasskeyStart passkeyStart(Client client) {
        return passkeyStart(client, factors::signIn);
    }

    private PasskeyStart passkeyStart(Client client, Supplier<Optional<Ceremony>> begin) {
        if (!factors.hasPasskeys()) return new PasskeyStart.Refused(new SignInProblem.NotConfigured(), Duration.ZERO);
        Duration wait = throttle.enter(ofPasskeys(client).all());
        if (wait.isPositive()) return new PasskeyStart.Refused(new SignInProblem.TooMany(), wait);
        return begin.get()
                .<PasskeyStart>map(PasskeyStart.Begun::new)
                .orElseGet(() -> new PasskeyStart.Refused(new SignInProblem.NotConfigured(), Duration.ZERO));
    }

    /// Goes on with an authenticator's answer. A passkey verifies its user, so nothing else is asked for.
    ///
    /// @param answer the credential as JSON, as `toJSON()` of the browser's has it
    public SignInResult passkeyFinish(Ticket ticket, String answer, Client client) {
        // one that went with a password is of no use without it: its person is asked for the other way
        var step = steps.take(ticket, Kind.PASSKEY).filter(one -> one.person() == null);
        if (step.isEmpty()) return ENDED;
        throttle.succeeded(ofPasskeys(client).all(), List.of());
        return database.inTransaction(tx -> factors.signedIn(tx, step.get().secret(), answer)
                .map(person -> signedIn(tx, person, client, Way.PASSKEY))
                .orElseGet(() -> new Refused(new SignInProblem.BadPasskey(), Duration.ZERO)));
    }

    private static Gates ofPasskeys(Client client) {
        return Gates.ofBeginnings("passkey", client);
    }

    private static Gates ofProvider(Client client) {
        return Gates.ofBeginnings("provider", client);
    }

    private SignInResult signedIn(Transaction tx, PersonId id, Client client, Way way) {
        var person = people.find(tx, id);
        if (person.isEmpty()) return ENDED;
        var now = clock.instant();
        UUID device = seals.device(client.device(), id, now).orElseGet(UUID::randomUUID);
        return new SignedIn(sessions.begin(tx, person.get(), client, way), seals.device(id, device, now));
    }

    private void as(Transaction tx, PersonId id, Client client, Runnable work) {
        people.find(tx, id).ifPresent(person -> Acting.run(AccountTrail.actor(person, client), work));
    }

    /// Whether there is an OpenID provider to sign in at.
    public boolean hasOidc() {
        return oidc.isOn();
    }

    /// Begins to sign in at the OpenID provider.
    public OidcStart oidcStart(Client client) {
        if (!oidc.isOn()) return new OidcStart.Refused(new SignInProblem.NotConfigured(), Duration.ZERO);
        Duration wait = throttle.enter(ofProvider(client).all());
        return wait.isPositive() ? new OidcStart.Refused(new SignInProblem.TooMany(), wait) : oidc.start();
    }

    /// Goes on with what the provider has sent somebody back with. How well they proved who they are was the provider's
    /// business, so nothing else is asked for.
    public SignInResult oidcFinish(Ticket ticket, String state, String code, Client client) {
        var arrived = oidc.finish(ticket, state, code);
        var person = arrived.person();
        if (person == null) return new Refused(arrived.why(), Duration.ZERO);
        throttle.succeeded(ofProvider(client).all(), List.of());
        return database.inTransaction(tx -> signedIn(tx, person, client, Way.PROVIDER));
    }
}
