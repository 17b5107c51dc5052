package dev.pennypost.dashboard.settings;

import dev.pennypost.accounts.AccountProblem;
import dev.pennypost.accounts.AccountResult;
import dev.pennypost.accounts.Accounts;
import dev.pennypost.accounts.Ceremony;
import dev.pennypost.accounts.Factors;
import dev.pennypost.accounts.PasskeyId;
import dev.pennypost.accounts.Permission;
import dev.pennypost.accounts.Person;
import dev.pennypost.accounts.SessionId;
import dev.pennypost.accounts.Ticket;
import dev.pennypost.accounts.TotpSetup;
import dev.pennypost.config.Secret;
import dev.pennypost.dashboard.entrance.Words;
import dev.pennypost.dashboard.shell.Answer;
import dev.pennypost.dashboard.shell.Desk;
import dev.pennypost.dashboard.shell.Paths;
import dev.pennypost.dashboard.shell.Section;
import dev.pennypost.dashboard.shell.Visit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/// `/settings/profile`: somebody's own name, password, second proofs and sessions.
public final class ProfilePages implements Section {
    private static final String PATH = Paths.MOUNT + "/settings/profile";
    private static final String PAGE = "settings/profile.jte";

    private final Accounts accounts;

    public ProfilePages(Accounts accounts) {
        this.accounts = accounts;
    }

    @Override
    public void register(Desk desk) {
        desk.get("/settings/profile", Permission.READ, visit -> Answer.page(PAGE, profile(visit, "", "")))
                .post("/settings/profile/name", Permission.READ, this::rename)
                .post("/settings/profile/password", Permission.READ, this::changePassword)
                .post("/settings/profile/codes", Permission.READ, this::beginCodes)
                .post("/settings/profile/codes/confirm", Permission.READ, this::confirmCodes)
                .post("/settings/profile/codes/remove", Permission.READ, this::removeCodes)
                .post("/settings/profile/codes/recovery", Permission.READ, this::newRecoveryCodes)
                .post("/settings/profile/passkeys", Permission.READ, this::beginPasskey)
                .post("/settings/profile/passkeys/finish", Permission.READ, this::finishPasskey)
                .post("/settings/profile/passkeys/{id}/name", Permission.READ, this::renamePasskey)
                .post("/settings/profile/passkeys/{id}/remove", Permission.READ, this::removePasskey)
                .post("/settings/profile/sessions/{id}/end", Permission.READ, this::endSession)
                .post("/settings/profile/sessions/end-others", Permission.READ, this::endOthers)
                .post("/settings/profile/delete", Permission.READ, this::delete);
    }

    private Profile profile(Visit visit, String part, String problem) {
        Person person = visit.session().person();
        return new Profile(
                person,
                factors().of(person.id()),
                factors().hasPasskeys(),
                accounts.sessions().list(person.id()),
                visit.session().id(),
                part,
                problem);
    }

    private Factors factors() {
        return accounts.factors();
    }

    private Answer rename(Visit visit) {
        return switch (accounts.changeName(
                visit.session().person().id(), visit.form().text("name"))) {
            case AccountResult.Done<Person> _ -> Answer.to(PATH, "Your name was changed.");
            case AccountResult.Refused<Person>(AccountProblem problem) -> refused(visit, "name", problem);
        };
    }

    private Answer changePassword(Visit visit) {
        return done(
                visit,
                "password",
                accounts.changePassword(visit.session(), secret(visit, "current"), secret(visit, "wanted")),
                "Your password was changed, and your other sessions were ended.");
    }

    private Answer beginCodes(Visit visit) {
        return switch (factors().beginTotp(visit.session(), secret(visit, "current"))) {
            case AccountResult.Done<TotpSetup>(TotpSetup setup) ->
                Answer.page(
                        "settings/codes.jte", new CodesSetup(setup.secret(), QrCode.svg(setup.uri()), setup.uri(), ""));
            case AccountResult.Refused<TotpSetup>(AccountProblem problem) -> refused(visit, "codes", problem);
        };
    }

    private Answer confirmCodes(Visit visit) {
        return switch (factors().confirmTotp(visit.session(), visit.form().text("code"))) {
            case AccountResult.Done<List<String>>(List<String> codes) -> recoveryCodes(codes);
            case AccountResult.Refused<List<String>>(AccountProblem problem) -> refused(visit, "codes", problem);
        };
    }

    private Answer newRecoveryCodes(Visit visit) {
        return switch (factors().newRecoveryCodes(visit.session(), secret(visit, "current"))) {
            case AccountResult.Done<List<String>>(List<String> codes) -> recoveryCodes(codes);
            case AccountResult.Refused<List<String>>(AccountProblem problem) -> refused(visit, "codes", problem);
        };
    }

    private static Answer recoveryCodes(List<String> codes) {
        return Answer.page("settings/recovery.jte", new RecoveryCodes(codes));
    }

    private Answer removeCodes(Visit visit) {
        return done(
                visit,
                "codes",
                factors().removeTotp(visit.session(), secret(visit, "current")),
                "Codes are asked for no more.");
    }

    private Answer beginPasskey(Visit visit) {
        return switch (factors().passkeyStart(visit.session(), secret(visit, "current"))) {
            case AccountResult.Done<Ceremony>(Ceremony ceremony) ->
                Answer.page(
                        "settings/passkey.jte",
                        new NewPasskey(
                                ceremony.ticket().reveal(),
                                ceremony.options(),
                                visit.form().filled("name").orElse("Passkey")));
            case AccountResult.Refused<Ceremony>(AccountProblem problem) -> refused(visit, "passkeys", problem);
        };
    }

    private Answer finishPasskey(Visit visit) {
        var form = visit.form();
        var made = factors()
                .passkeyFinish(visit.session(), new Ticket(form.raw("ticket")), form.raw("answer"), form.text("name"));
        return switch (made) {
            case AccountResult.Done<Factors.NewPasskey>(Factors.NewPasskey(var _, var codes)) ->
                codes.isEmpty()
                        ? Answer.to(PATH, "The passkey was added. You can sign in with it.")
                        : recoveryCodes(codes);
            case AccountResult.Refused<Factors.NewPasskey>(AccountProblem problem) ->
                refused(visit, "passkeys", problem);
        };
    }

    private Answer renamePasskey(Visit visit) {
        return withId(
                visit,
                id -> done(
                        visit,
                        "passkeys",
                        factors()
                                .renamePasskey(
                                        visit.session().person().id(),
                                        new PasskeyId(id),
                                        visit.form().text("name")),
                        "The passkey has another name."));
    }

    private Answer removePasskey(Visit visit) {
        return withId(
                visit,
                id -> done(
                        visit,
                        "passkeys",
                        factors().removePasskey(visit.session(), secret(visit, "current"), new PasskeyId(id)),
                        "The passkey was removed."));
    }

    private Answer endSession(Visit visit) {
        return withId(visit, id -> {
            boolean ended = accounts.sessions().end(visit.session().person().id(), new SessionId(id));
            return ended ? Answer.to(PATH, "That session was ended.") : Answer.missing();
        });
    }

    private Answer endOthers(Visit visit) {
        int ended = accounts.sessions().endOthers(visit.session());
        return Answer.to(PATH, ended == 1 ? "One other session was ended." : ended + " other sessions were ended.");
    }

    /// Whoever is gone has no session: the next page is the one to sign in.
    private Answer delete(Visit visit) {
        return done(
                visit,
                "delete",
                accounts.delete(visit.session(), secret(visit, "current")),
                "Your account was deleted.");
    }

    private static Answer withId(Visit visit, Function<UUID, Answer> then) {
        return visit.id("id").map(then).orElseGet(Answer::missing);
    }

    private static Secret secret(Visit visit, String field) {
        return new Secret(visit.form().raw(field));
    }

    private Answer done(Visit visit, String part, Optional<AccountProblem> problem, String said) {
        return problem.map(why -> refused(visit, part, why)).orElseGet(() -> Answer.to(PATH, said));
    }

    private Answer refused(Visit visit, String part, AccountProblem problem) {
        return Answer.refused(PAGE, profile(visit, part, Words.of(problem)));
    }
}
