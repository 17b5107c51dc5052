package dev.pennypost.api.byok;

import dev.pennypost.api.http.Dialect;
import dev.pennypost.api.http.HttpProblem;
import dev.pennypost.api.http.Response;
import dev.pennypost.api.http.Router;
import dev.pennypost.upstreams.Upstreams;

/// One notification domain at an upstream of the organisation's own, at `/byok`.
public final class ByokDialect implements Dialect {
    private final KeyRoutes keys;
    private final DomainRoutes domains;

    public ByokDialect(Upstreams upstreams) {
        this.keys = new KeyRoutes(upstreams);
        this.domains = new DomainRoutes(upstreams);
    }

    @Override
    public String mount() {
        return "/byok";
    }

    @Override
    public void register(Router router) {
        keys.register(router);
        domains.register(router);
    }

    @Override
    public Response spell(HttpProblem problem) {
        return ByokErrors.of(problem);
    }
}
