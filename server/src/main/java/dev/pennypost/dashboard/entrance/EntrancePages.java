package dev.pennypost.dashboard.entrance;

import dev.pennypost.accounts.AccountProblem;
import dev.pennypost.accounts.AccountResult;
import dev.pennypost.accounts.Accounts;
import dev.pennypost.accounts.Ceremony;
import dev.pennypost.accounts.NewPerson;
import dev.pennypost.accounts.OidcStart;
import dev.pennypost.accounts.PasskeyStart;
import dev.pennypost.accounts.Person;
import dev.pennypost.accounts.SignInProblem;
import dev.pennypost.accounts.SignInResult;
import dev.pennypost.accounts.Ticket;
import dev.pennypost.api.http.Response;
import dev.pennypost.config.Secret;
import dev.pennypost.dashboard.shell.Cookies.Cookie;
import dev.pennypost.dashboard.shell.Desk;
import dev.pennypost.dashboard.shell.Guest;
import dev.pennypost.dashboard.shell.Paths;
import dev.pennypost.dashboard.shell.Section;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/// `/sign-in`, `/setup`, `/sign-out`.
public final class EntrancePages implements Section {
    /// Where a provider sends people back to.
    public static final String OIDC = Paths.MOUNT + "/sign-in/oidc";

    private static final String SIGN_IN = Paths.MOUNT + "/sign-in";
    private static final String CODE = SIGN_IN + "/code";
    private static final String SETUP = Paths.MOUNT + "/setup";

    private final Accounts accounts;
    private final boolean asksForToken;

    /// @param asksForToken whether whoever makes the first account has to know the setup token; not where only this
    ///     machine reaches the page
    public EntrancePages(Accounts accounts, boolean asksForToken) {
        this.accounts = accounts;
        this.asksForToken = asksForToken;
    }

    /// The path of the page that an invitation's token opens.
    public static String invitation(String token) {
        return Paths.MOUNT + "/invitation/" + token;
    }

    /// The path of the page where a token lets a new password be chosen.
    public static String reset(String token) {
        return Paths.MOUNT + "/reset/" + token;
    }

    @Override
    public void register(Desk desk) {
        desk.openGet("/sign-in", this::show)
                .openPost("/sign-in", this::signIn)
                .openGet("/sign-in/code", this::showCode)
                .openPost("/sign-in/code", this::code)
                .openGet("/sign-in/code/passkey", this::showSecondPasskey)
                .openPost("/sign-in/code/passkey", this::secondPasskey)
                .openGet("/sign-in/passkey", this::showPasskey)
                .openPost("/sign-in/passkey", this::passkey)
                .openGet("/sign-in/provider", this::goToProvider)
                .openGet("/sign-in/oidc", this::comeFromProvider)
                .openGet("/setup", this::setup)
                .openPost("/setup", this::createFirst)
                .openPost("/sign-out", this::signOut);
    }

    private Response show(Guest guest) {
        String to = Paths.inside(guest.query("to").orElse(Paths.MOUNT));
        if (guest.session().isPresent()) return guest.to(to);
        if (accounts.isEmpty()) return guest.to(SETUP);
        return guest.page("entrance/sign-in.jte", Map.of("model", form("", to, "")));
    }

    private SignInForm form(String email, String to, String problem) {
        return new SignInForm(
                email,
                to,
                problem,
                accounts.factors().hasPasskeys(),
                accounts.signIn().hasOidc());
    }

    private Response signIn(Guest guest) {
        String email = guest.form().text("email");
        String to = Paths.inside(guest.form().text("to"));
        SignInResult result =
                accounts.signIn().password(email, new Secret(guest.form().raw("password")), guest.client());
        return switch (result) {
            case SignInResult.SignedIn(var token, String device) -> guest.signedIn(token.reveal(), device, to);
            case SignInResult.SecondFactor(var pending, var _) ->
                guest.pending(pending.reveal(), Paths.with(CODE, Map.of("to", to)));
            case SignInResult.Refused refused ->
                guest.refused("entrance/sign-in.jte", Map.of("model", form(email, to, Words.of(refused))));
        };
    }

    private Response showCode(Guest guest) {
        String to = Paths.inside(guest.query("to").orElse(Paths.MOUNT));
        return accounts.signIn()
                .pending(pending(guest))
                .map(proofs -> guest.page("entrance/code.jte", Map.of("model", CodeForm.of(proofs, to, ""))))
                .orElseGet(() -> guest.to(SIGN_IN));
    }

    private static Ticket pending(Guest guest) {
        return new Ticket(guest.cookie(Cookie.PENDING).orElse(""));
    }

    /// Six digits are a program's code; anything else can only be a recovery code.
    private Response code(Guest guest) {
        String typed = guest.form().text("code");
        SignInResult result = typed.replace(" ", "").matches("[0-9]{6}")
                ? accounts.signIn().totp(pending(guest), typed, guest.client())
                : accounts.signIn().recovery(pending(guest), typed, guest.client());
        return secondStep(guest, result);
    }

    private Response secondStep(Guest guest, SignInResult result) {
        String to = Paths.inside(guest.form().text("to"));
        return switch (result) {
            case SignInResult.SignedIn(var token, String device) -> guest.signedIn(token.reveal(), device, to);
            case SignInResult.SecondFactor _ -> guest.to(SIGN_IN);
            case SignInResult.Refused refused ->
                accounts.signIn()
                        .pending(pending(guest))
                        .map(proofs -> guest.refused(
                                "entrance/code.jte", Map.of("model", CodeForm.of(proofs, to, Words.of(refused)))))
                        .orElseGet(() -> fromTheBeginning(guest, to, refused));
        };
    }

    private Response fromTheBeginning(Guest guest, String to, SignInResult.Refused refused) {
        return guest.refused("entrance/sign-in.jte", Map.of("model", form("", to, Words.of(refused))));
    }

    private Response showSecondPasskey(Guest guest) {
        String to = Paths.inside(guest.query("to").orElse(Paths.MOUNT));
        return passkeyPage(guest, accounts.signIn().passkeyStart(pending(guest), guest.client()), CODE, to);
    }

    private Response secondPasskey(Guest guest) {
        var form = guest.form();
        return secondStep(
                guest,
                accounts.signIn()
                        .passkey(pending(guest), new Ticket(form.raw("ticket")), form.raw("answer"), guest.client()));
    }

    private Response showPasskey(Guest guest) {
        String to = Paths.inside(guest.query("to").orElse(Paths.MOUNT));
        return passkeyPage(guest, accounts.signIn().passkeyStart(guest.client()), SIGN_IN, to);
    }

    private Response passkeyPage(Guest guest, PasskeyStart start, String before, String to) {
        return switch (start) {
            case PasskeyStart.Begun(Ceremony ceremony) ->
                guest.page(
                        "entrance/passkey.jte",
                        Map.of(
                                "model",
                                new PasskeyForm(before, ceremony.ticket().reveal(), ceremony.options(), to)));
            case PasskeyStart.Refused(SignInProblem.NotConfigured _, var _) -> guest.to(SIGN_IN);
            case PasskeyStart.Refused(var reason, Duration wait) ->
                fromTheBeginning(guest, to, new SignInResult.Refused(reason, wait));
        };
    }

    private Response passkey(Guest guest) {
        var form = guest.form();
        String to = Paths.inside(form.text("to"));
        var result =
                accounts.signIn().passkeyFinish(new Ticket(form.raw("ticket")), form.raw("answer"), guest.client());
        return switch (result) {
            case SignInResult.SignedIn(var token, String device) -> guest.signedIn(token.reveal(), device, to);
            case SignInResult.SecondFactor _ -> guest.to(SIGN_IN);
            case SignInResult.Refused refused -> fromTheBeginning(guest, to, refused);
        };
    }

    private Response goToProvider(Guest guest) {
        return switch (accounts.signIn().oidcStart(guest.client())) {
            case OidcStart.Redirect(Ticket ticket, URI to) -> guest.pending(ticket.reveal(), to.toString());
            case OidcStart.Refused(var reason, Duration wait) ->
                fromTheBeginning(guest, Paths.MOUNT, new SignInResult.Refused(reason, wait));
        };
    }

    private Response comeFromProvider(Guest guest) {
        var ticket = pending(guest);
        String state = guest.query("state").orElse("");
        String code = guest.query("code").orElse("");
        return switch (accounts.signIn().oidcFinish(ticket, state, code, guest.client())) {
            case SignInResult.SignedIn(var token, String device) -> guest.signedIn(token.reveal(), device, Paths.MOUNT);
            case SignInResult.SecondFactor _ -> guest.to(SIGN_IN);
            case SignInResult.Refused refused -> fromTheBeginning(guest, Paths.MOUNT, refused);
        };
    }

    private Response setup(Guest guest) {
        if (!accounts.isEmpty()) return guest.to(SIGN_IN);
        String token = guest.query("token").orElse("");
        return guest.page("entrance/setup.jte", Map.of("model", new SetupForm("", "", token, asksForToken, "")));
    }

    private Response createFirst(Guest guest) {
        var form = guest.form();
        String token = asksForToken ? form.text("token") : accounts.setupToken();
        var said = new NewPerson(form.text("email"), form.text("name"), new Secret(form.raw("password")));
        return switch (accounts.createFirst(said, token)) {
            case AccountResult.Done<Person>(Person person) ->
                guest.signedIn(accounts.sessions().begin(person, guest.client()).reveal(), "", Paths.MOUNT);
            case AccountResult.Refused<Person>(AccountProblem.NotFirst _) -> guest.to(SIGN_IN);
            case AccountResult.Refused<Person>(AccountProblem problem) ->
                guest.refused(
                        "entrance/setup.jte",
                        Map.of(
                                "model",
                                new SetupForm(said.email(), said.name(), token, asksForToken, Words.of(problem))));
        };
    }

    private Response signOut(Guest guest) {
        if (!guest.isGenuine()) return guest.to(SIGN_IN);
        guest.session().ifPresent(session -> accounts.sessions().signOut(session, guest.client()));
        return guest.signedOut(SIGN_IN);
    }
}
