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
import dev.pennypost.topics.SaveResult;
import dev.pennypost.topics.Subscription;
import dev.pennypost.topics.Topic;
import dev.pennypost.topics.TopicDetails;
import dev.pennypost.topics.TopicId;
import dev.pennypost.topics.TopicProblem;
import dev.pennypost.topics.Topics;
import dev.pennypost.topics.Visibility;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// `/topics` (contract §18).
final class TopicRoutes {
    private static final String OBJECT = "topic";

    private final Topics topics;

    TopicRoutes(Topics topics) {
        this.topics = topics;
    }

    void register(Router router) {
        router.post("/topics", Access.FULL, this::create)
                .get("/topics", Access.FULL, this::list)
                .get("/topics/{id}", Access.FULL, this::get)
                .patch("/topics/{id}", Access.FULL, this::update)
                .delete("/topics/{id}", Access.FULL, this::remove);
    }

    private Response create(Request request) {
        Fields fields = request.fields();
        var details = new TopicDetails(
                required(fields, "name"),
                description(fields, null),
                subscription(required(fields, "default_subscription")),
                visibility(fields, Visibility.PRIVATE));
        return switch (topics.create(request.caller().team(), details)) {
            case SaveResult.Saved(TopicId id) -> Response.created(new IdJson(OBJECT, id.value()));
            case SaveResult.Refused(var problem) -> spell(problem);
        };
    }

    private Response list(Request request) {
        var page = ResendPaging.twentyByDefault(request);
        return ResendPaging.list(topics.list(request.caller().team(), page), TopicJson::listed);
    }

    private Response get(Request request) {
        return topics.get(request.caller().team(), id(request))
                .map(found -> Response.ok(TopicJson.of(found)))
                .orElseGet(TopicRoutes::notFound);
    }

    private Response update(Request request) {
        Fields fields = request.fields();
        var result = topics.update(request.caller().team(), id(request), before -> changed(before, fields));
        return switch (result) {
            case SaveResult.Saved(TopicId id) -> Response.ok(new IdJson(OBJECT, id.value()));
            case SaveResult.Refused(var problem) -> spell(problem);
        };
    }

    private Response remove(Request request) {
        return topics.remove(request.caller().team(), id(request))
                .map(id -> Response.ok(new DeletedJson(OBJECT, id.value(), true)))
                .orElseGet(TopicRoutes::notFound);
    }

    /// What is absent stays. A default that would become another one must not be passed over like unknown fields.
    private static TopicDetails changed(TopicDetails before, Fields fields) {
        return new TopicDetails(
                notEmpty(fields, "name", before.name()),
                description(fields, before.description()),
                fields.text("default_subscription")
                        .map(TopicRoutes::subscription)
                        .orElse(before.defaultSubscription()),
                visibility(fields, before.visibility()));
    }

    private static String required(Fields fields, String field) {
        return fields.text(field)
                .filter(text -> !text.isEmpty())
                .orElseThrow(() -> new Refusal(new HttpProblem.MissingField(field)));
    }

    /// SDKs without a word for absence send an empty text for what is not to change.
    private static String notEmpty(Fields fields, String field, String before) {
        return fields.text(field).filter(text -> !text.isEmpty()).orElse(before);
    }

    /// Null and an empty text take it away.
    private static @Nullable String description(Fields fields, @Nullable String before) {
        if (!fields.names().contains("description")) return before;
        return fields.text("description").filter(text -> !text.isEmpty()).orElse(null);
    }

    private static Subscription subscription(String text) {
        return switch (text) {
            case "opt_in" -> Subscription.OPT_IN;
            case "opt_out" -> Subscription.OPT_OUT;
            default -> throw bad("default_subscription", "\"opt_in\" | \"opt_out\"");
        };
    }

    private static Visibility visibility(Fields fields, Visibility before) {
        return switch (fields.text("visibility").orElse("")) {
            case "" -> before;
            case "public" -> Visibility.PUBLIC;
            case "private" -> Visibility.PRIVATE;
            default -> throw bad("visibility", "\"public\" | \"private\"");
        };
    }

    private static Refusal bad(String field, String words) {
        return new Refusal(new HttpProblem.BadField(field, "Invalid `" + field + "` field. It must be " + words + "."));
    }

    private static TopicId id(Request request) {
        return new TopicId(ResendIds.inPath(request, "id"));
    }

    static Response notFound() {
        return ResendErrors.notFound("Topic");
    }

    private static Response spell(TopicProblem problem) {
        return switch (problem) {
            case TopicProblem.NoSuchTopic _ -> notFound();
            case TopicProblem.BadText(String field, String why) ->
                ResendErrors.invalid("Invalid `" + field + "` field. It " + why + ".");
            case TopicProblem.DefaultIsFixed() ->
                ResendErrors.invalid("Invalid `default_subscription` field. It cannot be changed after creation.");
        };
    }

    /// Only a single one says what it is.
    @JsonPropertyOrder({"object", "id", "name", "description", "default_subscription", "visibility", "created_at"})
    private record TopicJson(
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String object,

            UUID id,
            String name,
            @Nullable String description,
            String defaultSubscription,
            String visibility,
            String createdAt) {
        static TopicJson of(Topic topic) {
            return json(OBJECT, topic);
        }

        static TopicJson listed(Topic topic) {
            return json(null, topic);
        }

        private static TopicJson json(@Nullable String object, Topic topic) {
            TopicDetails details = topic.details();
            return new TopicJson(
                    object,
                    topic.id().value(),
                    details.name(),
                    details.description(),
                    ResendStatuses.of(details.defaultSubscription()),
                    ResendStatuses.of(details.visibility()),
                    Timestamps.postgres(topic.createdAt()));
        }
    }
}
