package dev.pennypost.api.resend;

import static dev.pennypost.api.http.Access.FULL;

import dev.pennypost.api.http.Request;
import dev.pennypost.api.http.Response;
import dev.pennypost.api.http.Router;
import dev.pennypost.domains.ClaimResult.Claimed;
import dev.pennypost.domains.ClaimResult.Refused;
import dev.pennypost.domains.ClaimResult.StillOpen;
import dev.pennypost.domains.Claims;
import dev.pennypost.domains.DomainId;

/// `/domains/claim` and what belongs to it (contract §12.8).
final class ClaimRoutes {
    private static final String RESOURCE = "Domain claim";

    private final Claims claims;

    ClaimRoutes(Claims claims) {
        this.claims = claims;
    }

    void register(Router router) {
        router.post("/domains/claim", FULL, this::claim)
                .get("/domains/{id}/claim", FULL, this::get)
                .post("/domains/{id}/claim/verify", FULL, this::verify);
    }

    private Response claim(Request request) {
        return switch (claims.claim(request.caller().team(), DomainRoutes.toAddDomain(request.fields()))) {
            case Claimed(var claim) -> Response.created(ClaimJson.of(claim));
            case StillOpen(var claim) -> Response.ok(ClaimJson.of(claim));
            case Refused(var problem) -> ResendDomainProblems.spell(problem);
        };
    }

    private Response get(Request request) {
        return claims.get(request.caller().team(), id(request))
                .map(claim -> Response.ok(ClaimJson.of(claim)))
                .orElseGet(() -> ResendErrors.notFound(RESOURCE));
    }

    private Response verify(Request request) {
        return claims.verify(request.caller().team(), id(request))
                .map(claim -> Response.ok(ClaimJson.of(claim)))
                .orElseGet(() -> ResendErrors.notFound(RESOURCE));
    }

    private static DomainId id(Request request) {
        return new DomainId(ResendIds.inPath(request, "id"));
    }
}
