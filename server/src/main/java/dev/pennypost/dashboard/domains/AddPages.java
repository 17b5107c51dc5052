package dev.pennypost.dashboard.domains;

import dev.pennypost.accounts.Permission;
import dev.pennypost.dashboard.shell.Answer;
import dev.pennypost.dashboard.shell.Desk;
import dev.pennypost.dashboard.shell.Paths;
import dev.pennypost.dashboard.shell.Section;
import dev.pennypost.dashboard.shell.Visit;
import dev.pennypost.domains.AddResult;
import dev.pennypost.domains.ClaimResult;
import dev.pennypost.domains.Claims;
import dev.pennypost.domains.Domain;
import dev.pennypost.domains.DomainId;
import dev.pennypost.domains.DomainProblem;
import dev.pennypost.domains.Domains;

/// `/domains/new`: adding a domain, or taking one over.
record AddPages(Domains domains, Claims claims) implements Section {
    private static final String TEMPLATE = "domains/new.jte";

    @Override
    public void register(Desk desk) {
        desk.get("/domains/new", Permission.MANAGE_DOMAINS, this::form)
                .post("/domains/new", Permission.MANAGE_DOMAINS, this::add)
                .post("/domains/claim", Permission.MANAGE_DOMAINS, this::claim);
    }

    private Answer form(Visit visit) {
        return Answer.page(
                TEMPLATE, NewDomain.empty(visit.query("name").orElse(""), domains.hasOperatorZone()));
    }

    private Answer add(Visit visit) {
        var filled = NewDomain.of(visit.form(), domains.hasOperatorZone());
        return switch (domains.add(visit.team(), filled.request())) {
            case AddResult.Added(var domain) -> added(visit, domain);
            case AddResult.Refused(var problem) -> refused(visit, filled, problem);
        };
    }

    /// DNS is asked at once: that tells who hosts the zone, and what is there already.
    private Answer added(Visit visit, Domain domain) {
        domains.verify(visit.team(), domain.id());
        return Answer.to(
                Head.path(domain.summary()), domain.name().unicode() + " was added. Now publish the records below.");
    }

    private Answer claim(Visit visit) {
        var filled = NewDomain.of(visit.form(), domains.hasOperatorZone());
        return switch (claims.claim(visit.team(), filled.request())) {
            case ClaimResult.Claimed(var claim) -> claimed(claim.domain(), claim.name().unicode() + " is claimed.");
            case ClaimResult.StillOpen(var claim) -> claimed(claim.domain(), "You have claimed this name already.");
            case ClaimResult.Refused(var problem) -> refused(visit, filled, problem);
        };
    }

    private static Answer claimed(DomainId id, String said) {
        return Answer.to(Paths.MOUNT + "/domains/" + id.value(), said + " Publish the record below to prove it is yours.");
    }

    private Answer refused(Visit visit, NewDomain filled, DomainProblem problem) {
        return Answer.refused(TEMPLATE, filled.refused(refusal(visit, filled, problem)));
    }

    private NewDomain.Refusal refusal(Visit visit, NewDomain filled, DomainProblem problem) {
        if (filled.name().isEmpty()) return refusal("name", "Which domain? Enter its name.");
        return switch (problem) {
            case DomainProblem.AlreadyRegistered(var name) ->
                domains.sending(visit.team(), name)
                        .map(own -> new NewDomain.Refusal(
                                "name",
                                Sentence.of("You have `" + name.unicode() + "` already."),
                                "",
                                Paths.MOUNT + "/domains/" + own.id().value(),
                                false))
                        .orElseGet(() -> new NewDomain.Refusal("name", Sentence.of(Words.why(problem)), "", "", true));
            case DomainProblem.BadName bad ->
                new NewDomain.Refusal(
                        "name",
                        Sentence.of(Words.why(bad)),
                        NameAdvice.meant(filled.name()).orElse(""),
                        "",
                        false);
            case DomainProblem.PublicSuffix _, DomainProblem.NobodyElseHasIt _ -> refusal("name", Words.why(problem));
            case DomainProblem.UnknownRegion _ -> refusal("region", Words.why(problem));
            case DomainProblem.BadReturnPath _ -> refusal("return_path", Words.why(problem));
            case DomainProblem.BadTrackingSubdomain _ -> refusal("tracking_subdomain", Words.why(problem));
            case DomainProblem.NothingEnabled _ -> refusal("receiving", Words.why(problem));
            case DomainProblem.NoOperatorZone _, DomainProblem.NotASubdomain _ -> refusal("setup", Words.why(problem));
        };
    }

    private static NewDomain.Refusal refusal(String field, String why) {
        return new NewDomain.Refusal(field, Sentence.of(why), "", "", false);
    }
}
