package dev.pennypost.api.autosend;

import static dev.pennypost.api.http.Access.FULL;

import dev.pennypost.api.autosend.DomainJson.ListJson;
import dev.pennypost.api.autosend.DomainJson.VerifiedJson;
import dev.pennypost.api.http.Fields;
import dev.pennypost.api.http.HttpProblem;
import dev.pennypost.api.http.Refusal;
import dev.pennypost.api.http.Request;
import dev.pennypost.api.http.Response;
import dev.pennypost.api.http.Router;
import dev.pennypost.domains.AddDomain;
import dev.pennypost.domains.AddResult;
import dev.pennypost.domains.Domain;
import dev.pennypost.domains.DomainId;
import dev.pennypost.domains.Domains;
import dev.pennypost.domains.Ownership;
import dev.pennypost.storage.Page;
import dev.pennypost.storage.PageRequest;
import dev.pennypost.storage.ShortIds;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// `/domains`.
final class DomainRoutes {
    private static final Ownership OWNERSHIP = new Ownership("_autosend-verify", "autosend-verify-");

    private final Domains domains;
    private final ShortIds ids;

    DomainRoutes(Domains domains, ShortIds ids) {
        this.domains = domains;
        this.ids = ids;
    }

    void register(Router router) {
        router.post("/domains", FULL, this::add)
                .get("/domains", FULL, this::list)
                .get("/domains/{id}", FULL, this::get)
                .post("/domains/{id}/verify", FULL, this::verify)
                .delete("/domains/{id}", FULL, this::remove);
    }

    private Response add(Request request) {
        Fields fields = request.fields();
        String name = fields.requiredText("domain");
        if (name.isBlank()) throw new Refusal(new HttpProblem.MissingField("domain"));
        var wanted =
                AddDomain.named(name).in(fields.text("regionKey").orElse(null)).proving(OWNERSHIP);
        return switch (domains.add(request.caller().team(), wanted)) {
            case AddResult.Added(var domain) -> Envelope.created(json(domain));
            case AddResult.Refused(var problem) -> AutosendErrors.of(problem);
        };
    }

    /// Every domain at once, as documented.
    private Response list(Request request) {
        var team = request.caller().team();
        List<Domain> all = domains.detailed(team, PageRequest.first(PageRequest.ALL))
                .map(Page::items)
                .orElse(List.of());
        var shorts = ids.of(team.value(), all.stream().map(DomainRoutes::uuid).toList());
        return Envelope.of(new ListJson(all.stream()
                .map(domain -> DomainJson.of(domain, shorts.getOrDefault(uuid(domain), "")))
                .toList()));
    }

    private Response get(Request request) {
        return id(request)
                .flatMap(id -> domains.get(request.caller().team(), id))
                .map(domain -> Envelope.of(json(domain)))
                .orElseGet(AutosendErrors::domainNotFound);
    }

    private Response verify(Request request) {
        return id(request)
                .flatMap(id -> domains.check(request.caller().team(), id))
                .map(domain -> Envelope.of(VerifiedJson.of(json(domain)), "Domain verification status updated"))
                .orElseGet(AutosendErrors::domainNotFound);
    }

    private Response remove(Request request) {
        return id(request)
                .flatMap(id -> domains.remove(request.caller().team(), id))
                .map(_ -> Envelope.of("Domain deleted successfully"))
                .orElseGet(AutosendErrors::domainNotFound);
    }

    private DomainJson json(Domain domain) {
        return DomainJson.of(domain, ids.of(domain.team().value(), uuid(domain)));
    }

    private Optional<DomainId> id(Request request) {
        return ids.resolve(request.caller().team().value(), request.parameter("id"))
                .map(DomainId::new);
    }

    private static UUID uuid(Domain domain) {
        return domain.id().value();
    }
}
