package dev.pennypost.dashboard.domains;

import dev.pennypost.accounts.Permission;
import dev.pennypost.dashboard.shell.Answer;
import dev.pennypost.dashboard.shell.Desk;
import dev.pennypost.dashboard.shell.Section;
import dev.pennypost.dashboard.shell.Visit;
import dev.pennypost.domains.Domain;
import dev.pennypost.domains.Domains;
import dev.pennypost.domains.KeyResult;
import dev.pennypost.domains.signing.DomainKey;
import dev.pennypost.domains.signing.KeyAlgorithm;
import dev.pennypost.domains.signing.KeyProblem;
import java.util.List;
import java.util.stream.Stream;

/// `/domains/{id}/keys`: the keys that mail is signed with.
record KeysPage(Domains domains, Known known) implements Section {
    private static final String TEMPLATE = "domains/keys.jte";

    @Override
    public void register(Desk desk) {
        desk.get("/domains/{id}/keys", Permission.READ, visit -> known.with(visit, domain -> show(visit, domain)))
                .post(
                        "/domains/{id}/keys",
                        Permission.MANAGE_DOMAINS,
                        visit -> known.with(visit, domain -> make(visit, domain)))
                .post(
                        "/domains/{id}/keys/bring",
                        Permission.MANAGE_DOMAINS,
                        visit -> known.with(visit, domain -> bring(visit, domain)))
                .post(
                        "/domains/{id}/keys/{selector}/withdraw",
                        Permission.MANAGE_DOMAINS,
                        visit -> known.with(visit, domain -> withdraw(visit, domain)));
    }

    private Answer show(Visit visit, Domain domain) {
        var ring = ring(visit, domain);
        if (!visit.wantsCsv()) return Answer.page(TEMPLATE, ring);
        return new Answer.Table(
                domain.name().ascii() + "-keys.csv",
                List.of("selector", "algorithm", "stage", "since", "created", "name", "record"),
                Stream.concat(ring.keys().stream(), ring.retired().stream()).map(Keyring.Key::cells));
    }

    private Keyring ring(Visit visit, Domain domain) {
        List<DomainKey> keys = domains.keys(visit.team(), domain.id()).orElse(List.of());
        return Keyring.of(Head.of(domain, visit), keys);
    }

    private Answer make(Visit visit, Domain domain) {
        var algorithm = visit.form().text("algorithm").equals("ed25519") ? KeyAlgorithm.ED25519 : KeyAlgorithm.RSA;
        var made = domains.makeKey(visit.team(), domain.id(), algorithm, null);
        return after(visit, domain, made, "was made. It signs as soon as DNS serves its record.");
    }

    private Answer bring(Visit visit, Domain domain) {
        var taken = domains.bringKey(
                visit.team(),
                domain.id(),
                visit.form().text("selector"),
                visit.form().raw("private_key"));
        return after(visit, domain, taken, "was taken in. It signs as soon as DNS serves its record.");
    }

    private Answer withdraw(Visit visit, Domain domain) {
        var result = domains.withdrawKey(visit.team(), domain.id(), visit.parameter("selector"));
        return after(visit, domain, result, "was withdrawn. You may remove its record from DNS.");
    }

    private Answer after(Visit visit, Domain domain, KeyResult result, String said) {
        return switch (result) {
            case KeyResult.Done(var key) ->
                Answer.to(Head.path(domain.summary()) + "/keys", "The key " + key.selector() + " " + said);
            case KeyResult.Refused(KeyProblem.NoSuchKey _), KeyResult.NoSuchDomain() -> Answer.missing();
            case KeyResult.Refused(var problem) ->
                Answer.refused(
                        TEMPLATE,
                        ring(visit, domain)
                                .refused(
                                        Words.why(problem),
                                        field(problem),
                                        visit.form().text("selector")));
        };
    }

    private static String field(KeyProblem problem) {
        return switch (problem) {
            case KeyProblem.BadSelector _, KeyProblem.SelectorTaken _ -> "selector";
            case KeyProblem.BadKey _ -> "private_key";
            case KeyProblem.AlreadyRotating _, KeyProblem.StillRetiring _, KeyProblem.NoSuchKey _, KeyProblem.InUse _ ->
                "";
        };
    }
}
