package dev.pennypost.api.resend;

import static dev.pennypost.api.http.Access.FULL;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.pennypost.api.http.Fields;
import dev.pennypost.api.http.HttpProblem;
import dev.pennypost.api.http.Refusal;
import dev.pennypost.api.http.Request;
import dev.pennypost.api.http.Response;
import dev.pennypost.api.http.Router;
import dev.pennypost.certificates.CertificateState;
import dev.pennypost.domains.AddDomain;
import dev.pennypost.domains.AddResult.Added;
import dev.pennypost.domains.AddResult.Refused;
import dev.pennypost.domains.DomainFilter;
import dev.pennypost.domains.DomainId;
import dev.pennypost.domains.DomainStatus;
import dev.pennypost.domains.Domains;
import dev.pennypost.domains.SetupMode;
import dev.pennypost.domains.TlsMode;
import dev.pennypost.domains.UpdateDomain;
import dev.pennypost.domains.UpdateResult;
import dev.pennypost.mail.dns.DomainName;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/// `/domains` (contract §12).
final class DomainRoutes {
    private static final String RESOURCE = "Domain";

    private final Domains domains;
    private final Function<DomainName, CertificateState> certificates;

    /// @param certificates how a tracking host stands
    DomainRoutes(Domains domains, Function<DomainName, CertificateState> certificates) {
        this.domains = domains;
        this.certificates = certificates;
    }

    void register(Router router) {
        router.post("/domains", FULL, this::add)
                .get("/domains", FULL, this::list)
                .get("/domains/{id}", FULL, this::get)
                .patch("/domains/{id}", FULL, this::update)
                .get("/domains/{id}/history", FULL, this::history)
                .post("/domains/{id}/verify", FULL, this::verify)
                .post("/domains/{id}/suspend", FULL, request -> suspend(request, true))
                .post("/domains/{id}/resume", FULL, request -> suspend(request, false))
                .delete("/domains/{id}", FULL, this::remove);
    }

    private Response add(Request request) {
        return switch (domains.add(request.caller().team(), toAddDomain(request.fields()))) {
            case Added(var domain) -> Response.created(DomainJson.of(domain, certificates));
            case Refused(var problem) -> ResendDomainProblems.spell(problem);
        };
    }

    private Response list(Request request) {
        var page = domains.list(request.caller().team(), filter(request), ResendPaging.allByDefault(request));
        return ResendPaging.list(page, DomainItemJson::of);
    }

    /// Ours.
    private static DomainFilter filter(Request request) {
        var statuses = request.query("status").map(DomainRoutes::statuses).orElseGet(DomainFilter.ALL::statuses);
        var suspended = request.query("suspended").map(DomainRoutes::suspended).orElse(null);
        return new DomainFilter(statuses, suspended, request.query("name").orElse(""));
    }

    private static Set<DomainStatus> statuses(String text) {
        var wanted = List.of(text.split(","));
        var known = Arrays.stream(DomainStatus.values())
                .filter(status -> wanted.contains(ResendStatuses.of(status)))
                .collect(Collectors.toSet());
        if (known.isEmpty() || known.size() < wanted.size())
            throw bad("status", "Invalid `status` parameter. It must be statuses of domains with commas in between.");
        return known;
    }

    private static Boolean suspended(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw bad("suspended", "Invalid `suspended` parameter. It must be \"true\" | \"false\".");
        };
    }

    private Response get(Request request) {
        return domains.get(request.caller().team(), id(request))
                .map(domain -> Response.ok(
                        DomainJson.of(domain, certificates, domains.incidents().of(domain.team(), domain.id()))))
                .orElseGet(() -> ResendErrors.notFound(RESOURCE));
    }

    private Response update(Request request) {
        return switch (domains.update(request.caller().team(), id(request), toUpdate(request.fields()))) {
            case UpdateResult.Updated(var domain) ->
                Response.ok(new IdJson("domain", domain.id().value()));
            case UpdateResult.Refused(var problem) -> ResendDomainProblems.spell(problem);
            case UpdateResult.NoSuchDomain() -> ResendErrors.notFound(RESOURCE);
        };
    }

    private Response history(Request request) {
        var team = request.caller().team();
        var id = id(request);
        if (domains.get(team, id).isEmpty()) return ResendErrors.notFound(RESOURCE);
        return ResendPaging.list(domains.history(team, id, ResendPaging.twentyByDefault(request)), HistoryJson::of);
    }

    private Response verify(Request request) {
        return domains.verify(request.caller().team(), id(request))
                .map(id -> Response.ok(new IdJson("domain", id.value())))
                .orElseGet(() -> ResendErrors.notFound(RESOURCE));
    }

    /// Ours.
    private Response suspend(Request request, boolean suspended) {
        return domains.suspend(request.caller().team(), id(request), suspended)
                .map(domain ->
                        Response.ok(new SuspendedJson("domain", domain.id().value(), suspended)))
                .orElseGet(() -> ResendErrors.notFound(RESOURCE));
    }

    private Response remove(Request request) {
        return domains.remove(request.caller().team(), id(request))
                .map(id -> Response.ok(new DeletedJson("domain", id.value(), true)))
                .orElseGet(() -> ResendErrors.notFound(RESOURCE));
    }

    private static DomainId id(Request request) {
        return new DomainId(ResendIds.inPath(request, "id"));
    }

    @JsonPropertyOrder({"object", "id", "suspended"})
    private record SuspendedJson(String object, UUID id, boolean suspended) {}

    private static UpdateDomain toUpdate(Fields fields) {
        var capabilities = fields.object("capabilities");
        return new UpdateDomain(
                fields.text("tls").map(DomainRoutes::tls).orElse(null),
                fields.flag("open_tracking").orElse(null),
                fields.flag("click_tracking").orElse(null),
                fields.flag("tracking_privacy").orElse(null),
                capability(capabilities, "sending").orElse(null),
                capability(capabilities, "receiving").orElse(null),
                fields.text("tracking_subdomain").map(DomainRoutes::lowerCase).orElse(null),
                fields.text("custom_return_path").map(DomainRoutes::lowerCase).orElse(null));
    }

    private static String lowerCase(String label) {
        return label.toLowerCase(Locale.ROOT);
    }

    /// Also what a claim asks for: it makes a domain.
    static AddDomain toAddDomain(Fields fields) {
        var capabilities = fields.object("capabilities");
        return new AddDomain(
                requiredName(fields),
                fields.text("region").orElse(null),
                fields.text("custom_return_path").orElse(null),
                fields.text("tls").map(DomainRoutes::tls).orElse(TlsMode.OPPORTUNISTIC),
                fields.flag("open_tracking").orElse(false),
                fields.flag("click_tracking").orElse(false),
                fields.flag("tracking_privacy").orElse(false),
                capability(capabilities, "sending").orElse(true),
                capability(capabilities, "receiving").orElse(false),
                fields.text("tracking_subdomain").orElse(null),
                fields.text("setup").map(DomainRoutes::setup).orElse(SetupMode.COPY),
                fields.flag("ed25519").orElse(false),
                null);
    }

    /// Ours, as are `ed25519` and `tracking_privacy`.
    private static SetupMode setup(String text) {
        return switch (text) {
            case "copy" -> SetupMode.COPY;
            case "cname" -> SetupMode.CNAME;
            case "ns" -> SetupMode.NS;
            default -> throw bad("setup", "Invalid `setup` field. It must be \"copy\" | \"cname\" | \"ns\".");
        };
    }

    private static String requiredName(Fields fields) {
        String name = fields.requiredText("name");
        if (name.isBlank()) throw new Refusal(new HttpProblem.MissingField("name"));
        return name;
    }

    /// SDKs spell it `enforced` or `ENFORCED`.
    private static TlsMode tls(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "opportunistic" -> TlsMode.OPPORTUNISTIC;
            case "enforced" -> TlsMode.ENFORCED;
            default -> throw bad("tls", "Invalid `tls` field. It must be \"opportunistic\" | \"enforced\".");
        };
    }

    private static Optional<Boolean> capability(Optional<Fields> capabilities, String name) {
        return capabilities.flatMap(given -> given.text(name)).map(text -> switch (text) {
            case "enabled" -> true;
            case "disabled" -> false;
            default ->
                throw bad(
                        "capabilities",
                        "Invalid `capabilities." + name + "` field. It must be \"enabled\" | \"disabled\".");
        });
    }

    private static Refusal bad(String field, String message) {
        return new Refusal(new HttpProblem.BadField(field, message));
    }
}
