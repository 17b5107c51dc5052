package dev.pennypost.api.inboxes;

import static dev.pennypost.api.http.Access.FULL;

import dev.pennypost.api.http.Fields;
import dev.pennypost.api.http.HttpProblem;
import dev.pennypost.api.http.IsoTime;
import dev.pennypost.api.http.Refusal;
import dev.pennypost.api.http.Request;
import dev.pennypost.api.http.Response;
import dev.pennypost.api.http.Router;
import dev.pennypost.domains.AddDomain;
import dev.pennypost.domains.DomainId;
import dev.pennypost.domains.Ownership;
import dev.pennypost.emails.Emails;
import dev.pennypost.inboxes.CheckResult;
import dev.pennypost.inboxes.InboxDomains;
import dev.pennypost.inboxes.RegisterResult;
import dev.pennypost.inboxes.RemoveResult;
import dev.pennypost.inboxes.Standing;
import dev.pennypost.teams.TeamId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.LowerCamelCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/// `/domains`.
final class DomainRoutes {
    /// Where this API has the text that proves ownership.
    private static final Ownership OWNERSHIP = new Ownership("_pennypost", "");

    private final InboxDomains domains;
    private final Emails emails;

    DomainRoutes(InboxDomains domains, Emails emails) {
        this.domains = domains;
        this.emails = emails;
    }

    void register(Router router) {
        router.get("/domains", FULL, this::list)
                .post("/domains", FULL, this::add)
                .get("/domains/{id}", FULL, this::get)
                .patch("/domains/{id}", FULL, this::update)
                .post("/domains/{id}/verify", FULL, this::verify)
                .delete("/domains/{id}", FULL, this::remove);
    }

    private Response list(Request request) {
        var team = request.caller().team();
        var standing = request.query("status").map(DomainRoutes::standing).orElse(null);
        int limit = Paging.limit(request);
        int offset = Paging.offset(request);
        var listing = domains.list(team, standing, limit, offset);
        Map<DomainId, Long> sent = emails.sentCounts(team);
        List<DomainJson.Item> items = listing.items().stream()
                .map(item ->
                        DomainJson.Item.of(item, sent.getOrDefault(item.domain().id(), 0L)))
                .toList();
        return Response.ok(new DomainJson.Listing(items, listing.total(), limit, offset));
    }

    private Response add(Request request) {
        Fields fields = request.fields();
        var wanted = AddDomain.named(fields.requiredText("domain"))
                .in(fields.text("region").orElse(null))
                .proving(OWNERSHIP);
        boolean asDefault = fields.flag("isDefault").orElse(false);
        return switch (domains.register(request.caller().team(), wanted, asDefault)) {
            case RegisterResult.Registered(var domain) -> Response.created(DomainJson.Registered.of(domain));
            case RegisterResult.Refused(var problem) -> InboxesErrors.of(problem);
        };
    }

    private Response get(Request request) {
        var team = request.caller().team();
        return id(request)
                .flatMap(id -> domains.get(team, id))
                .map(domain -> Response.ok(
                        DomainJson.Full.of(domain, sent(team, domain.domain().id()))))
                .orElseGet(InboxesErrors::domainNotFound);
    }

    private Response update(Request request) {
        Fields fields = request.fields();
        var asDefault = fields.flag("isDefault").orElse(null);
        var suspended = fields.text("status").map(DomainRoutes::suspended).orElse(null);
        return id(request)
                .flatMap(id -> domains.update(request.caller().team(), id, asDefault, suspended))
                .map(domain -> Response.ok(DomainJson.Updated.of(domain)))
                .orElseGet(InboxesErrors::domainNotFound);
    }

    private Response verify(Request request) {
        var checked = id(request)
                .map(id -> domains.verify(request.caller().team(), id))
                .orElseGet(CheckResult.NoSuchDomain::new);
        return switch (checked) {
            case CheckResult.Checked(var domain) -> Response.ok(DomainJson.Checked.of(domain));
            case CheckResult.Failed(var wrong) -> InboxesErrors.verificationFailed(wrong);
            case CheckResult.NoSuchDomain() -> InboxesErrors.domainNotFound();
        };
    }

    private Response remove(Request request) {
        var removed = id(request)
                .map(id -> domains.remove(request.caller().team(), id))
                .orElseGet(RemoveResult.NoSuchDomain::new);
        return switch (removed) {
            case RemoveResult.Removed(var at) ->
                Response.ok(new DeletedJson(true, "Domain removed successfully", IsoTime.seconds(at)));
            case RemoveResult.InUse(long inboxes) -> InboxesErrors.domainInUse(inboxes);
            case RemoveResult.NoSuchDomain() -> InboxesErrors.domainNotFound();
        };
    }

    private long sent(TeamId team, DomainId id) {
        return emails.sentCounts(team).getOrDefault(id, 0L);
    }

    private static Optional<DomainId> id(Request request) {
        return PrefixedIds.DOMAIN.parse(request.parameter("id")).map(DomainId::new);
    }

    private static Standing standing(String text) {
        return Arrays.stream(Standing.values())
                .filter(standing -> InboxesStatuses.of(standing).equals(text))
                .findFirst()
                .orElseThrow(() -> bad("status", "pending, active, suspended or failed"));
    }

    /// What a domain becomes otherwise, its records decide.
    private static @Nullable Boolean suspended(String status) {
        return switch (status) {
            case "suspended" -> true;
            case "active" -> false;
            default -> throw bad("status", "active or suspended");
        };
    }

    private static Refusal bad(String field, String expected) {
        return new Refusal(new HttpProblem.BadField(field, "Invalid `" + field + "`. It must be " + expected + "."));
    }

    @JsonNaming(LowerCamelCaseStrategy.class)
    record DeletedJson(boolean success, String message, String deletedAt) {}
}
