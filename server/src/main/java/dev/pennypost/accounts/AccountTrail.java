package dev.pennypost.accounts;

import dev.pennypost.audit.Action;
import dev.pennypost.audit.Actor;
import dev.pennypost.audit.AuditLog;
import dev.pennypost.audit.Facts;
import dev.pennypost.audit.Origin;
import dev.pennypost.audit.Subject;
import dev.pennypost.storage.Transaction;
import dev.pennypost.teams.TeamId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the audit log is told of people, their teams and their invitations. What happens to a person stands in the log
/// of each of their teams; of somebody without a team, and of a team that goes, in the installation's.
final class AccountTrail {
    private static final MembershipStore MEMBERSHIPS = new MembershipStore();
    private static final PersonStore PEOPLE = new PersonStore();

    private AccountTrail() {}

    /// What happened to somebody, and nothing that may be seen of it.
    static void note(Transaction tx, Action action, PersonId id) {
        var known = PEOPLE.find(tx, id);
        if (known.isEmpty()) return;
        var subject = subject(known.get());
        List<TeamId> teams = teams(tx, id);
        for (TeamId team : teams) AuditLog.note(tx, team.value(), action, subject);
        if (teams.isEmpty()) AuditLog.note(tx, null, action, subject);
    }

    static void note(Transaction tx, Action action, PersonId id, @Nullable Facts before, @Nullable Facts after) {
        PEOPLE.find(tx, id).ifPresent(person -> note(tx, action, person, before, after));
    }

    static void note(Transaction tx, Action action, Person person, @Nullable Facts before, @Nullable Facts after) {
        List<TeamId> teams = teams(tx, person.id());
        for (TeamId team : teams) AuditLog.note(tx, team.value(), action, subject(person), before, after);
        if (teams.isEmpty()) AuditLog.note(tx, null, action, subject(person), before, after);
    }

    /// That somebody was refused as often as makes them wait.
    ///
    /// @param person null for an address that nobody has: what was typed in its place may be a password
    static void refused(Transaction tx, @Nullable PersonId person) {
        if (person != null) note(tx, Action.PERSON_SIGN_IN_REFUSED, person);
        else AuditLog.note(tx, null, Action.PERSON_SIGN_IN_REFUSED, new Subject(Subject.Kind.PERSON, "unknown", null));
    }

    /// What happened to somebody as a member of one team.
    static void member(
            Transaction tx, Action action, TeamId team, Person person, @Nullable Role before, @Nullable Role after) {
        var subject = Subject.of(Subject.Kind.MEMBER, person.id().value(), person.email());
        AuditLog.note(tx, team.value(), action, subject, role(before), role(after));
    }

    /// An invitation that is made, taken back or accepted.
    static void invitation(
            Transaction tx, Action action, Invitation invitation, @Nullable Facts before, @Nullable Facts after) {
        AuditLog.note(tx, invitation.team().value(), action, subject(invitation), before, after);
    }

    /// An invitation that goes out again.
    static void resent(Transaction tx, Role before, Invitation invitation) {
        var team = invitation.team().value();
        var action = Action.INVITATION_RESENT;
        if (before == invitation.role()) AuditLog.note(tx, team, action, subject(invitation));
        else AuditLog.note(tx, team, action, subject(invitation), role(before), role(invitation.role()));
    }

    static @Nullable Facts role(@Nullable Role role) {
        return role == null ? null : Facts.of("role", role);
    }

    static Facts facts(Invitation invitation) {
        return Facts.of("email", invitation.email()).and("role", invitation.role());
    }

    static Facts facts(Person person) {
        return Facts.of("email", person.email()).and("name", person.name());
    }

    /// Somebody at work who has just proved who they are.
    static Actor actor(Person person, Client client) {
        @Nullable String program = client.program().isEmpty() ? null : client.program();
        return new Actor.Person(person.id().value(), person.email(), new Origin(client.address(), program));
    }

    private static List<TeamId> teams(Transaction tx, PersonId person) {
        return MEMBERSHIPS.of(tx, person).stream().map(Membership::team).toList();
    }

    private static Subject subject(Person person) {
        return Subject.of(Subject.Kind.PERSON, person.id().value(), person.email());
    }

    private static Subject subject(Invitation invitation) {
        return Subject.of(Subject.Kind.INVITATION, invitation.id().value(), invitation.email());
    }
}
