package dev.pennypost.accounts;

import dev.pennypost.accounts.AccountResult.Done;
import dev.pennypost.accounts.AccountResult.Refused;
import dev.pennypost.mail.address.Address;
import dev.pennypost.mail.address.BadAddress;
import dev.pennypost.storage.Database;
import dev.pennypost.storage.Ids;
import dev.pennypost.storage.Transaction;
import dev.pennypost.teams.TeamId;
import dev.pennypost.teams.Teams;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Who belongs to which team, and who is invited. Whoever asks for a change is named, and their role is looked at in
/// the same transaction;
/// changes to one team happen one after another, so that it never loses its last owner.
public final class Members {
    /// How long an invitation is of use.
    private static final Duration LENGTH = Duration.ofDays(7);

    private final Database database;
    private final Teams teams;
    private final Sessions sessions;
    private final Registration registration;
    private final Throttle throttle;
    private final Site site;
    private final Optional<AccountMail> mail;
    private final SecureRandom random;
    private final AccountsConfig config;
    private final InstantSource clock;
    private final MembershipStore store = new MembershipStore();
    private final InvitationStore invitations = new InvitationStore();
    private final PersonStore people = new PersonStore();

    Members(
            Database database,
            Teams teams,
            Sessions sessions,
            Registration registration,
            Throttle throttle,
            Surroundings around) {
        this.database = database;
        this.teams = teams;
        this.sessions = sessions;
        this.registration = registration;
        this.throttle = throttle;
        this.site = around.site();
        this.mail = around.mail();
        this.random = around.random();
        this.config = around.config();
        this.clock = around.clock();
    }

    /// A team's members, by name.
    public List<Member> of(TeamId team) {
        return database.inTransaction(tx -> store.members(tx, team));
    }

    /// Gives a member another role. Only owners make owners, and make owners something else.
    public AccountResult<Member> changeRole(PersonId by, TeamId team, PersonId person, Role role) {
        return changing(team, tx -> {
            var problem = problem(tx, by, team, person, role);
            if (problem != null) return new Refused<>(problem);
            store.change(tx, team, person, role);
            // whoever may invite less than before is not to be followed by those they invited before
            if (!role.may(Permission.MANAGE_MEMBERS)) invitations.deleteBy(tx, team, person);
            return new Done<>(store.member(tx, team, person).orElseThrow());
        });
    }

    /// Takes somebody out of a team and ends their sessions. Everybody may leave, and stays signed in then.
    ///
    /// @return why not; empty when it is done
    public Optional<AccountProblem> remove(PersonId by, TeamId team, PersonId person) {
        return changing(team, tx -> {
            var problem = problem(tx, by, team, person, null);
            if (problem != null) return Optional.of(problem);
            store.delete(tx, team, person);
            invitations.deleteBy(tx, team, person);
            if (!by.equals(person)) sessions.endAll(tx, person, null);
            return Optional.empty();
        });
    }

    /// Invites somebody for seven days, by mail where that is set up. Who is invited again gets a new link, and the old
    /// one is of no use any more.
    public AccountResult<Invited> invite(PersonId by, TeamId team, String email, Role role) {
        try {
            return invite(by, team, Address.parse(email.strip()), role);
        } catch (BadAddress bad) {
            return new Refused<>(new AccountProblem.BadAddress(email, bad.why()));
        }
    }

    private AccountResult<Invited> invite(PersonId by, TeamId team, Address address, Role role) {
        return sent(team, (tx, hash) -> {
            if (!mayGrant(tx, by, team, role)) return new Refused<>(new AccountProblem.NotAllowed());
            boolean member = people.find(tx, EmailKey.of(address))
                    .flatMap(known -> store.role(tx, team, known.person().id()))
                    .isPresent();
            if (member) return new Refused<>(new AccountProblem.AlreadyMember(address.unicode()));
            return new Done<>(insert(tx, by, team, address.unicode(), role, hash));
        });
    }

    /// Sends an invitation again, for seven more days, with a new link.
    public AccountResult<Invited> resend(PersonId by, TeamId team, InvitationId id) {
        return sent(team, (tx, hash) -> {
            var old = invitations.find(tx, team, id);
            if (!may(tx, by, team, Permission.MANAGE_MEMBERS)) return new Refused<>(new AccountProblem.NotAllowed());
            if (old.isEmpty()) return new Refused<>(new AccountProblem.NotFound());
            if (!mayGrant(tx, by, team, old.get().role())) return new Refused<>(new AccountProblem.NotAllowed());
            return new Done<>(insert(tx, by, team, old.get().email(), old.get().role(), hash));
        });
    }

    private AccountResult<Invited> sent(
            TeamId team, BiFunction<Transaction, byte[], AccountResult<Invitation>> making) {
        Duration wait = throttle.enter(Gates.ofInvitations(team).all());
        if (wait.isPositive()) return new Refused<>(new AccountProblem.TooManyAttempts(wait));
        var token = Tokens.random(random);
        return switch (changing(team, tx -> making.apply(tx, Tokens.hash(token)))) {
            case Refused<Invitation>(var problem) -> new Refused<>(problem);
            case Done<Invitation>(var invitation) -> new Done<>(sent(invitation, token));
        };
    }

    private Invited sent(Invitation invitation, String token) {
        String link = site.invitationLink(token);
        mail.ifPresent(post -> post.send(Letters.invitation(invitation, link, token)));
        return new Invited(invitation, mail.isPresent() ? Optional.empty() : Optional.of(link));
    }

    private Invitation insert(Transaction tx, PersonId by, TeamId team, String email, Role role, byte[] hash) {
        var now = clock.instant();
        var made = new InvitationStore.New(email, role, hash, by, now, now.plus(LENGTH));
        var id = invitations.insert(tx, new InvitationId(Ids.next(now)), team, made);
        return invitations.find(tx, team, id).orElseThrow();
    }

    /// A team's invitations that nobody has accepted, also those whose time is over, by address.
    public List<Invitation> invitations(TeamId team) {
        return database.inTransaction(tx -> invitations.of(tx, team));
    }

    /// Takes an invitation back.
    ///
    /// @return why not; empty when it is done
    public Optional<AccountProblem> revoke(PersonId by, TeamId team, InvitationId id) {
        return changing(team, tx -> {
            if (!may(tx, by, team, Permission.MANAGE_MEMBERS)) return Optional.of(new AccountProblem.NotAllowed());
            return invitations.delete(tx, team, id) ? Optional.empty() : Optional.of(new AccountProblem.NotFound());
        });
    }

    /// What a link invites to; empty for a link of no use.
    public Optional<Invitation> invitation(String token) {
        return database.inTransaction(tx -> invitations.find(tx, Tokens.hash(token), clock.instant()));
    }

    /// Accepts an invitation as somebody who has an account with the address it is for.
    public AccountResult<Membership> accept(String token, Session session) {
        return accepting(token, (tx, invitation) -> {
            if (!EmailKey.of(session.person().email()).equals(EmailKey.of(invitation.email())))
                return new Refused<>(new AccountProblem.ForAnother(invitation.email()));
            store.insert(tx, session.person().id(), invitation.team(), invitation.role(), clock.instant());
            return store.of(tx, session.person().id()).stream()
                    .filter(one -> one.team().equals(invitation.team()))
                    .findFirst()
                    .<AccountResult<Membership>>map(Done::new)
                    .orElseGet(() -> new Refused<>(new AccountProblem.NotFound()));
        });
    }

    /// Accepts an invitation with a new account, which has the address that it is for.
    public AccountResult<Person> accept(String token, NewPerson said) {
        if (invitation(token).isEmpty()) return new Refused<>(new AccountProblem.Expired());
        return registration.prepared(
                said,
                prepared -> accepting(token, (tx, invitation) -> {
                    if (!EmailKey.of(prepared.address()).equals(EmailKey.of(invitation.email())))
                        return new Refused<>(new AccountProblem.ForAnother(invitation.email()));
                    if (registration.isTaken(tx, prepared.address()))
                        return new Refused<>(new AccountProblem.SignInFirst(invitation.email()));
                    return new Done<>(registration.insert(tx, prepared, invitation.team(), invitation.role()));
                }));
    }

    private <T> AccountResult<T> accepting(
            String token, BiFunction<Transaction, Invitation, AccountResult<T>> joining) {
        byte[] hash = Tokens.hash(token);
        return database.inTransaction(tx -> {
            var invitation = invitations.hold(tx, hash, clock.instant());
            if (invitation.isEmpty()) return new Refused<>(new AccountProblem.Expired());
            var joined = joining.apply(tx, invitation.get());
            if (joined instanceof Done)
                invitations.delete(tx, invitation.get().team(), invitation.get().id());
            return joined;
        });
    }

    /// Makes a further team, owned by whoever asks.
    public AccountResult<Membership> createTeam(PersonId by, String typed) {
        var name = Names.of(typed);
        if (name.isEmpty()) return new Refused<>(Names.problem());
        return database.inTransaction(tx -> {
            if (!mayMakeTeams(tx, by)) return new Refused<>(new AccountProblem.NotAllowed());
            var team = teams.create(tx, name.get());
            store.insert(tx, by, team, Role.OWNER, clock.instant());
            return new Done<>(new Membership(team, name.get(), Role.OWNER, false));
        });
    }

    /// Gives a team another name.
    ///
    /// @return why not; empty when it is done
    public Optional<AccountProblem> renameTeam(PersonId by, TeamId team, String typed) {
        var name = Names.of(typed);
        if (name.isEmpty()) return Optional.of(Names.problem());
        return database.inTransaction(tx -> {
            if (!may(tx, by, team, Permission.MANAGE_TEAM)) return Optional.of(new AccountProblem.NotAllowed());
            teams.rename(tx, team, name.get());
            return Optional.empty();
        });
    }

    /// @param wanted null for none: the member is to go
    private @Nullable AccountProblem problem(
            Transaction tx, PersonId by, TeamId team, PersonId person, @Nullable Role wanted) {
        var doer = store.role(tx, team, by);
        if (doer.isEmpty()) return new AccountProblem.NotAllowed();
        var current = store.role(tx, team, person);
        boolean leaves = wanted == null && by.equals(person);
        if (!leaves && !mayChange(doer.get(), current.orElse(Role.VIEWER), wanted))
            return new AccountProblem.NotAllowed();
        if (current.isEmpty()) return new AccountProblem.NotFound();
        boolean owns = current.get() == Role.OWNER && wanted != Role.OWNER;
        return owns && store.owners(tx, team) == 1 ? new AccountProblem.LastOwner() : null;
    }

    private static boolean mayChange(Role doer, Role current, @Nullable Role wanted) {
        return doer.mayGrant(current) && (wanted == null || doer.mayGrant(wanted));
    }

    private boolean may(Transaction tx, PersonId by, TeamId team, Permission permission) {
        return store.role(tx, team, by).map(role -> role.may(permission)).orElse(false);
    }

    private boolean mayGrant(Transaction tx, PersonId by, TeamId team, Role role) {
        return store.role(tx, team, by).map(own -> own.mayGrant(role)).orElse(false);
    }

    private boolean mayMakeTeams(Transaction tx, PersonId by) {
        return config.everybodyMakesTeams()
                || store.of(tx, by).stream().anyMatch(one -> one.may(Permission.OPERATE_QUEUE));
    }

    private <T> T changing(TeamId team, Function<Transaction, T> work) {
        return database.inTransaction(tx -> {
            teams.lock(tx, List.of(team));
            return work.apply(tx);
        });
    }
}
