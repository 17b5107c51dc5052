package dev.pennypost.dashboard.entrance;

import dev.pennypost.accounts.AccountProblem;
import dev.pennypost.accounts.AccountResult;
import dev.pennypost.accounts.Accounts;
import dev.pennypost.accounts.NewPerson;
import dev.pennypost.accounts.OidcStart;
import dev.pennypost.accounts.Person;
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
                email, to, problem, accounts.factors().hasPasskeys(), accounts.signIn().hasOidc());
    }

    private Response signIn(Guest guest) {
        String email = guest.form().text("email");
        String to = Paths.inside(guest.form().text("to"));
        SignInResult result =
                accounts.signIn().password(email, new Secret(guest.form().raw("password")), guest.client());
        return switch (result) {
            case SignInResult.SignedIn(var token, String device) -> guest.signedIn(token.reveal(), device, to);
            case SignInResult.SecondFactor(var pending, var _) ->
                guest.pending(pending.reveal(), Paths.with(SIGN_IN + "/code", Map.of("to", to)));
            case SignInResult.Refused refused ->
                guest.refused("entrance/sign-in.jte", Map.of("model", form(email, to, Words.of(refused))));
        };
    }

    private Response showCode(Guest guest) {
        String to = Paths.inside(guest.query("to").orElse(Paths.MOUNT));
        if (guest.cookie(Cookie.PENDING).isEmpty()) return guest.to(SIGN_IN);
        return guest.page("entrance/code.jte", Map.of("model", new CodeForm(to, "")));
    }

    /// Six digits are a program's code; anything else can only be a recovery code.
    private Response code(Guest guest) {
        String typed = guest.form().text("code");
        String to = Paths.inside(guest.form().text("to"));
        var pending = new Ticket(guest.cookie(Cookie.PENDING).orElse(""));
        SignInResult result = typed.replace(" ", "").matches("[0-9]{6}")
                ? accounts.signIn().totp(pending, typed, guest.client())
                : accounts.signIn().recovery(pending, typed, guest.client());
        return switch (result) {
            case SignInResult.SignedIn(var token, String device) -> guest.signedIn(token.reveal(), device, to);
            case SignInResult.SecondFactor _ -> guest.to(SIGN_IN);
            case SignInResult.Refused refused ->
                guest.refused("entrance/code.jte", Map.of("model", new CodeForm(to, Words.of(refused))));
        };
    }

    private Response showPasskey(Guest guest) {
        String to = Paths.inside(guest.query("to").orElse(Paths.MOUNT));
        return accounts.signIn()
                .passkeyStart()
                .map(ceremony -> guest.page(
                        "entrance/passkey.jte",
                        Map.of(
                                "model",
                                new PasskeyForm(
                                        ceremony.ticket().reveal(), ceremony.options(), to))))
                .orElseGet(() -> guest.to(SIGN_IN));
    }

    private Response passkey(Guest guest) {
        var form = guest.form();
        String to = Paths.inside(form.text("to"));
        var result = accounts.signIn()
                .passkeyFinish(new Ticket(form.raw("ticket")), form.raw("answer"), guest.client());
        return switch (result) {
            case SignInResult.SignedIn(var token, String device) -> guest.signedIn(token.reveal(), device, to);
            case SignInResult.SecondFactor _ -> guest.to(SIGN_IN);
            case SignInResult.Refused refused ->
                guest.refused("entrance/sign-in.jte", Map.of("model", form("", to, Words.of(refused))));
        };
    }

    private Response goToProvider(Guest guest) {
        return switch (accounts.signIn().oidcStart()) {
            case OidcStart.Redirect(Ticket ticket, URI to) -> guest.pending(ticket.reveal(), to.toString());
            case OidcStart.Refused(var reason) ->
                guest.refused(
                        "entrance/sign-in.jte",
                        Map.of("model", form("", Paths.MOUNT, Words.of(new SignInResult.Refused(reason, Duration.ZERO)))));
        };
    }

    private Response comeFromProvider(Guest guest) {
        var ticket = new Ticket(guest.cookie(Cookie.PENDING).orElse(""));
        String state = guest.query("state").orElse("");
        String code = guest.query("code").orElse("");
        return switch (accounts.signIn().oidcFinish(ticket, state, code, guest.client())) {
            case SignInResult.SignedIn(var token, String device) ->
                guest.signedIn(token.reveal(), device, Paths.MOUNT);
            case SignInResult.SecondFactor _ -> guest.to(SIGN_IN);
            case SignInResult.Refused refused ->
                guest.refused(
                        "entrance/sign-in.jte", Map.of("model", form("", Paths.MOUNT, Words.of(refused))));
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
                guest.signedIn(
                        accounts.sessions().begin(person.id(), guest.client()).reveal(), "", Paths.MOUNT);
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
        guest.session().ifPresent(session -> accounts.sessions()
                .end(session.person().id(), session.id()));
        return guest.signedOut(SIGN_IN);
    }
}
