package dev.pennypost.dashboard.entrance;

import dev.pennypost.accounts.AccountProblem;
import dev.pennypost.accounts.AccountResult;
import dev.pennypost.accounts.Accounts;
import dev.pennypost.accounts.Invitation;
import dev.pennypost.accounts.Membership;
import dev.pennypost.accounts.NewPerson;
import dev.pennypost.accounts.Person;
import dev.pennypost.api.http.Response;
import dev.pennypost.config.Secret;
import dev.pennypost.dashboard.shell.Desk;
import dev.pennypost.dashboard.shell.Guest;
import dev.pennypost.dashboard.shell.Paths;
import dev.pennypost.dashboard.shell.Section;
import java.util.Map;
import java.util.Optional;

/// `/invitation/{token}`: joining a team, with the account one has or with a new one.
public final class InvitationPages implements Section {
    private static final String PAGE = "entrance/invitation.jte";

    private final Accounts accounts;

    public InvitationPages(Accounts accounts) {
        this.accounts = accounts;
    }

    @Override
    public void register(Desk desk) {
        desk.openGet("/invitation/{token}", this::show)
                .openPost("/invitation/{token}", this::join)
                .openPost("/invitation/{token}/account", this::joinAnew);
    }

    private Response show(Guest guest) {
        String token = guest.request().parameter("token");
        Optional<Invitation> invitation = accounts.members().invitation(token);
        if (invitation.isEmpty()) return ended(guest);
        return guest.page(PAGE, Map.of("model", form(guest, token, invitation.get(), "", "")));
    }

    private static InvitationForm form(Guest guest, String token, Invitation invitation, String name, String problem) {
        return new InvitationForm(
                EntrancePages.invitation(token),
                invitation,
                guest.session().map(session -> session.person().email()).orElse(null),
                guest.session().map(session -> session.csrf()).orElse(""),
                name,
                problem);
    }

    private Response join(Guest guest) {
        String token = guest.request().parameter("token");
        if (!guest.isGenuine()) return guest.to(EntrancePages.invitation(token));
        return switch (accounts.members().accept(token, guest.session().orElseThrow())) {
            case AccountResult.Done<Membership> _ -> guest.to(Paths.MOUNT);
            case AccountResult.Refused<Membership>(AccountProblem problem) -> refused(guest, token, "", problem);
        };
    }

    private Response joinAnew(Guest guest) {
        String token = guest.request().parameter("token");
        Optional<Invitation> invitation = accounts.members().invitation(token);
        if (invitation.isEmpty()) return ended(guest);
        String name = guest.form().text("name");
        var said = new NewPerson(
                invitation.get().email(), name, new Secret(guest.form().raw("password")));
        return switch (accounts.members().accept(token, said)) {
            case AccountResult.Done<Person>(Person person) ->
                guest.signedIn(accounts.sessions().begin(person, guest.client()).reveal(), "", Paths.MOUNT);
            case AccountResult.Refused<Person>(AccountProblem problem) -> refused(guest, token, name, problem);
        };
    }

    private Response refused(Guest guest, String token, String name, AccountProblem problem) {
        return accounts.members()
                .invitation(token)
                .map(invitation ->
                        guest.refused(PAGE, Map.of("model", form(guest, token, invitation, name, Words.of(problem)))))
                .orElseGet(() -> ended(guest));
    }

    private static Response ended(Guest guest) {
        return guest.message(
                404,
                "This invitation has ended",
                "It was accepted, taken back, or is older than seven days. Ask whoever invited you for a new one.");
    }
}
