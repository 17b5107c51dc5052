package dev.pennypost.sandbox;

import static dev.pennypost.api.http.Access.FULL;

import dev.pennypost.api.http.HttpProblem;
import dev.pennypost.api.http.Refusal;
import dev.pennypost.api.http.Request;
import dev.pennypost.api.http.Response;
import dev.pennypost.api.http.Router;
import dev.pennypost.domains.Domain;
import dev.pennypost.mail.dns.BadDomainName;
import dev.pennypost.mail.dns.BadZone;
import dev.pennypost.mail.dns.DomainName;
import java.nio.charset.StandardCharsets;

/// `/sandbox/dns`: the zones of the team's domains.
final class ZoneRoutes {
    private final SandboxZones zones;
    private final AddedDomains domains;

    ZoneRoutes(SandboxZones zones, AddedDomains domains) {
        this.zones = zones;
        this.domains = domains;
    }

    void register(Router router) {
        router.get("/dns/{domain}", FULL, this::get)
                .put("/dns/{domain}", FULL, this::put)
                .post("/dns/{domain}/publish", FULL, this::publish)
                .post("/dns/{domain}/withhold", FULL, this::withhold);
    }

    private Response get(Request request) {
        String text = zones.of(domain(request)).zone().text();
        return Response.text(200, "text/dns; charset=utf-8", text); // RFC 4027
    }

    private Response put(Request request) {
        Domain domain = domain(request);
        try {
            return changed(zones.put(domain, new String(request.body(), StandardCharsets.UTF_8)));
        } catch (BadZone bad) {
            throw new Refusal(new HttpProblem.MalformedBody(String.valueOf(bad.getMessage())));
        }
    }

    private Response publish(Request request) {
        return changed(zones.publish(domain(request)));
    }

    private Response withhold(Request request) {
        return changed(zones.withhold(domain(request)));
    }

    private static Response changed(ServedZone served) {
        return Response.ok(ZoneJson.of(served));
    }

    private Domain domain(Request request) {
        try {
            return domains.of(request.caller().team(), DomainName.parse(request.parameter("domain")))
                    .orElseThrow(ZoneRoutes::notFound);
        } catch (BadDomainName nobodyHasIt) {
            throw notFound();
        }
    }

    private static Refusal notFound() {
        return new Refusal(new HttpProblem.NotFound("Domain"));
    }
}
