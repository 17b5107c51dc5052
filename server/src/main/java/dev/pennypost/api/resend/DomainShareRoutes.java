package dev.pennypost.api.resend;

import static dev.pennypost.api.http.Access.FULL;

import dev.pennypost.api.http.Fields;
import dev.pennypost.api.http.HttpProblem;
import dev.pennypost.api.http.Refusal;
import dev.pennypost.api.http.Request;
import dev.pennypost.api.http.Response;
import dev.pennypost.api.http.Router;
import dev.pennypost.domains.DomainId;
import dev.pennypost.domains.share.Share;
import dev.pennypost.domains.share.Shares;
import java.time.Duration;
import java.util.function.BiFunction;

/// `/domains/{id}/share`: a link for the person who holds the DNS password. Ours.
final class DomainShareRoutes {
    private final Shares shares;
    private final BiFunction<Request, String, String> pages;

    /// @param pages the address of a token's page, as the maker of a request reaches it
    DomainShareRoutes(Shares shares, BiFunction<Request, String, String> pages) {
        this.shares = shares;
        this.pages = pages;
    }

    void register(Router router) {
        router.post("/domains/{id}/share", FULL, this::share);
    }

    private Response share(Request request) {
        var id = new DomainId(ResendIds.inPath(request, "id"));
        return shares.create(request.caller().team(), id, validFor(request.fields()))
                .map(share -> Response.created(json(request, share)))
                .orElseGet(() -> ResendErrors.notFound("Domain"));
    }

    private ShareJson json(Request request, Share share) {
        return new ShareJson(
                "domain_share", pages.apply(request, share.token()), Timestamps.postgres(share.expiresAt()));
    }

    private static Duration validFor(Fields fields) {
        return fields.number("expires_in").map(DomainShareRoutes::inBounds).orElse(Shares.USUAL);
    }

    private static Duration inBounds(long seconds) {
        if (seconds < Shares.SHORTEST.toSeconds() || seconds > Shares.LONGEST.toSeconds())
            throw new Refusal(new HttpProblem.BadField(
                    "expires_in",
                    "Invalid `expires_in` field. It must be a number of seconds between %d and %d."
                            .formatted(Shares.SHORTEST.toSeconds(), Shares.LONGEST.toSeconds())));
        return Duration.ofSeconds(seconds);
    }

    private record ShareJson(String object, String url, String expiresAt) {}
}
