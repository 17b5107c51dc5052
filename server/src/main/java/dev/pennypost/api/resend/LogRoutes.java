package dev.pennypost.api.resend;

import dev.pennypost.api.http.Access;
import dev.pennypost.api.http.Request;
import dev.pennypost.api.http.Response;
import dev.pennypost.api.http.Router;
import dev.pennypost.json.Json;
import dev.pennypost.requestlog.Bodies;
import dev.pennypost.requestlog.LogFilter;
import dev.pennypost.requestlog.LoggedRequest;
import dev.pennypost.requestlog.RequestId;
import dev.pennypost.requestlog.RequestLog;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// `/logs` (contract §24).
final class LogRoutes {
    private static final Pattern STATUS = Pattern.compile("[1-5](\\d\\d|xx)");
    private static final List<String> METHODS = List.of("GET", "POST", "PUT", "PATCH", "DELETE");

    private final RequestLog requests;

    LogRoutes(RequestLog requests) {
        this.requests = requests;
    }

    void register(Router router) {
        router.get("/logs", Access.FULL, this::list).get("/logs/{id}", Access.FULL, this::get);
    }

    private Response list(Request request) {
        var page = ResendPaging.twentyByDefault(request);
        return ResendPaging.list(requests.list(request.caller().team(), filter(request), page), ItemJson::of);
    }

    private Response get(Request request) {
        var id =
                new RequestId(ResendIds.parse(request.parameter("id")).orElseThrow(() -> ResendIds.malformed("logId")));
        var team = request.caller().team();
        return requests.get(team, id)
                .flatMap(found -> requests.bodies(team, id).map(bodies -> Response.ok(LogJson.of(found, bodies))))
                .orElseGet(() -> ResendErrors.notFound("Log"));
    }

    private static LogFilter filter(Request request) {
        var status = request.query("status");
        return new LogFilter(
                status.map(text -> status(text, '0')).orElse(null),
                status.map(text -> status(text, '9')).orElse(null),
                request.query("method").map(LogRoutes::method).orElse(null),
                request.query("path").orElse(null),
                request.query("user_agent").orElse(null),
                request.query("api_key_id").map(LogRoutes::key).orElse(null),
                time(request, "start_date"),
                time(request, "end_date"));
    }

    /// A status such as `422`, or one end of a class of them such as `4xx`.
    private static int status(String text, char rest) {
        if (!STATUS.matcher(text).matches())
            throw EmailJson.bad("status", "Invalid `status`. Use a status such as `422`, or a class such as `4xx`.");
        return Integer.parseInt(text.replace('x', rest));
    }

    private static String method(String text) {
        String method = text.toUpperCase(Locale.ROOT);
        if (!METHODS.contains(method))
            throw EmailJson.bad("method", "Invalid `method`. It must be one of " + String.join(", ", METHODS) + ".");
        return method;
    }

    private static UUID key(String text) {
        return ResendIds.parse(text).orElseThrow(() -> ResendIds.malformed("api_key_id"));
    }

    /// What a parameter says; null when it is not there.
    static @Nullable Instant time(Request request, String parameter) {
        var text = request.query(parameter);
        if (text.isEmpty()) return null;
        try {
            return OffsetDateTime.parse(text.get()).toInstant();
        } catch (DateTimeParseException malformed) {
            throw EmailJson.bad(parameter, "Invalid `" + parameter + "`.");
        }
    }

    private record ItemJson(
            String id,
            String createdAt,
            String endpoint,
            String method,
            int responseStatus,
            @Nullable String userAgent,
            UUID apiKeyId) {
        static ItemJson of(LoggedRequest request) {
            return new ItemJson(
                    request.id().toString(),
                    Timestamps.postgres(request.createdAt()),
                    request.endpoint(),
                    request.method(),
                    request.status(),
                    request.userAgent(),
                    request.key());
        }
    }

    private record LogJson(
            String object,
            String id,
            String createdAt,
            String endpoint,
            String method,
            int responseStatus,
            @Nullable String userAgent,
            @Nullable Object requestBody,
            @Nullable Object responseBody,
            UUID apiKeyId) {
        static LogJson of(LoggedRequest request, Bodies bodies) {
            return new LogJson(
                    "log",
                    request.id().toString(),
                    Timestamps.postgres(request.createdAt()),
                    request.endpoint(),
                    request.method(),
                    request.status(),
                    request.userAgent(),
                    body(bodies.request()),
                    body(bodies.response()),
                    request.key());
        }

        /// The Java SDK knows nothing but objects, and gives up all of an answer with anything else in it.
        private static @Nullable Object body(@Nullable String json) {
            if (json == null) return null;
            JsonNode tree = Json.MAPPER.readTree(json);
            if (tree.isObject()) return tree;
            return tree.isArray() ? Map.of("items", tree) : null;
        }
    }
}
