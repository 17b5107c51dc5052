package dev.pennypost.dashboard.domains;

import dev.pennypost.accounts.Permission;
import dev.pennypost.certificates.CertificateState;
import dev.pennypost.dashboard.shell.Answer;
import dev.pennypost.dashboard.shell.Desk;
import dev.pennypost.dashboard.shell.Form;
import dev.pennypost.dashboard.shell.Paths;
import dev.pennypost.dashboard.shell.Section;
import dev.pennypost.dashboard.shell.Visit;
import dev.pennypost.domains.Domain;
import dev.pennypost.domains.DomainProblem;
import dev.pennypost.domains.Domains;
import dev.pennypost.domains.TlsMode;
import dev.pennypost.domains.UpdateDomain;
import dev.pennypost.domains.UpdateResult;
import dev.pennypost.domains.records.Purpose;
import dev.pennypost.mail.dns.DomainName;
import java.util.Locale;
import java.util.function.Function;

/// `/domains/{id}/settings`: what the domain is used for, stopping it, removing it.
record SettingsPage(Domains domains, Known known, Function<DomainName, CertificateState> certificate)
        implements Section {
    private static final String TEMPLATE = "domains/settings.jte";

    @Override
    public void register(Desk desk) {
        desk.get(
                        "/domains/{id}/settings",
                        Permission.READ,
                        visit -> known.with(visit, domain -> Answer.page(TEMPLATE, choices(visit, domain))))
                .post(
                        "/domains/{id}/settings",
                        Permission.MANAGE_DOMAINS,
                        visit -> known.with(visit, domain -> change(visit, domain)))
                .post(
                        "/domains/{id}/suspend",
                        Permission.MANAGE_DOMAINS,
                        visit -> known.with(visit, domain -> suspend(visit, domain, true)))
                .post(
                        "/domains/{id}/resume",
                        Permission.MANAGE_DOMAINS,
                        visit -> known.with(visit, domain -> suspend(visit, domain, false)))
                .post(
                        "/domains/{id}/delete",
                        Permission.MANAGE_DOMAINS,
                        visit -> known.with(visit, domain -> remove(visit, domain)));
    }

    private Choices choices(Visit visit, Domain domain) {
        String standing = domain.records(Purpose.TRACKING).stream()
                .findFirst()
                .map(record ->
                        Head.certificate(certificate.apply(record.planned().name())))
                .orElse("");
        return Choices.of(Head.of(domain, visit), domain, standing);
    }

    private Answer change(Visit visit, Domain domain) {
        var filled = filled(visit.form());
        return switch (domains.update(visit.team(), domain.id(), update(filled))) {
            case UpdateResult.Updated(var changed) ->
                Answer.to(Head.path(domain.summary()) + "/settings", said(domain, changed));
            case UpdateResult.Refused(var problem) ->
                Answer.refused(
                        TEMPLATE,
                        choices(visit, domain).refused(filled, field(problem), Sentence.of(Words.why(problem))));
            case UpdateResult.NoSuchDomain() -> Answer.missing();
        };
    }

    private static Choices.Filled filled(Form form) {
        return new Choices.Filled(
                form.isSet("sending"),
                form.isSet("receiving"),
                form.isSet("open_tracking"),
                form.isSet("click_tracking"),
                form.isSet("tracking_privacy"),
                form.text("tls").equals("enforced"),
                form.text("tracking_subdomain").toLowerCase(Locale.ROOT),
                form.text("return_path").toLowerCase(Locale.ROOT));
    }

    private static UpdateDomain update(Choices.Filled filled) {
        return new UpdateDomain(
                filled.isTlsEnforced() ? TlsMode.ENFORCED : TlsMode.OPPORTUNISTIC,
                filled.openTracking(),
                filled.clickTracking(),
                filled.trackingPrivacy(),
                filled.sending(),
                filled.receiving(),
                filled.trackingSubdomain().isEmpty() ? null : filled.trackingSubdomain(),
                filled.returnPath().isEmpty() ? null : filled.returnPath());
    }

    private static String said(Domain before, Domain after) {
        return before.plan().equals(after.plan())
                ? "The settings were saved."
                : "The settings were saved. The records to publish have changed: look at them under Records.";
    }

    private static String field(DomainProblem problem) {
        return switch (problem) {
            case DomainProblem.NothingEnabled _ -> "sending";
            case DomainProblem.BadReturnPath _ -> "return_path";
            default -> "tracking_subdomain";
        };
    }

    private Answer suspend(Visit visit, Domain domain, boolean suspended) {
        String name = domain.name().unicode();
        return domains.suspend(visit.team(), domain.id(), suspended)
                .map(_ -> Answer.to(
                        Head.path(domain.summary()) + "/settings",
                        suspended ? name + " is suspended." : name + " goes on."))
                .orElseGet(Answer::missing);
    }

    private Answer remove(Visit visit, Domain domain) {
        return domains.remove(visit.team(), domain.id())
                .map(_ -> Answer.to(
                        Paths.MOUNT + "/domains",
                        domain.name().unicode() + " was deleted. You may remove its records from DNS."))
                .orElseGet(Answer::missing);
    }
}
