package dev.pennypost.accounts;

import dev.pennypost.accounts.AccountResult.Done;
import dev.pennypost.accounts.AccountResult.Refused;
import dev.pennypost.storage.Database;
import dev.pennypost.storage.Transaction;
import dev.pennypost.teams.TeamId;
import dev.pennypost.teams.Teams;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Who belongs to which team. Whoever asks for a change is named, and their role is looked at in the same transaction;
/// changes to one team happen one after another, so that it never loses its last owner.
public final class Members {
    private final Database database;
    private final Teams teams;
    private final Sessions sessions;
    private final AccountsConfig config;
    private final InstantSource clock;
    private final MembershipStore store = new MembershipStore();

    Members(Database database, Teams teams, Sessions sessions, Surroundings around) {
        this.database = database;
        this.teams = teams;
        this.sessions = sessions;
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
            if (!by.equals(person)) sessions.endAll(tx, person, null);
            return Optional.empty();
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
