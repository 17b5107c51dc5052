package dev.pennypost.accounts;

import dev.pennypost.accounts.AccountResult.Done;
import dev.pennypost.accounts.AccountResult.Refused;
import dev.pennypost.config.Secret;
import dev.pennypost.jobs.Loop;
import dev.pennypost.mail.address.Address;
import dev.pennypost.secrets.SecretBox;
import dev.pennypost.storage.Database;
import dev.pennypost.storage.Ids;
import dev.pennypost.storage.Transaction;
import dev.pennypost.teams.TeamId;
import dev.pennypost.teams.Teams;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The people who sign in to the dashboard: the first one, their names and passwords; and the way to the rest of this
/// feature.
public final class Accounts {
    private final Database database;
    private final Teams teams;
    private final InstantSource clock;
    private final Seals seals;
    private final Passwords passwords;
    private final Confirmation confirmation;
    private final Steps steps;
    private final Throttle throttle;
    private final Sessions sessions;
    private final Factors factors;
    private final SignIn signIn;
    private final Members members;
    private final PersonStore people = new PersonStore();
    private final MembershipStore memberships = new MembershipStore();

    /// @param masterKey of this installation, which sessions' forms and known devices are sealed with
    public Accounts(Database database, Teams teams, SecretBox secrets, byte[] masterKey, Surroundings around) {
        this(database, teams, secrets, masterKey, around, Argon2.RECOMMENDED);
    }

    Accounts(
            Database database,
            Teams teams,
            SecretBox secrets,
            byte[] masterKey,
            Surroundings around,
            Argon2 cost) {
        this.database = database;
        this.teams = teams;
        this.clock = around.clock();
        this.seals = new Seals(masterKey);
        this.passwords = new Passwords(cost, Runtime.getRuntime().availableProcessors(), around.random());
        this.throttle = new Throttle(database, clock);
        this.confirmation = new Confirmation(database, passwords, throttle, clock);
        this.steps = new Steps(database, secrets, around.random(), clock);
        this.sessions = new Sessions(database, seals, around);
        this.factors = new Factors(database, secrets, seals, confirmation, throttle, steps, around);
        this.signIn = new SignIn(database, seals, passwords, throttle, steps, factors, sessions, clock);
        this.members = new Members(database, teams, sessions, around);
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

    /// What removes in the background what has ended.
    public List<Loop> loops() {
        return List.of(sessions.forgetting(), throttle.forgetting(), steps.forgetting());
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
        return switch (Checked.of(said)) {
            case Refused<Checked>(var problem) -> new Refused<>(problem);
            case Done<Checked>(var checked) ->
                passwords
                        .hash(checked.password())
                        .map(hash -> database.inTransaction(tx -> insert(tx, checked, hash, team, role, first)))
                        .orElseGet(() -> new Refused<>(new AccountProblem.TooBusy()));
        };
    }

    private AccountResult<Person> insert(
            Transaction tx, Checked checked, String hash, TeamId team, Role role, boolean first) {
        people.lock(tx);
        if (first && !people.isEmpty(tx)) return new Refused<>(new AccountProblem.NotFirst());
        if (people.find(tx, checked.key()).isPresent())
            return new Refused<>(new AccountProblem.AddressTaken(checked.address().toString()));
        if (teams.name(tx, team).isEmpty()) return new Refused<>(new AccountProblem.NotFound());
        var now = clock.instant();
        var person = new Person(new PersonId(Ids.next(now)), checked.address().unicode(), checked.name(), now);
        people.insert(tx, person, checked.key(), hash);
        memberships.insert(tx, person.id(), team, role, now);
        return new Done<>(person);
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

    /// Replaces the name.
    public AccountResult<Person> changeName(PersonId id, String typed) {
        var name = Names.of(typed);
        if (name.isEmpty()) return new Refused<>(Names.problem());
        return database.inTransaction(tx -> {
            people.rename(tx, id, name.get());
            return people.find(tx, id)
                    .<AccountResult<Person>>map(Done::new)
                    .orElseGet(() -> new Refused<>(new AccountProblem.NotFound()));
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

    private Optional<AccountProblem> replace(Person person, Secret wanted, @Nullable SessionId but) {
        var problem = PasswordRules.problem(wanted, Address.parse(person.email()));
        if (problem.isPresent()) return problem;
        var hash = passwords.hash(wanted);
        if (hash.isEmpty()) return Optional.of(new AccountProblem.TooBusy());
        database.useTransaction(tx -> replace(tx, person.id(), hash.get(), but));
        return Optional.empty();
    }

    private void replace(Transaction tx, PersonId id, String hash, @Nullable SessionId but) {
        people.password(tx, id, hash);
        steps.endAll(tx, id);
        sessions.endAll(tx, id, but);
    }

    /// Somebody with what they are in their teams.
    public record Entry(Person person, List<Membership> memberships) {
        public Entry {
            memberships = List.copyOf(memberships);
        }
    }
}
