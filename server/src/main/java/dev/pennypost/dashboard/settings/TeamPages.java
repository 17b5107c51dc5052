package dev.pennypost.dashboard.settings;

import dev.pennypost.accounts.AccountProblem;
import dev.pennypost.accounts.AccountResult;
import dev.pennypost.accounts.Accounts;
import dev.pennypost.accounts.InvitationId;
import dev.pennypost.accounts.Invited;
import dev.pennypost.accounts.Member;
import dev.pennypost.accounts.Members;
import dev.pennypost.accounts.Membership;
import dev.pennypost.accounts.Permission;
import dev.pennypost.accounts.PersonId;
import dev.pennypost.accounts.Role;
import dev.pennypost.dashboard.entrance.Words;
import dev.pennypost.dashboard.shell.Answer;
import dev.pennypost.dashboard.shell.Desk;
import dev.pennypost.dashboard.shell.Paths;
import dev.pennypost.dashboard.shell.Section;
import dev.pennypost.dashboard.shell.Visit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// `/settings`: a team's name, its members and whoever is invited; further teams.
public final class TeamPages implements Section {
    private static final String PATH = Paths.MOUNT + "/settings";
    private static final String PAGE = "settings/team.jte";

    private final Accounts accounts;

    public TeamPages(Accounts accounts) {
        this.accounts = accounts;
    }

    @Override
    public void register(Desk desk) {
        desk.get("/settings", Permission.READ, visit -> list(visit, "", ""))
                .post("/settings/name", Permission.MANAGE_TEAM, this::rename)
                .post("/settings/teams", Permission.READ, this::createTeam)
                .post("/settings/members/{id}/role", Permission.MANAGE_MEMBERS, this::changeRole)
                .post("/settings/members/{id}/owner", Permission.MANAGE_MEMBERS, this::handOver)
                .post("/settings/members/{id}/remove", Permission.MANAGE_MEMBERS, this::remove)
                .post("/settings/invitations", Permission.MANAGE_MEMBERS, this::invite)
                .post("/settings/invitations/{id}/resend", Permission.MANAGE_MEMBERS, this::resend)
                .post("/settings/invitations/{id}/revoke", Permission.MANAGE_MEMBERS, this::revoke)
                .post("/settings/leave", Permission.READ, this::leave)
                .post("/settings/delete", Permission.MANAGE_TEAM, this::delete);
    }

    private Answer list(Visit visit, String part, String problem) {
        return list(visit, part, problem, null);
    }

    private Answer list(Visit visit, String part, String problem, @Nullable Invited invited) {
        List<Member> members = members().of(visit.team());
        if (visit.wantsCsv()) return wantsInvitations(visit) ? invitations(visit) : table(members);
        return problem.isEmpty()
                ? Answer.page(PAGE, settings(visit, members, part, problem, invited))
                : Answer.refused(PAGE, settings(visit, members, part, problem, invited));
    }

    private static Answer table(List<Member> members) {
        return new Answer.Table(
                "members.csv",
                List.of("name", "email", "role", "since"),
                members.stream()
                        .map(member -> List.of(
                                member.person().name(),
                                member.person().email(),
                                member.role().name().toLowerCase(Locale.ROOT),
                                member.since().toString())));
    }

    private static boolean wantsInvitations(Visit visit) {
        return visit.may(Permission.MANAGE_MEMBERS)
                && visit.query("list").filter("invitations"::equals).isPresent();
    }

    private Answer invitations(Visit visit) {
        return new Answer.Table(
                "invitations.csv",
                List.of("email", "role", "invited_by", "created_at", "ends_at"),
                members().invitations(visit.team()).stream()
                        .map(invitation -> List.of(
                                invitation.email(),
                                invitation.role().name().toLowerCase(Locale.ROOT),
                                Objects.requireNonNullElse(invitation.invitedBy(), ""),
                                invitation.createdAt().toString(),
                                invitation.endsAt().toString())));
    }

    private TeamSettings settings(
            Visit visit, List<Member> members, String part, String problem, @Nullable Invited invited) {
        Role own = visit.membership().role();
        return new TeamSettings(
                visit.membership().teamName(),
                members,
                visit.may(Permission.MANAGE_MEMBERS) ? members().invitations(visit.team()) : List.of(),
                Arrays.stream(Role.values()).filter(own::mayGrant).toList(),
                visit.session().person().id(),
                visit.may(Permission.MANAGE_MEMBERS),
                visit.may(Permission.MANAGE_TEAM),
                own == Role.OWNER,
                visit.membership().operators(),
                invited == null ? null : invited.link().orElse(null),
                part,
                problem);
    }

    private Answer invite(Visit visit) {
        Optional<Role> role = role(visit);
        if (role.isEmpty()) return list(visit, "invitations", "There is no such role.");
        return invited(
                visit, members().invite(self(visit), visit.team(), visit.form().text("email"), role.get()));
    }

    private Answer resend(Visit visit) {
        return visit.id("id")
                .map(id -> invited(visit, members().resend(self(visit), visit.team(), new InvitationId(id))))
                .orElseGet(Answer::missing);
    }

    /// The link is shown this once, where it does not go by mail.
    private Answer invited(Visit visit, AccountResult<Invited> result) {
        return switch (result) {
            case AccountResult.Done<Invited>(Invited invited) ->
                invited.link().isPresent()
                        ? list(visit, "", "", invited)
                        : Answer.to(
                                PATH,
                                "An invitation was sent to "
                                        + invited.invitation().email() + ".");
            case AccountResult.Refused<Invited>(AccountProblem.NotFound _) -> Answer.missing();
            case AccountResult.Refused<Invited>(AccountProblem problem) ->
                list(visit, "invitations", Words.of(problem));
        };
    }

    private Answer revoke(Visit visit) {
        return visit.id("id")
                .map(id -> done(
                        visit,
                        "invitations",
                        members().revoke(self(visit), visit.team(), new InvitationId(id)),
                        "The invitation was taken back."))
                .orElseGet(Answer::missing);
    }

    private static Optional<Role> role(Visit visit) {
        return Arrays.stream(Role.values())
                .filter(one -> one.name().equalsIgnoreCase(visit.form().text("role")))
                .findFirst();
    }

    private Answer rename(Visit visit) {
        var problem =
                members().renameTeam(self(visit), visit.team(), visit.form().text("name"));
        return done(visit, "name", problem, "The team was renamed.");
    }

    private Answer createTeam(Visit visit) {
        return switch (members().createTeam(self(visit), visit.form().text("name"))) {
            case AccountResult.Done<Membership>(Membership made) ->
                Answer.to(PATH, "The team " + made.teamName() + " was made. Choose it in the menu.");
            case AccountResult.Refused<Membership>(AccountProblem problem) -> list(visit, "teams", Words.of(problem));
        };
    }

    private Answer changeRole(Visit visit) {
        Optional<Role> role = role(visit);
        if (role.isEmpty()) return list(visit, "members", "There is no such role.");
        return withMember(visit, person -> switch (members()
                .changeRole(self(visit), visit.team(), person, role.get())) {
            case AccountResult.Done<Member>(Member member) ->
                Answer.to(PATH, member.person().name() + " is " + Roles.word(member.role()) + " now.");
            case AccountResult.Refused<Member>(AccountProblem problem) -> list(visit, "members", Words.of(problem));
        });
    }

    private Answer handOver(Visit visit) {
        return withMember(
                visit,
                person -> done(
                        visit,
                        "members",
                        members().handOver(self(visit), visit.team(), person),
                        "The team was handed over. You are Admin now."));
    }

    private Answer delete(Visit visit) {
        if (!visit.form().text("name").equals(visit.membership().teamName()))
            return list(visit, "delete", "Type the name of the team to confirm that you mean this one.");
        return done(visit, "delete", members().deleteTeam(self(visit), visit.team()), "The team was deleted.");
    }

    private Answer remove(Visit visit) {
        return withMember(
                visit,
                person -> done(
                        visit,
                        "members",
                        members().remove(self(visit), visit.team(), person),
                        "The member was removed, and is signed out everywhere."));
    }

    private Answer leave(Visit visit) {
        return done(visit, "members", members().remove(self(visit), visit.team(), self(visit)), "You left the team.");
    }

    private Answer withMember(Visit visit, Function<PersonId, Answer> then) {
        Optional<UUID> id = visit.id("id");
        return id.map(PersonId::new).map(then).orElseGet(Answer::missing);
    }

    private Answer done(Visit visit, String part, Optional<AccountProblem> problem, String said) {
        if (problem.isEmpty()) return Answer.to(PATH, said);
        if (problem.get() instanceof AccountProblem.NotFound) return Answer.missing();
        return list(visit, part, Words.of(problem.get()));
    }

    private Members members() {
        return accounts.members();
    }

    private static PersonId self(Visit visit) {
        return visit.session().person().id();
    }
}
