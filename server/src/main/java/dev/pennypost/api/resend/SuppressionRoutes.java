package dev.pennypost.api.resend;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.pennypost.api.http.Access;
import dev.pennypost.api.http.Fields;
import dev.pennypost.api.http.HttpProblem;
import dev.pennypost.api.http.Refusal;
import dev.pennypost.api.http.Request;
import dev.pennypost.api.http.Response;
import dev.pennypost.api.http.Router;
import dev.pennypost.mail.address.Address;
import dev.pennypost.mail.address.BadAddress;
import dev.pennypost.suppressions.Origin;
import dev.pennypost.suppressions.Recipient;
import dev.pennypost.suppressions.Suppression;
import dev.pennypost.suppressions.SuppressionId;
import dev.pennypost.suppressions.Suppressions;
import dev.pennypost.teams.TeamId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// `/suppressions` (contract §23).
final class SuppressionRoutes {
    private static final int MOST_AT_ONCE = 100;

    private final Suppressions suppressions;

    SuppressionRoutes(Suppressions suppressions) {
        this.suppressions = suppressions;
    }

    void register(Router router) {
        router.post("/suppressions", Access.FULL, this::add)
                .get("/suppressions", Access.FULL, this::list)
                .post("/suppressions/batch/add", Access.FULL, this::addBatch)
                .post("/suppressions/batch/remove", Access.FULL, this::removeBatch)
                .get("/suppressions/{suppression}", Access.FULL, this::get)
                .delete("/suppressions/{suppression}", Access.FULL, this::remove);
    }

    private Response add(Request request) {
        String email = request.fields().requiredText("email");
        var added = suppressions.add(List.of(recipient(request, "email", email)));
        return Response.created(AddedJson.of(added.getFirst()));
    }

    private Response addBatch(Request request) {
        Fields fields = request.fields();
        if (fields.node("emails") == null) return ResendErrors.missing("emails");
        return Response.created(new BatchJson<>(suppressions.add(recipients(request, fields)).stream()
                .map(AddedJson::of)
                .toList()));
    }

    private Response removeBatch(Request request) {
        Fields fields = request.fields();
        boolean byEmail = fields.node("emails") != null;
        boolean byId = fields.node("ids") != null;
        if (byEmail && byId) return ResendErrors.invalid("Provide either `emails` or `ids`, but not both.");
        if (!byEmail && !byId)
            return ResendErrors.of(422, ResendErrors.MISSING_FIELD, "Missing `emails` or `ids` field.");
        TeamId team = request.caller().team();
        var removed = byEmail
                ? suppressions.removeRecipients(team, recipients(request, fields))
                : suppressions.remove(team, ids(fields));
        return Response.ok(new BatchJson<>(removed.stream().map(RemovedJson::of).toList()));
    }

    private Response list(Request request) {
        Optional<Origin> origin = request.query("origin").map(SuppressionRoutes::origin);
        var page = ResendPaging.twentyByDefault(request);
        return ResendPaging.list(
                suppressions.list(
                        request.caller().team(),
                        origin.orElse(null),
                        request.query("search").orElse(""),
                        page),
                SuppressionJson::listed);
    }

    private Response get(Request request) {
        return find(request)
                .map(found -> Response.ok(SuppressionJson.of(found)))
                .orElseGet(SuppressionRoutes::notFound);
    }

    private Response remove(Request request) {
        TeamId team = request.caller().team();
        String named = request.parameter("suppression");
        var removed = isEmail(named)
                ? suppressions.removeRecipients(team, List.of(recipient(request, "email", named)))
                : suppressions.remove(team, List.of(id(named)));
        return removed.stream()
                .findFirst()
                .map(one -> Response.ok(RemovedJson.of(one)))
                .orElseGet(SuppressionRoutes::notFound);
    }

    private Optional<Suppression> find(Request request) {
        String named = request.parameter("suppression");
        return isEmail(named)
                ? suppressions.get(recipient(request, "email", named))
                : suppressions.get(request.caller().team(), id(named));
    }

    private static Response notFound() {
        return ResendErrors.notFound("Suppression");
    }

    private static boolean isEmail(String named) {
        return named.indexOf('@') >= 0;
    }

    private static SuppressionId id(String named) {
        return new SuppressionId(ResendIds.parse(named)
                .orElseThrow(() -> bad("suppression", "The `suppression` must be a valid UUID or an email address.")));
    }

    private static List<SuppressionId> ids(Fields fields) {
        return texts(fields, "ids").stream()
                .map(text -> ResendIds.parse(text).orElseThrow(() -> ResendIds.malformed("ids")))
                .map(SuppressionId::new)
                .toList();
    }

    private static List<Recipient> recipients(Request request, Fields fields) {
        return texts(fields, "emails").stream()
                .map(text -> recipient(request, "emails", text))
                .toList();
    }

    private static List<String> texts(Fields fields, String field) {
        List<String> texts = fields.texts(field);
        if (texts.isEmpty() || texts.size() > MOST_AT_ONCE)
            throw bad(field, "Invalid `" + field + "` field. It must have 1 to " + MOST_AT_ONCE + " items.");
        return texts;
    }

    private static Recipient recipient(Request request, String field, String text) {
        try {
            return Recipient.of(request.caller().team(), Address.parse(text.strip()));
        } catch (BadAddress malformed) {
            throw bad(
                    field,
                    "Invalid `" + field + "` field. The email address needs to follow the `email@example.com` format.");
        }
    }

    private static Origin origin(String text) {
        return switch (text) {
            case "bounce" -> Origin.BOUNCE;
            case "complaint" -> Origin.COMPLAINT;
            case "manual" -> Origin.MANUAL;
            default -> throw bad("origin", "Origin must be \"bounce\" | \"complaint\" | \"manual\"");
        };
    }

    private static Refusal bad(String field, String message) {
        return new Refusal(new HttpProblem.BadField(field, message));
    }

    private record BatchJson<T>(List<T> data) {}

    private record AddedJson(String object, UUID id) {
        static AddedJson of(Suppression added) {
            return new AddedJson("suppression", added.id().value());
        }
    }

    private record RemovedJson(String object, UUID id, boolean deleted) {
        static RemovedJson of(Suppression removed) {
            return new RemovedJson("suppression", removed.id().value(), true);
        }
    }

    /// Only a single one says what it is.
    @JsonPropertyOrder({"object", "id", "email", "origin", "source_id", "created_at"})
    private record SuppressionJson(
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String object,

            UUID id,
            String email,
            String origin,
            @Nullable UUID sourceId,
            String createdAt) {
        static SuppressionJson of(Suppression suppression) {
            return json("suppression", suppression);
        }

        static SuppressionJson listed(Suppression suppression) {
            return json(null, suppression);
        }

        private static SuppressionJson json(@Nullable String object, Suppression suppression) {
            return new SuppressionJson(
                    object,
                    suppression.id().value(),
                    suppression.recipient().email(),
                    ResendStatuses.of(suppression.origin()),
                    suppression.source(),
                    Timestamps.postgres(suppression.createdAt()));
        }
    }
}
