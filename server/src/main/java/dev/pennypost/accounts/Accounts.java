package dev.pennypost.accounts;

import dev.pennypost.accounts.AccountResult.Done;
import dev.pennypost.accounts.AccountResult.Refused;
import dev.pennypost.audit.Action;
import dev.pennypost.config.Secret;
import dev.pennypost.jobs.Loop;
import dev.pennypost.mail.address.Address;
import dev.pennypost.secrets.SecretBox;
import dev.pennypost.storage.Database;
import dev.pennypost.storage.Transaction;
import dev.pennypost.teams.Team;
import dev.pennypost.teams.TeamId;
import dev.pennypost.teams.Teams;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The people who sign in to the dashboard: the first one, their names and passwords; and the way to the rest of this
/// feature.
public final class Accounts {
    private final Database database;
    private final Teams teams;
    private final Optional<AccountMail> mail;
    private final Seals seals;
    private final Passwords passwords;
    private final Confirmation confirmation;
    private final Steps steps;
    private final Throttle throttle;
    private final Sessions sessions;
    private final Factors factors;
    private final SignIn signIn;
    private final Members members;
    private final Registration registration;
    private final Resets resets;
    private final PersonStore people = new PersonStore();
    private final MembershipStore memberships = new MembershipStore();

    /// @param masterKey of this installation, which sessions' forms and known devices are sealed with
    public Accounts(Database database, Teams teams, SecretBox secrets, byte[] masterKey, Surroundings around) {
        this(database, teams, secrets, masterKey, around, Argon2.RECOMMENDED);
    }

    Accounts(
            Database database, Teams teams, SecretBox secrets, byte[] masterKey, Surroundings around, Hashing hashing) {
        this.database = database;
        this.teams = teams;
        var clock = around.clock();
        this.mail = around.mail();
        this.seals = new Seals(masterKey);
        this.passwords = new Passwords(hashing, Runtime.getRuntime().availableProcessors(), around.random());
        this.throttle = new Throttle(database, clock);
        this.confirmation = new Confirmation(database, passwords, throttle, clock);
        this.steps = new Steps(database, secrets, around.random(), clock);
        this.sessions = new Sessions(database, seals, around);
        this.factors = new Factors(database, secrets, seals, confirmation, throttle, steps, around);
        this.resets = new Resets(database, secrets, around);
        this.registration = new Registration(passwords, clock);
        var oidc = new Oidc(database, teams, steps, registration, around);
        this.signIn = new SignIn(database, seals, passwords, throttle, steps, factors, oidc, sessions, clock);
        this.members = new Members(database, teams, sessions, registration, throttle, around);
    }

    /// Passwords, codes, passkeys and the provider.
    public SignIn signIn() {
        return signIn;
    }

    /// Codes, recovery codes and passkeys.
    public Factors factors() {
        return factors;
    }

    public Sessions sessions() {
        return sessions;
    }

    /// Who belongs to which team, and invitations.
    public Members members() {
        return members;
    }

    /// What sends in the background what was asked for, and removes what has ended.
    public List<Loop> loops() {
        return List.of(resets.sending(), sessions.forgetting(), throttle.forgetting(), steps.forgetting());
    }

    /// Whether nobody has an account, so that the first has to be made.
    public boolean isEmpty() {
        return database.inTransaction(people::isEmpty);
    }

    /// What whoever makes the first account over the network has to know. Every node of the installation comes with the
    /// same.
    public String setupToken() {
        return seals.setupToken();
    }

    /// Makes the first account, which owns the first team. Of several who try at once, one succeeds.
    public AccountResult<Person> createFirst(NewPerson said, String setupToken) {
        if (!seals.isSetupToken(setupToken)) return new Refused<>(new AccountProblem.WrongSetupToken());
        if (!isEmpty()) return new Refused<>(new AccountProblem.NotFirst());
        return create(said, teams.first(), Role.OWNER, true);
    }

    /// Makes an account in a team, for operators.
    public AccountResult<Person> create(NewPerson said, TeamId team, Role role) {
        return create(said, team, role, false);
    }

    private AccountResult<Person> create(NewPerson said, TeamId team, Role role, boolean first) {
        return registration.prepared(
                said, prepared -> database.inTransaction(tx -> insert(tx, prepared, team, role, first)));
    }

    private AccountResult<Person> insert(
            Transaction tx, Registration.Prepared prepared, TeamId team, Role role, boolean first) {
        boolean taken = registration.isTaken(tx, prepared.address());
        if (first && !people.isEmpty(tx)) return new Refused<>(new AccountProblem.NotFirst());
        if (taken)
            return new Refused<>(
                    new AccountProblem.AddressTaken(prepared.address().unicode()));
        if (teams.name(tx, team).isEmpty()) return new Refused<>(new AccountProblem.NotFound());
        return new Done<>(registration.insert(tx, prepared, team, role));
    }

    /// Somebody by their id.
    public Optional<Person> person(PersonId id) {
        return database.inTransaction(tx -> people.find(tx, id));
    }

    /// Everybody with their memberships, by address.
    public List<Entry> all() {
        return database.inTransaction(tx -> people.all(tx).stream()
                .map(person -> new Entry(person, memberships.of(tx, person.id())))
                .toList());
    }

    /// All teams, by name; for operators.
    public List<Team> teams() {
        return database.inTransaction(teams::all);
    }

    /// The team that operates the installation.
    public TeamId firstTeam() {
        return teams.first();
    }

    /// Replaces the name.
    public AccountResult<Person> changeName(PersonId id, String typed) {
        var name = Names.of(typed);
        if (name.isEmpty()) return new Refused<>(Names.problem());
        return database.inTransaction(tx -> {
            var before = people.find(tx, id);
            people.rename(tx, id, name.get());
            var after = people.find(tx, id);
            if (before.isEmpty() || after.isEmpty()) return new Refused<>(new AccountProblem.NotFound());
            var was = AccountTrail.facts(before.get());
            AccountTrail.note(tx, Action.PERSON_UPDATED, after.get(), was, AccountTrail.facts(after.get()));
            return new Done<>(after.get());
        });
    }

    /// Replaces the password and ends the person's other sessions.
    ///
    /// @param current of no matter for who has none
    /// @return why not; empty when it is done
    public Optional<AccountProblem> changePassword(Session session, Secret current, Secret wanted) {
        return confirmation.problem(session, current).or(() -> replace(session.person(), wanted, session.id()));
    }

    /// Replaces somebody's password and ends their sessions, for operators.
    ///
    /// @return why not; empty when it is done
    public Optional<AccountProblem> setPassword(String email, Secret wanted) {
        var known = database.inTransaction(tx -> people.find(tx, EmailKey.of(email)));
        if (known.isEmpty()) return Optional.of(new AccountProblem.NotFound());
        return replace(known.get().person(), wanted, null);
    }

    /// Takes all second proofs from somebody who has lost them, for operators: from then on a password is enough.
    ///
    /// @return why not; empty when it is done
    public Optional<AccountProblem> removeProofs(String email) {
        return database.inTransaction(tx -> {
            var known = people.find(tx, EmailKey.of(email));
            if (known.isEmpty()) return Optional.of(new AccountProblem.NotFound());
            factors.removeAll(tx, known.get().person().id());
            return Optional.empty();
        });
    }

    /// Removes the account of whoever asks, unless a team would be left without an owner.
    ///
    /// @param password of no matter for who has none
    /// @return why not; empty when it is done
    public Optional<AccountProblem> delete(Session session, Secret password) {
        return confirmation
                .problem(session, password)
                .or(() -> database.inTransaction(tx -> delete(tx, session.person())));
    }

    /// Removes somebody's account, unless a team would be left without an owner; for operators.
    ///
    /// @return why not; empty when it is done
    public Optional<AccountProblem> delete(String email) {
        return database.inTransaction(tx -> {
            var known = people.find(tx, EmailKey.of(email));
            return known.isEmpty()
                    ? Optional.of(new AccountProblem.NotFound())
                    : delete(tx, known.get().person());
        });
    }

    private Optional<AccountProblem> delete(Transaction tx, Person person) {
        var problem = members.leaveAll(tx, person.id());
        if (problem.isEmpty()) {
            AccountTrail.note(tx, Action.PERSON_DELETED, person, AccountTrail.facts(person), null);
            people.delete(tx, person.id());
        }
        return problem;
    }

    /// Links for new passwords, whose letters are on their way.
    Resets resets() {
        return resets;
    }

    /// Whether links for new passwords can be sent.
    public boolean sendsMail() {
        return mail.isPresent();
    }

    /// Has a link for a new password sent to whoever has this address. What comes back, and when, does not tell whether
    /// somebody has.
    ///
    /// @return why not; empty when it is on its way, if there is somebody
    public Optional<AccountProblem> requestReset(String email, Client client) {
        if (mail.isEmpty()) return Optional.of(new AccountProblem.NotConfigured());
        var key = EmailKey.of(email);
        Duration wait =
                throttle.enter(Gates.ofLetters("reset", client, key.text()).all());
        if (wait.isPositive()) return Optional.of(new AccountProblem.TooManyAttempts(wait));
        resets.request(key);
        return Optional.empty();
    }

    /// Whose password a link from a letter replaces; empty for a link of no use.
    public Optional<Person> resetting(String token) {
        return resets.find(token);
    }

    /// Replaces the password of whoever got the letter, and ends their sessions. Second proofs are asked for as before.
    ///
    /// @return why not; empty when it is done
    public Optional<AccountProblem> reset(String token, Secret wanted) {
        var person = resetting(token);
        if (person.isEmpty()) return Optional.of(new AccountProblem.Expired());
        var problem = PasswordRules.problem(wanted, Address.parse(person.get().email()));
        if (problem.isPresent()) return problem;
        var hash = passwords.hash(wanted);
        if (hash.isEmpty()) return Optional.of(new AccountProblem.TooBusy());
        return database.inTransaction(tx -> {
            if (!resets.take(tx, token)) return Optional.of(new AccountProblem.Expired());
            int ended = replace(tx, person.get().id(), hash.get(), null);
            AccountTrail.note(tx, Action.PERSON_PASSWORD_RESET, person.get(), null, Sessions.ended(ended));
            return Optional.empty();
        });
    }

    private Optional<AccountProblem> replace(Person person, Secret wanted, @Nullable SessionId but) {
        var problem = PasswordRules.problem(wanted, Address.parse(person.email()));
        if (problem.isPresent()) return problem;
        var hash = passwords.hash(wanted);
        if (hash.isEmpty()) return Optional.of(new AccountProblem.TooBusy());
        database.useTransaction(tx -> {
            int ended = replace(tx, person.id(), hash.get(), but);
            AccountTrail.note(tx, Action.PERSON_PASSWORD_CHANGED, person, null, Sessions.ended(ended));
        });
        return Optional.empty();
    }

    private int replace(Transaction tx, PersonId id, String hash, @Nullable SessionId but) {
        people.password(tx, id, hash);
        steps.endAll(tx, id);
        resets.end(tx, id);
        return sessions.endAll(tx, id, but);
    }

    /// Somebody with what they are in their teams.
    public record Entry(Person person, List<Membership> memberships) {
        public Entry {
            memberships = List.copyOf(memberships);
        }
    }
}
