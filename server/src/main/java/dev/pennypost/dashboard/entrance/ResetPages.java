package dev.pennypost.dashboard.entrance;

import dev.pennypost.accounts.AccountProblem;
import dev.pennypost.accounts.Accounts;
import dev.pennypost.api.http.Response;
import dev.pennypost.config.Secret;
import dev.pennypost.dashboard.shell.Desk;
import dev.pennypost.dashboard.shell.Guest;
import dev.pennypost.dashboard.shell.Paths;
import dev.pennypost.dashboard.shell.Section;
import java.util.Map;
import java.util.Optional;

/// `/reset`: a new password for who forgot theirs.
public final class ResetPages implements Section {
    private static final String ASKING = "entrance/forgotten.jte";
    private static final String CHOOSING = "entrance/reset.jte";

    private final Accounts accounts;

    public ResetPages(Accounts accounts) {
        this.accounts = accounts;
    }

    @Override
    public void register(Desk desk) {
        desk.openGet("/reset", guest -> guest.page(ASKING, Map.of("model", new ResetForm("", "", ""))))
                .openPost("/reset", this::request)
                .openGet("/reset/{token}", this::show)
                .openPost("/reset/{token}", this::reset);
    }

    private Response request(Guest guest) {
        String email = guest.form().text("email");
        Optional<AccountProblem> problem = accounts.requestReset(email, guest.client());
        if (problem.isPresent())
            return guest.refused(ASKING, Map.of("model", new ResetForm("", email, Words.ofReset(problem.get()))));
        return guest.message(
                200,
                "Look into your mail",
                "If there is an account with this address, a link is on its way to it. It is good for an hour.");
    }

    private Response show(Guest guest) {
        String token = guest.request().parameter("token");
        return accounts.resetting(token)
                .map(person -> guest.page(
                        CHOOSING, Map.of("model", new ResetForm(EntrancePages.reset(token), person.email(), ""))))
                .orElseGet(() -> ended(guest));
    }

    private Response reset(Guest guest) {
        String token = guest.request().parameter("token");
        var person = accounts.resetting(token);
        if (person.isEmpty()) return ended(guest);
        Optional<AccountProblem> problem = accounts.reset(token, new Secret(guest.form().raw("password")));
        if (problem.isEmpty()) return guest.to(Paths.MOUNT + "/sign-in");
        var form = new ResetForm(EntrancePages.reset(token), person.get().email(), Words.of(problem.get()));
        return guest.refused(CHOOSING, Map.of("model", form));
    }

    private static Response ended(Guest guest) {
        return guest.message(404, "This link has ended", "It was used, or is older than an hour. Ask for a new one.");
    }
}
