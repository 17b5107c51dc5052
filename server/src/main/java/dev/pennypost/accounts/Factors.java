package dev.pennypost.accounts;

import dev.pennypost.accounts.AccountResult.Done;
import dev.pennypost.accounts.AccountResult.Refused;
import dev.pennypost.accounts.PasskeyStore.Credential;
import dev.pennypost.accounts.SignInResult.Proof;
import dev.pennypost.accounts.Steps.Kind;
import dev.pennypost.audit.Action;
import dev.pennypost.audit.Facts;
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
            if (!set) return new Refused<>(new AccountProblem.Expired());
            AccountTrail.note(tx, Action.PERSON_TOTP_ADDED, id);
            return new Done<>(newCodes(tx, id));
        });
    }

    /// Asks for codes no more, and forgets the recovery codes when nothing is left for them to stand in for.
    ///
    /// @return why not; empty when it is done
    public Optional<AccountProblem> removeTotp(Session session, Secret password) {
        var problem = confirmation.problem(session, password);
        if (problem.isEmpty())
            database.useTransaction(tx -> removeTotp(tx, session.person().id()));
        return problem;
    }

    private void removeTotp(Transaction tx, PersonId id) {
        boolean asked = store.confirmed(tx, id).isPresent();
        store.remove(tx, id);
        if (passkeys.of(tx, id).isEmpty()) store.replaceCodes(tx, id, List.of());
        if (asked) AccountTrail.note(tx, Action.PERSON_TOTP_REMOVED, id);
    }

    /// Takes all second proofs from somebody who has lost them, for operators: a password is enough then.
    void removeAll(Transaction tx, PersonId id) {
        for (Passkey passkey : passkeys.of(tx, id)) removePasskey(tx, id, passkey.id());
        removeTotp(tx, id);
    }

    /// Replaces the recovery codes.
    public AccountResult<List<String>> newRecoveryCodes(Session session, Secret password) {
        var id = session.person().id();
        return confirmed(
                session,
                password,
                () -> database.inTransaction(tx -> {
                    boolean none = store.confirmed(tx, id).isEmpty()
                            && passkeys.of(tx, id).isEmpty();
                    if (none) return new Refused<>(new AccountProblem.NotFound());
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

    /// Keeps the passkey that an authenticator has made. From the first one on a password alone lets nobody in.
    ///
    /// @param answer the credential as JSON, as `toJSON()` of the browser's has it
    public AccountResult<NewPasskey> passkeyFinish(Session session, Ticket ticket, String answer, String typed) {
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

    private AccountResult<NewPasskey> kept(String name, Credential credential) {
        var now = clock.instant();
        var id = credential.person();
        var passkey = new Passkey(new PasskeyId(Ids.next(now)), name, credential.backedUp(), now, null);
        return database.inTransaction(tx -> {
            if (!passkeys.insert(tx, id, passkey, credential)) return new Refused<>(new AccountProblem.AlreadyOn());
            AccountTrail.note(tx, Action.PERSON_PASSKEY_ADDED, id, null, named(name));
            return new Done<>(new NewPasskey(passkey, store.codes(tx, id) > 0 ? List.of() : newCodes(tx, id)));
        });
    }

    private static Facts named(String name) {
        return Facts.of("name", name);
    }

    /// Gives a passkey another name.
    ///
    /// @return why not; empty when it is done
    public Optional<AccountProblem> renamePasskey(PersonId person, PasskeyId id, String typed) {
        var name = Names.of(typed);
        if (name.isEmpty()) return Optional.of(Names.problem());
        return database.inTransaction(tx -> {
            var before = passkey(tx, person, id);
            if (before.isEmpty()) return Optional.of(new AccountProblem.NotFound());
            passkeys.rename(tx, person, id, name.get());
            var was = named(before.get().name());
            AccountTrail.note(tx, Action.PERSON_PASSKEY_UPDATED, person, was, named(name.get()));
            return Optional.empty();
        });
    }

    private Optional<Passkey> passkey(Transaction tx, PersonId person, PasskeyId id) {
        return passkeys.of(tx, person).stream()
                .filter(one -> one.id().equals(id))
                .findFirst();
    }

    /// Lets nobody in with a passkey any more.
    ///
    /// @return why not; empty when it is done
    public Optional<AccountProblem> removePasskey(Session session, Secret password, PasskeyId id) {
        return confirmation.problem(session, password).or(() -> {
            boolean removed = database.inTransaction(
                    tx -> removePasskey(tx, session.person().id(), id));
            return removed ? Optional.empty() : Optional.of(new AccountProblem.NotFound());
        });
    }

    private boolean removePasskey(Transaction tx, PersonId person, PasskeyId id) {
        var before = passkey(tx, person, id);
        if (before.isEmpty() || !passkeys.delete(tx, person, id)) return false;
        AccountTrail.note(
                tx, Action.PERSON_PASSKEY_REMOVED, person, named(before.get().name()), null);
        boolean last =
                store.confirmed(tx, person).isEmpty() && passkeys.of(tx, person).isEmpty();
        if (last) store.replaceCodes(tx, person, List.of());
        return true;
    }

    /// What is asked for after a password; empty for nothing. Passkeys count where browsers have them for us: where
    /// the server is reached in another way than before, nobody could show one.
    Set<Proof> proofs(Transaction tx, PersonId person) {
        var proofs = EnumSet.noneOf(Proof.class);
        if (store.confirmed(tx, person).isPresent()) proofs.add(Proof.TOTP);
        if (!passkeys.of(tx, person).isEmpty() && hasPasskeys()) proofs.add(Proof.PASSKEY);
        if (!proofs.isEmpty() && store.codes(tx, person) > 0) proofs.add(Proof.RECOVERY);
        return proofs;
    }

    void noteRecoveryCodeUsed(Transaction tx, PersonId person) {
        int left = store.codes(tx, person);
        AccountTrail.note(tx, Action.PERSON_RECOVERY_CODE_USED, person, codesLeft(left + 1), codesLeft(left));
    }

    private static Facts codesLeft(int count) {
        return Facts.of("recovery_codes_left", count);
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
        return signIn(null, List.of());
    }

    /// Begins to sign in with a passkey of somebody.
    Optional<Ceremony> signIn(PersonId person) {
        return signIn(person, database.inTransaction(tx -> passkeys.credentials(tx, person)));
    }

    private Optional<Ceremony> signIn(@Nullable PersonId person, List<Credential> allowed) {
        return party().map(party -> {
            byte[] challenge = ceremonies.challenge();
            var ticket = steps.begin(Kind.PASSKEY, person, challenge);
            return new Ceremony(ticket, ceremonies.request(party, challenge, allowed));
        });
    }

    /// Whose passkey has answered; empty when the answer does not hold.
    Optional<PersonId> signedIn(Transaction tx, byte[] challenge, String answer) {
        try {
            var party = party();
            return party.isPresent() ? signedIn(tx, party.get(), challenge, answer) : Optional.empty();
        } catch (BadAnswer bad) {
            return Optional.empty();
        }
    }

    private Optional<PersonId> signedIn(Transaction tx, RelyingParty party, byte[] challenge, String answer)
            throws BadAnswer {
        var data = ceremonies.read(answer);
        @SuppressWarnings("NullAway") // the library says it of the array, and it is read as if said of the octets
        byte @Nullable [] id = data.getCredentialId();
        if (id == null) return Optional.empty();
        var credential = passkeys.find(tx, id).filter(known -> Passkeys.isOwner(data, known.person()));
        if (credential.isEmpty()) return Optional.empty();
        ceremonies.verify(party, challenge, credential.get(), data);
        var said = data.getAuthenticatorData();
        boolean noted = said != null
                && passkeys.used(tx, credential.get(), said.getSignCount(), said.isFlagBS(), clock.instant());
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
        AccountTrail.note(tx, Action.PERSON_RECOVERY_CODES_REPLACED, person);
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

    /// A passkey that was added.
    ///
    /// @param recoveryCodes for whoever loses it, which cannot be read again; empty for who has some already
    public record NewPasskey(Passkey passkey, List<String> recoveryCodes) {
        public NewPasskey {
            recoveryCodes = List.copyOf(recoveryCodes);
        }

        @Override
        public String toString() {
            return "NewPasskey[" + passkey + "]";
        }
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
