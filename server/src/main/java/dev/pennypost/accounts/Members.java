package dev.pennypost.accounts;

import dev.pennypost.accounts.AccountResult.Done;
import dev.pennypost.accounts.AccountResult.Refused;
import dev.pennypost.audit.Action;
import dev.pennypost.audit.AuditLog;
import dev.pennypost.audit.Facts;
import dev.pennypost.audit.Subject;
import dev.pennypost.mail.address.Address;
import dev.pennypost.mail.address.BadAddress;
import dev.pennypost.storage.Database;
import dev.pennypost.storage.Ids;
import dev.pennypost.storage.Transaction;
import dev.pennypost.teams.Team;
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
/// the same transaction; changes to one team happen one after another, so that it never loses its last owner.
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
    private final TeamUse teamUse;
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
        this.teamUse = around.teamUse();
        this.clock = around.clock();
    }

    /// A team's members, by name.
    public List<Member> of(TeamId team) {
        return database.inTransaction(tx -> store.members(tx, team));
    }

    /// Gives a member another role. Only owners make owners, and make owners something else.
    public AccountResult<Member> changeRole(Doer by, TeamId team, PersonId person, Role role) {
        return changing(team, tx -> {
            var problem = problem(tx, by, team, person, role);
            if (problem != null) return new Refused<>(problem);
            change(tx, team, person, role);
            // whoever may invite less than before is not to be followed by those they invited before
            if (!role.may(Permission.MANAGE_MEMBERS)) forgetInvitations(tx, team, person);
            return new Done<>(store.member(tx, team, person).orElseThrow());
        });
    }

    private void change(Transaction tx, TeamId team, PersonId id, Role role) {
        Member before = store.member(tx, team, id).orElseThrow();
        store.change(tx, team, id, role);
        AccountTrail.member(tx, Action.MEMBER_UPDATED, team, before.person(), before.role(), role);
    }

    private void forgetInvitations(Transaction tx, TeamId team, PersonId by) {
        for (Invitation one : invitations.by(tx, team, by)) {
            invitations.delete(tx, team, one.id());
            AccountTrail.invitation(tx, Action.INVITATION_DELETED, one, AccountTrail.facts(one), null);
        }
    }

    /// Makes another member the owner in the place of whoever asks, who is an admin from then on.
    ///
    /// @return why not; empty when it is done
    public Optional<AccountProblem> handOver(PersonId by, TeamId team, PersonId to) {
        return changing(team, tx -> {
            if (store.role(tx, team, by).orElse(Role.VIEWER) != Role.OWNER)
                return Optional.of(new AccountProblem.NotAllowed());
            var heir = store.member(tx, team, to);
            if (heir.isEmpty() || to.equals(by)) return Optional.of(new AccountProblem.NotFound());
            change(tx, team, to, Role.OWNER);
            change(tx, team, by, Role.ADMIN);
            var before = Facts.of("owner", people.find(tx, by).orElseThrow().email());
            var after = Facts.of("owner", heir.get().person().email());
            note(tx, Action.TEAM_HANDED_OVER, team, before, after);
            return Optional.empty();
        });
    }

    private void note(Transaction tx, Action action, TeamId team, Facts before, Facts after) {
        String name = teams.name(tx, team).orElse("");
        AuditLog.note(tx, team.value(), action, Subject.of(Subject.Kind.TEAM, team.value(), name), before, after);
    }

    /// Has somebody with an account be something in a team, whether they belong to it or not; for operators.
    public AccountResult<Member> put(TeamId team, String email, Role role) {
        return changing(team, tx -> {
            var known = people.find(tx, EmailKey.of(email));
            if (known.isEmpty() || teams.name(tx, team).isEmpty()) return new Refused<>(new AccountProblem.NotFound());
            var person = known.get().person();
            var before = store.role(tx, team, person.id());
            if (before.isEmpty()) {
                store.insert(tx, person.id(), team, role, clock.instant());
                AccountTrail.member(tx, Action.MEMBER_ADDED, team, person, null, role);
                return new Done<>(store.member(tx, team, person.id()).orElseThrow());
            }
            if (before.get() == Role.OWNER && role != Role.OWNER && store.owners(tx, team) == 1)
                return new Refused<>(new AccountProblem.LastOwner());
            change(tx, team, person.id(), role);
            if (!role.may(Permission.MANAGE_MEMBERS)) forgetInvitations(tx, team, person.id());
            return new Done<>(store.member(tx, team, person.id()).orElseThrow());
        });
    }

    /// Somebody by what they sign in with, as a member of a team.
    public Optional<Member> member(TeamId team, String email) {
        return database.inTransaction(tx -> people.find(tx, EmailKey.of(email))
                .flatMap(known -> store.member(tx, team, known.person().id())));
    }

    /// A team by its id.
    public Optional<Team> team(TeamId id) {
        return database.inTransaction(tx -> teams.find(tx, id));
    }

    /// A member of a team.
    public Optional<Member> member(TeamId team, PersonId person) {
        return database.inTransaction(tx -> store.member(tx, team, person));
    }

    /// Takes somebody out of a team and ends their sessions. Everybody may leave, and stays signed in then.
    ///
    /// @return why not; empty when it is done
    public Optional<AccountProblem> remove(Doer by, TeamId team, PersonId person) {
        return changing(team, tx -> {
            var problem = problem(tx, by, team, person, null);
            if (problem != null) return Optional.of(problem);
            Member gone = store.member(tx, team, person).orElseThrow();
            store.delete(tx, team, person);
            forgetInvitations(tx, team, person);
            var action = by.equals(person) ? Action.MEMBER_LEFT : Action.MEMBER_REMOVED;
            AccountTrail.member(tx, action, team, gone.person(), gone.role(), null);
            if (!by.equals(person)) sessions.endAll(tx, person, null);
            return Optional.empty();
        });
    }

    /// Invites somebody for seven days, by mail where that is set up. Who is invited again gets a new link, and the old
    /// one is of no use any more.
    public AccountResult<Invited> invite(Doer by, TeamId team, String email, Role role) {
        try {
            return invite(by, team, Address.parse(email.strip()), role);
        } catch (BadAddress bad) {
            return new Refused<>(new AccountProblem.BadAddress(email, bad.why()));
        }
    }

    private AccountResult<Invited> invite(Doer by, TeamId team, Address address, Role role) {
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
    public AccountResult<Invited> resend(Doer by, TeamId team, InvitationId id) {
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

    private Invitation insert(Transaction tx, Doer by, TeamId team, String email, Role role, byte[] hash) {
        var now = clock.instant();
        var made = new InvitationStore.New(
                email, role, hash, by instanceof PersonId person ? person : null, now, now.plus(LENGTH));
        var before = invitations.find(tx, team, EmailKey.of(email));
        var id = invitations.insert(tx, new InvitationId(Ids.next(now)), team, made);
        var invitation = invitations.find(tx, team, id).orElseThrow();
        if (before.isPresent()) AccountTrail.resent(tx, before.get().role(), invitation);
        else AccountTrail.invitation(tx, Action.INVITATION_CREATED, invitation, null, AccountTrail.facts(invitation));
        return invitation;
    }

    /// A team's invitations that nobody has accepted, also those whose time is over, by address.
    public List<Invitation> invitations(TeamId team) {
        return database.inTransaction(tx -> invitations.of(tx, team));
    }

    /// Takes an invitation back.
    ///
    /// @return why not; empty when it is done
    public Optional<AccountProblem> revoke(Doer by, TeamId team, InvitationId id) {
        return changing(team, tx -> {
            if (!may(tx, by, team, Permission.MANAGE_MEMBERS)) return Optional.of(new AccountProblem.NotAllowed());
            var gone = invitations.find(tx, team, id);
            if (gone.isEmpty() || !invitations.delete(tx, team, id)) return Optional.of(new AccountProblem.NotFound());
            AccountTrail.invitation(tx, Action.INVITATION_DELETED, gone.get(), AccountTrail.facts(gone.get()), null);
            return Optional.empty();
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
            boolean joined =
                    store.insert(tx, session.person().id(), invitation.team(), invitation.role(), clock.instant());
            if (joined)
                AccountTrail.member(
                        tx, Action.MEMBER_ADDED, invitation.team(), session.person(), null, invitation.role());
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
            if (joined instanceof Done) {
                invitations.delete(tx, invitation.get().team(), invitation.get().id());
                AccountTrail.invitation(
                        tx, Action.INVITATION_ACCEPTED, invitation.get(), AccountTrail.facts(invitation.get()), null);
            }
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
            people.find(tx, by)
                    .ifPresent(person -> AccountTrail.member(tx, Action.MEMBER_ADDED, team, person, null, Role.OWNER));
            return new Done<>(new Membership(team, name.get(), Role.OWNER, false));
        });
    }

    /// Makes a further team, for operators.
    ///
    /// @param owner the address of somebody with an account
    public AccountResult<TeamId> createTeam(String typed, String owner) {
        var name = Names.of(typed);
        if (name.isEmpty()) return new Refused<>(Names.problem());
        return database.inTransaction(tx -> {
            var known = people.find(tx, EmailKey.of(owner));
            if (known.isEmpty()) return new Refused<>(new AccountProblem.NotFound());
            var person = known.get().person();
            var team = teams.create(tx, name.get());
            store.insert(tx, person.id(), team, Role.OWNER, clock.instant());
            AccountTrail.member(tx, Action.MEMBER_ADDED, team, person, null, Role.OWNER);
            return new Done<>(team);
        });
    }

    /// Removes a team, with everything that is its own. It has neither domains nor API keys any more, so that nothing
    /// is sent in its name while it goes; what was sent stays as long as emails are kept.
    ///
    /// @return why not; empty when it is done
    public Optional<AccountProblem> deleteTeam(Doer by, TeamId team) {
        if (team.equals(teams.first())) return Optional.of(new AccountProblem.FirstTeam());
        return database.inTransaction(tx -> {
            // nobody adds a domain or a key to it before this is over: their rows refer to the team's
            if (!teams.hold(tx, team)) return Optional.of(new AccountProblem.NotFound());
            if (role(tx, team, by).orElse(Role.VIEWER) != Role.OWNER)
                return Optional.of(new AccountProblem.NotAllowed());
            if (teamUse.isInUse(tx, team)) return Optional.of(new AccountProblem.TeamInUse());
            teams.delete(tx, team);
            return Optional.empty();
        });
    }

    /// Gives a team another name.
    ///
    /// @return why not; empty when it is done
    public Optional<AccountProblem> renameTeam(Doer by, TeamId team, String typed) {
        var name = Names.of(typed);
        if (name.isEmpty()) return Optional.of(Names.problem());
        return database.inTransaction(tx -> {
            if (!may(tx, by, team, Permission.MANAGE_TEAM)) return Optional.of(new AccountProblem.NotAllowed());
            teams.rename(tx, team, name.get());
            return Optional.empty();
        });
    }

    /// Takes somebody who goes out of all their teams, if each has another owner.
    ///
    /// @return why not; empty when it is done
    Optional<AccountProblem> leaveAll(Transaction tx, PersonId person) {
        List<TeamId> all = store.of(tx, person).stream().map(Membership::team).toList();
        teams.lock(tx, all);
        for (TeamId team : all) {
            boolean owns = store.role(tx, team, person).orElse(Role.VIEWER) == Role.OWNER;
            if (owns && store.owners(tx, team) == 1) return Optional.of(new AccountProblem.LastOwner());
        }
        for (TeamId team : all) forgetInvitations(tx, team, person);
        return Optional.empty();
    }

    /// @param wanted null for none: the member is to go
    private @Nullable AccountProblem problem(
            Transaction tx, Doer by, TeamId team, PersonId person, @Nullable Role wanted) {
        var doer = role(tx, team, by);
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

    private Optional<Role> role(Transaction tx, TeamId team, Doer by) {
        return switch (by) {
            case PersonId person -> store.role(tx, team, person);
            case Doer.Program() -> Optional.of(Role.ADMIN);
            case Doer.Operator() -> Optional.of(Role.OWNER);
        };
    }

    private boolean may(Transaction tx, Doer by, TeamId team, Permission permission) {
        return role(tx, team, by).map(role -> role.may(permission)).orElse(false);
    }

    private boolean mayGrant(Transaction tx, Doer by, TeamId team, Role role) {
        return role(tx, team, by).map(own -> own.mayGrant(role)).orElse(false);
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
