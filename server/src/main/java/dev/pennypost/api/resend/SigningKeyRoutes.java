package dev.pennypost.api.resend;

import static dev.pennypost.api.http.Access.FULL;

import dev.pennypost.api.http.Fields;
import dev.pennypost.api.http.HttpProblem;
import dev.pennypost.api.http.Refusal;
import dev.pennypost.api.http.Request;
import dev.pennypost.api.http.Response;
import dev.pennypost.api.http.Router;
import dev.pennypost.domains.DomainId;
import dev.pennypost.domains.Domains;
import dev.pennypost.domains.KeyResult;
import dev.pennypost.domains.signing.DomainKey;
import dev.pennypost.domains.signing.KeyAlgorithm;
import dev.pennypost.domains.signing.KeyProblem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `/domains/{id}/keys`: the DKIM keys of a domain; ours.
final class SigningKeyRoutes {
    private final Domains domains;

    SigningKeyRoutes(Domains domains) {
        this.domains = domains;
    }

    void register(Router router) {
        router.get("/domains/{id}/keys", FULL, this::list)
                .post("/domains/{id}/keys", FULL, this::add)
                .confidential()
                .post("/domains/{id}/keys/rotate", FULL, this::rotate)
                .delete("/domains/{id}/keys/{selector}", FULL, this::withdraw);
    }

    private Response list(Request request) {
        return domains.keys(request.caller().team(), id(request))
                .map(keys -> Response.ok(new ListJson(
                        "list", false, keys.stream().map(SigningKeyJson::of).toList())))
                .orElseGet(SigningKeyRoutes::noSuchDomain);
    }

    private Response add(Request request) {
        var fields = request.fields();
        var privateKey = fields.text("private_key");
        return privateKey.isPresent() ? bring(request, fields, privateKey.get()) : make(request, fields);
    }

    private Response bring(Request request, Fields fields, String privateKey) {
        String selector = fields.requiredText("selector");
        return created(domains.bringKey(request.caller().team(), id(request), selector, privateKey));
    }

    private Response make(Request request, Fields fields) {
        var algorithm =
                fields.text("algorithm").map(SigningKeyRoutes::algorithm).orElse(KeyAlgorithm.RSA);
        String selector = fields.text("selector").orElse(null);
        return created(domains.makeKey(request.caller().team(), id(request), algorithm, selector));
    }

    private Response rotate(Request request) {
        return created(domains.makeKey(request.caller().team(), id(request), KeyAlgorithm.RSA, null));
    }

    private Response withdraw(Request request) {
        var result = domains.withdrawKey(request.caller().team(), id(request), request.parameter("selector"));
        return switch (result) {
            case KeyResult.Done(var key) -> Response.ok(new DeletedJson("domain_key", key.selector(), true));
            case KeyResult.Refused(var problem) -> spell(problem);
            case KeyResult.NoSuchDomain() -> noSuchDomain();
        };
    }

    private static Response created(KeyResult result) {
        return switch (result) {
            case KeyResult.Done(var key) -> Response.created(SigningKeyJson.of(key));
            case KeyResult.Refused(var problem) -> spell(problem);
            case KeyResult.NoSuchDomain() -> noSuchDomain();
        };
    }

    private static KeyAlgorithm algorithm(String text) {
        return switch (text) {
            case "rsa" -> KeyAlgorithm.RSA;
            case "ed25519" -> KeyAlgorithm.ED25519;
            default ->
                throw new Refusal(new HttpProblem.BadField(
                        "algorithm", "Invalid `algorithm` field. It must be \"rsa\" | \"ed25519\"."));
        };
    }

    private static Response spell(KeyProblem problem) {
        return switch (problem) {
            case KeyProblem.AlreadyRotating(var selector) ->
                ResendErrors.invalid("The key `" + selector
                        + "` is waiting to be seen in DNS. Publish its record, or delete it first.");
            case KeyProblem.BadSelector _ ->
                ResendErrors.invalid("Invalid `selector` field. It must consist of letters, digits and hyphens,"
                        + " with dots between labels.");
            case KeyProblem.SelectorTaken(var selector) ->
                ResendErrors.invalid("Invalid `selector` field. The domain has, or had, a key named `" + selector
                        + "`; receivers may remember it.");
            case KeyProblem.StillRetiring() ->
                ResendErrors.invalid("The key before the current one is still published, because mail that it signed"
                        + " may be on its way. Rotate again when it is retired.");
            case KeyProblem.BadKey(var why) ->
                ResendErrors.invalid("Invalid `private_key` field. The key " + why + ".");
            case KeyProblem.NoSuchKey _ -> ResendErrors.notFound("Domain key");
            case KeyProblem.InUse(var selector) ->
                ResendErrors.invalid("The key `" + selector + "` signs mail. Rotate it first.");
        };
    }

    private static Response noSuchDomain() {
        return ResendErrors.notFound("Domain");
    }

    private static DomainId id(Request request) {
        return new DomainId(ResendIds.inPath(request, "id"));
    }

    private record DeletedJson(String object, String selector, boolean deleted) {}

    private record ListJson(String object, boolean hasMore, List<SigningKeyJson> data) {}

    /// @param name where the record belongs, below the domain
    private record SigningKeyJson(
            String object,
            String selector,
            String algorithm,
            String stage,
            String name,
            String type,
            String value,
            boolean imported,
            String createdAt,
            @Nullable String activatedAt,
            @Nullable String retiringAt,
            @Nullable String retiredAt) {
        static SigningKeyJson of(DomainKey key) {
            return new SigningKeyJson(
                    "domain_key",
                    key.selector(),
                    ResendStatuses.of(key.algorithm()),
                    ResendStatuses.of(key.stage()),
                    key.selector() + "._domainkey",
                    "TXT",
                    key.publicRecord(),
                    key.imported(),
                    Timestamps.postgres(key.createdAt()),
                    Timestamps.postgresOrNull(key.activatedAt()),
                    Timestamps.postgresOrNull(key.retiringAt()),
                    Timestamps.postgresOrNull(key.retiredAt()));
        }
    }
}
