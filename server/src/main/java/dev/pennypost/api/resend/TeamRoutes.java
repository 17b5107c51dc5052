package dev.pennypost.api.resend;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.pennypost.accounts.AccountProblem;
import dev.pennypost.accounts.AccountResult;
import dev.pennypost.accounts.Doer;
import dev.pennypost.accounts.Invitation;
import dev.pennypost.accounts.InvitationId;
import dev.pennypost.accounts.Invited;
import dev.pennypost.accounts.Member;
import dev.pennypost.accounts.Members;
import dev.pennypost.accounts.PersonId;
import dev.pennypost.accounts.Role;
import dev.pennypost.api.http.Access;
import dev.pennypost.api.http.Handler;
import dev.pennypost.api.http.Request;
import dev.pennypost.api.http.Response;
import dev.pennypost.api.http.Router;
import dev.pennypost.keys.Permission;
import dev.pennypost.storage.Page;
import dev.pennypost.teams.TeamId;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// `/team`: what the team is called, its members and whoever is invited. Ours, spelled like the rest of Resend. Every
/// key with full access may look; those may change something that were made to manage members.
final class TeamRoutes {
    private static final String TEAM = "team";
    private static final String MEMBER = "member";
    private static final String INVITATION = "invitation";
    private static final Doer PROGRAM = new Doer.Program();

    private final Members members;

    TeamRoutes(Members members) {
        this.members = members;
    }

    void register(Router router) {
        router.get("/team", Access.FULL, this::show)
                .patch("/team", Access.FULL, managing(this::rename))
                .get("/team/members", Access.FULL, this::list)
                .get("/team/members/{id}", Access.FULL, this::member)
                .patch("/team/members/{id}", Access.FULL, managing(this::changeRole))
                .delete("/team/members/{id}", Access.FULL, managing(this::remove))
                .get("/team/invitations", Access.FULL, this::invitations)
                .post("/team/invitations", Access.FULL, managing(this::invite))
                .post("/team/invitations/{id}/resend", Access.FULL, managing(this::resend))
                .delete("/team/invitations/{id}", Access.FULL, managing(this::revoke));
    }

    /// For keys that may manage members.
    private static Handler managing(Handler handler) {
        return request -> request.caller().permission() == Permission.TEAM_ACCESS
                ? handler.handle(request)
                : ResendErrors.of(
                        403, "restricted_api_key", "This API key may not manage members: it needs `team_access`.");
    }

    private Response show(Request request) {
        return members.team(team(request))
                .map(team -> Response.ok(
                        new TeamJson(TEAM, team.id().value(), team.name(), Timestamps.postgres(team.createdAt()))))
                .orElseGet(() -> ResendErrors.notFound("Team"));
    }

    private Response rename(Request request) {
        return members.renameTeam(PROGRAM, team(request), request.fields().requiredText("name"))
                .map(problem -> spell(problem, "Team"))
                .orElseGet(() -> Response.ok(new IdJson(TEAM, team(request).value())));
    }

    private Response list(Request request) {
        return whole(members.of(team(request)), member -> MemberJson.of(null, member));
    }

    private Response member(Request request) {
        return members.member(team(request), person(request))
                .map(member -> Response.ok(MemberJson.of(MEMBER, member)))
                .orElseGet(() -> ResendErrors.notFound("Member"));
    }

    private Response changeRole(Request request) {
        return switch (members.changeRole(PROGRAM, team(request), person(request), role(request))) {
            case AccountResult.Done<Member>(Member member) ->
                Response.ok(new IdJson(MEMBER, member.person().id().value()));
            case AccountResult.Refused<Member>(var problem) -> spell(problem, "Member");
        };
    }

    private Response remove(Request request) {
        PersonId person = person(request);
        return members.remove(PROGRAM, team(request), person)
                .map(problem -> spell(problem, "Member"))
                .orElseGet(() -> Response.ok(new DeletedJson(MEMBER, person.value(), true)));
    }

    private Response invitations(Request request) {
        return whole(members.invitations(team(request)), invitation -> InvitationJson.of(null, invitation, null));
    }

    private Response invite(Request request) {
        String email = request.fields().requiredText("email");
        return invited(members.invite(PROGRAM, team(request), email, role(request)), Response::created);
    }

    private Response resend(Request request) {
        return invited(members.resend(PROGRAM, team(request), invitation(request)), Response::ok);
    }

    /// With the link, where it does not go by mail.
    private static Response invited(AccountResult<Invited> result, Function<Object, Response> answer) {
        return switch (result) {
            case AccountResult.Done<Invited>(Invited made) ->
                answer.apply(InvitationJson.of(
                        INVITATION, made.invitation(), made.link().orElse(null)));
            case AccountResult.Refused<Invited>(var problem) -> spell(problem, "Invitation");
        };
    }

    private Response revoke(Request request) {
        InvitationId id = invitation(request);
        return members.revoke(PROGRAM, team(request), id)
                .map(problem -> spell(problem, "Invitation"))
                .orElseGet(() -> Response.ok(new DeletedJson(INVITATION, id.value(), true)));
    }

    private static <T> Response whole(List<T> all, Function<T, ?> json) {
        return ResendPaging.list(Optional.of(new Page<>(all, false)), json);
    }

    private static TeamId team(Request request) {
        return request.caller().team();
    }

    private static PersonId person(Request request) {
        return new PersonId(ResendIds.inPath(request, "id"));
    }

    private static InvitationId invitation(Request request) {
        return new InvitationId(ResendIds.inPath(request, "id"));
    }

    private static Role role(Request request) {
        String text = request.fields().requiredText("role");
        return Arrays.stream(Role.values())
                .filter(role -> spelled(role).equals(text))
                .findFirst()
                .orElseThrow(() -> EmailJson.bad(
                        "role",
                        "Invalid `role` field. It must be "
                                + Arrays.stream(Role.values())
                                        .map(role -> "\"" + spelled(role) + "\"")
                                        .collect(Collectors.joining(" | "))
                                + "."));
    }

    private static String spelled(Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }

    private static Response spell(AccountProblem problem, String what) {
        return switch (problem) {
            case AccountProblem.Unfit unfit -> ResendErrors.invalid(unfit.sentence());
            case AccountProblem.NotFound() -> ResendErrors.notFound(what);
            case AccountProblem.NotAllowed() ->
                ResendErrors.of(403, "restricted_api_key", "An API key may neither make owners nor change them.");
            case AccountProblem.LastOwner() -> ResendErrors.invalid("A team needs an owner.");
            case AccountProblem.AlreadyMember(String address) ->
                ResendErrors.invalid(address + " belongs to the team already.");
            case AccountProblem.TooManyAttempts(Duration retryAfter) ->
                ResendErrors.of(
                        429,
                        ResendErrors.RATE_LIMIT,
                        "Too many invitations. Try again in " + retryAfter.toSeconds() + " seconds.");
            case AccountProblem.AddressTaken _,
                    AccountProblem.WrongPassword _,
                    AccountProblem.TooBusy _,
                    AccountProblem.NotFirst _,
                    AccountProblem.WrongSetupToken _,
                    AccountProblem.Expired _,
                    AccountProblem.FirstTeam _,
                    AccountProblem.TeamInUse _,
                    AccountProblem.ForAnother _,
                    AccountProblem.SignInFirst _,
                    AccountProblem.TooMany _,
                    AccountProblem.AlreadyOn _,
                    AccountProblem.BadPasskey _,
                    AccountProblem.SignInAgain _,
                    AccountProblem.NotConfigured _ ->
                throw new IllegalStateException("only people who sign in come across " + problem);
        };
    }

    private record TeamJson(String object, UUID id, String name, String createdAt) {}

    /// Only a single one says what it is.
    private record MemberJson(
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String object,

            UUID id,
            String name,
            String email,
            String role,
            String createdAt) {
        static MemberJson of(@Nullable String object, Member member) {
            var person = member.person();
            return new MemberJson(
                    object,
                    person.id().value(),
                    person.name(),
                    person.email(),
                    spelled(member.role()),
                    Timestamps.postgres(member.since()));
        }
    }

    /// Only a single one says what it is, and has a link at times.
    private record InvitationJson(
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String object,

            UUID id,
            String email,
            String role,
            @Nullable String invitedBy,
            String createdAt,
            String expiresAt,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String url) {
        static InvitationJson of(@Nullable String object, Invitation invitation, @Nullable String url) {
            return new InvitationJson(
                    object,
                    invitation.id().value(),
                    invitation.email(),
                    spelled(invitation.role()),
                    invitation.invitedBy(),
                    Timestamps.postgres(invitation.createdAt()),
                    Timestamps.postgres(invitation.endsAt()),
                    url);
        }

        @Override
        public String toString() {
            return "InvitationJson[" + id + "]";
        }
    }
}
