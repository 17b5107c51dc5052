package dev.pennypost.api.resend;

import dev.pennypost.api.http.Access;
import dev.pennypost.api.http.Fields;
import dev.pennypost.api.http.Request;
import dev.pennypost.api.http.Response;
import dev.pennypost.api.http.Router;
import dev.pennypost.domains.DomainId;
import dev.pennypost.domains.Domains;
import dev.pennypost.keys.ApiKey;
import dev.pennypost.keys.KeyId;
import dev.pennypost.keys.Keys;
import dev.pennypost.keys.Permission;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// `/api-keys` (contract §14).
final class KeyRoutes {
    private static final int LONGEST_NAME = 50;

    private final Keys keys;
    private final Domains domains;
    private final InstantSource clock;

    KeyRoutes(Keys keys, Domains domains, InstantSource clock) {
        this.keys = keys;
        this.domains = domains;
        this.clock = clock;
    }

    void register(Router router) {
        router.post("/api-keys", Access.FULL, this::create)
                .get("/api-keys", Access.FULL, this::list)
                .get("/api-keys/{id}", Access.FULL, this::get)
                .patch("/api-keys/{id}", Access.FULL, this::rename)
                .delete("/api-keys/{id}", Access.FULL, this::remove);
    }

    private Response create(Request request) {
        Fields fields = request.fields();
        String name = name(fields);
        Instant expiresAt = expiry(fields);
        Optional<Permission> permission =
                permission(request, fields.text("permission").orElse("full_access"));
        if (permission.isEmpty())
            return ResendErrors.of(422, "invalid_access", "Access must be \"full_access\" | \"sending_access\"");
        Optional<String> domain = fields.text("domain_id");
        if (domain.isPresent() && permission.get() != Permission.SENDING_ACCESS)
            return ResendErrors.invalid("The `domain_id` field is only allowed with `sending_access`.");
        return domain.isEmpty()
                ? create(request, name, permission.get(), null, expiresAt)
                : createBound(request, name, permission.get(), domain.get(), expiresAt);
    }

    /// The empty name is one (contract §32, row 9).
    private static String name(Fields fields) {
        String name = fields.requiredText("name");
        if (name.length() > LONGEST_NAME)
            throw EmailJson.bad("name", "Invalid `name` field. It must be at most " + LONGEST_NAME + " characters.");
        return name;
    }

    private @Nullable Instant expiry(Fields fields) {
        var now = clock.instant();
        var text = fields.text("expires_at");
        if (text.isEmpty()) return null;
        Instant time = EmailJson.time("expires_at", text.get(), now);
        if (!time.isAfter(now))
            throw EmailJson.bad("expires_at", "Invalid `expires_at` field. It must be in the future.");
        return time;
    }

    private Response createBound(
            Request request, String name, Permission permission, String domain, @Nullable Instant expiresAt) {
        UUID id = ResendIds.parse(domain).orElseThrow(() -> ResendIds.malformed("domain_id"));
        return domains.get(request.caller().team(), new DomainId(id))
                .map(_ -> create(request, name, permission, new DomainId(id), expiresAt))
                .orElseGet(() -> ResendErrors.notFound("Domain"));
    }

    private Response create(
            Request request,
            String name,
            Permission permission,
            @Nullable DomainId domain,
            @Nullable Instant expiresAt) {
        Keys.Created created = keys.create(request.caller().team(), name, permission, domain, expiresAt);
        return Response.created(
                new CreatedJson(created.key().id().toString(), created.token().reveal()));
    }

    private Response list(Request request) {
        return ResendPaging.list(keys.list(request.caller().team(), ResendPaging.allByDefault(request)), KeyJson::of);
    }

    /// Ours: the contract has no route for one key.
    private Response get(Request request) {
        return keys.get(request.caller().team(), new KeyId(ResendIds.inPath(request, "id")))
                .map(key -> Response.ok(OneKeyJson.of(key)))
                .orElseGet(() -> ResendErrors.notFound("API key"));
    }

    private Response rename(Request request) {
        UUID id = ResendIds.inPath(request, "id");
        return keys.rename(request.caller().team(), new KeyId(id), name(request.fields()))
                ? Response.ok(new IdJson("api_key", id))
                : ResendErrors.notFound("API key");
    }

    private Response remove(Request request) {
        UUID id = ResendIds.inPath(request, "id");
        return keys.remove(request.caller().team(), new KeyId(id))
                ? Response.ok(new RemovedJson("api_key", id.toString(), true))
                : ResendErrors.notFound("API key");
    }

    /// Whoever may not manage members is told of no permission that does: they are not to give it to themselves.
    private static Optional<Permission> permission(Request request, String text) {
        return switch (text) {
            case "team_access" ->
                Optional.of(Permission.TEAM_ACCESS).filter(request.caller().permission()::equals);
            case "full_access" -> Optional.of(Permission.FULL_ACCESS);
            case "sending_access" -> Optional.of(Permission.SENDING_ACCESS);
            default -> Optional.empty();
        };
    }

    private record CreatedJson(String id, String token) {}

    private record RemovedJson(String object, String id, boolean deleted) {}

    private record OneKeyJson(
            String object,
            String id,
            String name,
            String permission,
            @Nullable UUID domainId,
            String createdAt,
            @Nullable String lastUsedAt,
            @Nullable String expiresAt) {
        static OneKeyJson of(ApiKey key) {
            DomainId domain = key.domain();
            return new OneKeyJson(
                    "api_key",
                    key.id().toString(),
                    key.name(),
                    key.permission().name().toLowerCase(Locale.ROOT),
                    domain == null ? null : domain.value(),
                    Timestamps.postgres(key.createdAt()),
                    Timestamps.postgresOrNull(key.lastUsedAt()),
                    Timestamps.postgresOrNull(key.expiresAt()));
        }
    }

    private record KeyJson(
            String id,
            String name,
            String createdAt,
            @Nullable String lastUsedAt,
            @Nullable String expiresAt) {
        static KeyJson of(ApiKey key) {
            return new KeyJson(
                    key.id().toString(),
                    key.name(),
                    Timestamps.postgres(key.createdAt()),
                    Timestamps.postgresOrNull(key.lastUsedAt()),
                    Timestamps.postgresOrNull(key.expiresAt()));
        }
    }
}
