package dev.pennypost.accounts;

import dev.pennypost.accounts.AccountResult.Done;
import dev.pennypost.accounts.AccountResult.Refused;
import dev.pennypost.accounts.PasskeyStore.Credential;
import dev.pennypost.accounts.Steps.Kind;
import dev.pennypost.config.Secret;
import dev.pennypost.secrets.SecretBox;
import dev.pennypost.storage.Database;
import dev.pennypost.storage.Ids;
import dev.pennypost.storage.Transaction;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What a person proves themselves with beside a password: codes of a program, recovery codes, passkeys. Whoever
/// changes any of it says their password first.
public final class Factors {
    /// How many passkeys a person may have.
    static final int MOST_PASSKEYS = 20;

    private final Database database;
    private final SecretBox secrets;
    private final Seals seals;
    private final Confirmation confirmation;
    private final Throttle throttle;
    private final Steps steps;
    private final Site site;
    private final SecureRandom random;
    private final InstantSource clock;
    private final Passkeys ceremonies;
    private final FactorStore store = new FactorStore();
    private final PasskeyStore passkeys = new PasskeyStore();

    Factors(
            Database database,
            SecretBox secrets,
            Seals seals,
            Confirmation confirmation,
            Throttle throttle,
            Steps steps,
            Surroundings around) {
        this.database = database;
        this.secrets = secrets;
        this.seals = seals;
        this.confirmation = confirmation;
        this.throttle = throttle;
        this.steps = steps;
        this.site = around.site();
        this.random = around.random();
        this.clock = around.clock();
        this.ceremonies = new Passkeys(around.random());
    }

    /// What a person has set up.
    public Overview of(PersonId person) {
        return database.inTransaction(tx -> new Overview(
                store.confirmed(tx, person).isPresent(), store.codes(tx, person), passkeys.of(tx, person)));
    }

    /// Whether browsers have passkeys for the address this server is reached at.
    public boolean hasPasskeys() {
        return party().isPresent();
    }

    /// Begins to set up codes: nothing is asked for before [#confirmTotp].
    public AccountResult<TotpSetup> beginTotp(Session session, Secret password) {
        var person = session.person();
        return confirmed(session, password, () -> {
            var totp = Totp.random(random);
            byte[] sealed = secrets.seal(totp.secret(), context(person.id()));
            boolean begun = database.inTransaction(tx -> store.begin(tx, person.id(), sealed, clock.instant()));
            return begun ? new Done<>(totp.setup(person.email())) : new Refused<>(new AccountProblem.AlreadyOn());
        });
    }

    /// Sets up codes with the first of them; from now on they are asked for.
    ///
    /// @return ten recovery codes, which cannot be read again
    public AccountResult<List<String>> confirmTotp(Session session, String code) {
        var id = session.person().id();
        var gates = Gates.ofPerson("first code", id);
        Duration wait = throttle.enter(gates.all());
        if (wait.isPositive()) return new Refused<>(new AccountProblem.TooManyAttempts(wait));
        var begun = database.inTransaction(tx -> store.begun(tx, id));
        if (begun.isEmpty()) return new Refused<>(new AccountProblem.Expired());
        var step = new Totp(secrets.open(begun.get(), context(id))).step(code, clock.instant());
        if (step.isEmpty()) return new Refused<>(new AccountProblem.WrongPassword());
        throttle.succeeded(gates.all(), gates.own());
        return database.inTransaction(tx -> {
            boolean set = store.confirm(tx, id, begun.get(), step.getAsLong(), clock.instant());
            return set ? new Done<>(newCodes(tx, id)) : new Refused<>(new AccountProblem.Expired());
        });
    }

    /// Asks for codes no more, and forgets the recovery codes.
    ///
    /// @return why not; empty when it is done
    public Optional<AccountProblem> removeTotp(Session session, Secret password) {
        var problem = confirmation.problem(session, password);
        if (problem.isEmpty())
            database.useTransaction(tx -> store.remove(tx, session.person().id()));
        return problem;
    }

    /// Replaces the recovery codes.
    public AccountResult<List<String>> newRecoveryCodes(Session session, Secret password) {
        var id = session.person().id();
        return confirmed(
                session,
                password,
                () -> database.inTransaction(tx -> {
                    if (store.confirmed(tx, id).isEmpty()) return new Refused<>(new AccountProblem.NotFound());
                    return new Done<>(newCodes(tx, id));
                }));
    }

    /// Begins to make a passkey.
    public AccountResult<Ceremony> passkeyStart(Session session, Secret password) {
        var party = party();
        if (party.isEmpty()) return new Refused<>(new AccountProblem.NotConfigured());
        var person = session.person();
        return confirmed(session, password, () -> {
            var existing = database.inTransaction(tx -> passkeys.credentials(tx, person.id()));
            if (existing.size() >= MOST_PASSKEYS) return new Refused<>(new AccountProblem.TooMany(MOST_PASSKEYS));
            byte[] challenge = ceremonies.challenge();
            var ticket = steps.begin(Kind.NEW_PASSKEY, person.id(), challenge);
            return new Done<>(new Ceremony(ticket, ceremonies.creation(party.get(), challenge, person, existing)));
        });
    }

    /// Keeps the passkey that an authenticator has made.
    ///
    /// @param answer the credential as JSON, as `toJSON()` of the browser's has it
    public AccountResult<Passkey> passkeyFinish(Session session, Ticket ticket, String answer, String typed) {
        var id = session.person().id();
        var name = Names.of(typed);
        if (name.isEmpty()) return new Refused<>(Names.problem());
        var party = party();
        if (party.isEmpty()) return new Refused<>(new AccountProblem.NotConfigured());
        var step = steps.take(ticket, Kind.NEW_PASSKEY).filter(one -> id.equals(one.person()));
        if (step.isEmpty()) return new Refused<>(new AccountProblem.Expired());
        try {
            return kept(name.get(), ceremonies.created(party.get(), step.get().secret(), id, answer));
        } catch (BadAnswer bad) {
            return new Refused<>(new AccountProblem.BadPasskey(String.valueOf(bad.getMessage())));
        }
    }

    private AccountResult<Passkey> kept(String name, Credential credential) {
        var now = clock.instant();
        var passkey = new Passkey(new PasskeyId(Ids.next(now)), name, credential.backedUp(), now, null);
        boolean inserted = database.inTransaction(tx -> passkeys.insert(tx, credential.person(), passkey, credential));
        return inserted ? new Done<>(passkey) : new Refused<>(new AccountProblem.AlreadyOn());
    }

    /// Gives a passkey another name.
    ///
    /// @return why not; empty when it is done
    public Optional<AccountProblem> renamePasskey(PersonId person, PasskeyId id, String typed) {
        var name = Names.of(typed);
        if (name.isEmpty()) return Optional.of(Names.problem());
        boolean renamed = database.inTransaction(tx -> passkeys.rename(tx, person, id, name.get()));
        return renamed ? Optional.empty() : Optional.of(new AccountProblem.NotFound());
    }

    /// Lets nobody in with a passkey any more.
    ///
    /// @return why not; empty when it is done
    public Optional<AccountProblem> removePasskey(Session session, Secret password, PasskeyId id) {
        return confirmation.problem(session, password).or(() -> {
            boolean removed = database.inTransaction(
                    tx -> passkeys.delete(tx, session.person().id(), id));
            return removed ? Optional.empty() : Optional.of(new AccountProblem.NotFound());
        });
    }

    /// What is asked for after a password; empty for nothing.
    Set<SignInResult.Proof> proofs(Transaction tx, PersonId person) {
        if (store.confirmed(tx, person).isEmpty()) return Set.of();
        var proofs = EnumSet.of(SignInResult.Proof.TOTP);
        if (store.codes(tx, person) > 0) proofs.add(SignInResult.Proof.RECOVERY);
        if (!passkeys.of(tx, person).isEmpty() && hasPasskeys()) proofs.add(SignInResult.Proof.PASSKEY);
        return proofs;
    }

    /// Whether a code is right, and was not used before.
    boolean takeTotp(Transaction tx, PersonId person, String code) {
        var sealed = store.confirmed(tx, person);
        if (sealed.isEmpty()) return false;
        var step = new Totp(secrets.open(sealed.get(), context(person))).step(code, clock.instant());
        return step.isPresent() && store.takeStep(tx, person, step.getAsLong());
    }

    boolean takeRecoveryCode(Transaction tx, PersonId person, String code) {
        return store.takeCode(tx, person, seals.recoveryCode(person, RecoveryCode.plain(code)));
    }

    /// Begins to sign in with any passkey.
    Optional<Ceremony> signIn() {
        return party().map(party -> {
            byte[] challenge = ceremonies.challenge();
            var ticket = steps.begin(Kind.PASSKEY, null, challenge);
            return new Ceremony(ticket, ceremonies.request(party, challenge));
        });
    }

    /// Whose passkey has answered; empty when the answer does not hold.
    Optional<PersonId> signedIn(byte[] challenge, String answer) {
        try {
            var party = party();
            return party.isPresent() ? signedIn(party.get(), challenge, answer) : Optional.empty();
        } catch (BadAnswer bad) {
            return Optional.empty();
        }
    }

    private Optional<PersonId> signedIn(RelyingParty party, byte[] challenge, String answer) throws BadAnswer {
        var data = ceremonies.read(answer);
        @SuppressWarnings("NullAway") // the library says it of the array, and it is read as if said of the octets
        byte @Nullable [] id = data.getCredentialId();
        if (id == null) return Optional.empty();
        var credential = database.inTransaction(tx -> passkeys.find(tx, id))
                .filter(known -> Passkeys.isOwner(data, known.person()));
        if (credential.isEmpty()) return Optional.empty();
        ceremonies.verify(party, challenge, credential.get(), data);
        var said = data.getAuthenticatorData();
        boolean noted = said != null
                && database.inTransaction(tx ->
                        passkeys.used(tx, credential.get(), said.getSignCount(), said.isFlagBS(), clock.instant()));
        return noted ? credential.map(Credential::person) : Optional.empty();
    }

    private Optional<RelyingParty> party() {
        return RelyingParty.at(site.base().get());
    }

    private List<String> newCodes(Transaction tx, PersonId person) {
        var codes = RecoveryCode.several(random);
        var hashes = codes.stream()
                .map(code -> seals.recoveryCode(person, RecoveryCode.plain(code)))
                .toList();
        store.replaceCodes(tx, person, hashes);
        return codes;
    }

    private <T> AccountResult<T> confirmed(Session session, Secret password, Supplier<AccountResult<T>> work) {
        return confirmation
                .problem(session, password)
                .<AccountResult<T>>map(Refused::new)
                .orElseGet(work);
    }

    private static String context(PersonId person) {
        return "codes of person " + person;
    }

    /// What a person has set up.
    ///
    /// @param totp whether codes are asked for
    /// @param recoveryCodes how many are left
    public record Overview(boolean totp, int recoveryCodes, List<Passkey> passkeys) {
        public Overview {
            passkeys = List.copyOf(passkeys);
        }
    }
}
