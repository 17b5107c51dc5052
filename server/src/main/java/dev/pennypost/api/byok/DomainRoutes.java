package dev.pennypost.api.byok;

import static dev.pennypost.api.http.Access.FULL;

import dev.pennypost.api.byok.DomainJson.Envelope;
import dev.pennypost.api.byok.DomainJson.ListJson;
import dev.pennypost.api.http.Request;
import dev.pennypost.api.http.Response;
import dev.pennypost.api.http.Router;
import dev.pennypost.upstreams.UpstreamDomain;
import dev.pennypost.upstreams.UpstreamResult;
import dev.pennypost.upstreams.Upstreams;

/// `/domains`: the one domain, and the upstream's.
final class DomainRoutes {
    private final Upstreams upstreams;

    DomainRoutes(Upstreams upstreams) {
        this.upstreams = upstreams;
    }

    void register(Router router) {
        router.get("/domains", FULL, this::get)
                .post("/domains", FULL, this::add)
                .delete("/domains", FULL, this::remove)
                .get("/domains/sync", FULL, this::list)
                .post("/domains/sync", FULL, this::select)
                .post("/domains/verify", FULL, this::verify)
                .post("/domains/refresh", FULL, this::refresh);
    }

    private Response get(Request request) {
        var domain = upstreams.domain(request.caller().team());
        return Response.ok(domain.map(Envelope::of).orElseGet(() -> new Envelope(null)));
    }

    private Response add(Request request) {
        String name = request.fields().requiredText("domain_name");
        return ByokErrors.orRefused(
                upstreams.add(request.caller().team(), name), domain -> Response.created(Envelope.of(domain)));
    }

    private Response remove(Request request) {
        return ByokErrors.orRefused(upstreams.remove(request.caller().team()), _ -> Response.ok(new Envelope(null)));
    }

    private Response list(Request request) {
        return ByokErrors.orRefused(
                upstreams.list(request.caller().team()), listed -> Response.ok(ListJson.of(listed)));
    }

    private Response select(Request request) {
        String id = request.fields().requiredText("resendDomainId");
        return shown(upstreams.select(request.caller().team(), id));
    }

    private Response verify(Request request) {
        return shown(upstreams.verify(request.caller().team()));
    }

    private Response refresh(Request request) {
        return shown(upstreams.refresh(request.caller().team()));
    }

    private static Response shown(UpstreamResult<UpstreamDomain> result) {
        return ByokErrors.orRefused(result, domain -> Response.ok(Envelope.of(domain)));
    }
}
