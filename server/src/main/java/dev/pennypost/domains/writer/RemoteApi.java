package dev.pennypost.domains.writer;

import dev.pennypost.config.Secret;
import dev.pennypost.json.Json;
import dev.pennypost.net.AddressRefused;
import dev.pennypost.net.Exchange;
import dev.pennypost.net.Exchange.Answer;
import dev.pennypost.net.Exchange.Header;
import dev.pennypost.net.OutboundHttp;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// A DNS host's HTTP API: one exchange at a time, and what goes wrong as a [WriterProblem].
///
/// @param base what paths are put behind
/// @param headers sent with every request
/// @param secrets what must never come back in a problem
/// @param complaint finds what the host has to say in an answer that is not 2xx
record RemoteApi(
        OutboundHttp http,
        URI base,
        List<Header> headers,
        List<Secret> secrets,
        Function<JsonNode, Optional<String>> complaint) {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int MOST_OCTETS = 8 * 1024 * 1024;
    private static final int MOST_OF_A_COMPLAINT = 300;

    /// What came back, of any status.
    record Reply(Answer answer, JsonNode json) {
        int status() {
            return answer.status();
        }

        boolean isOk() {
            return status() / 100 == 2;
        }
    }

    /// An API that takes its token in the `Authorization` header.
    static RemoteApi authorized(
            OutboundHttp http, URI base, String scheme, Secret token, Function<JsonNode, Optional<String>> complaint) {
        var headers = List.of(new Header("Authorization", scheme + " " + token.reveal()));
        return new RemoteApi(http, base, headers, List.of(token), complaint);
    }

    /// Without the headers, which hold the token.
    @Override
    public String toString() {
        return base.toString();
    }

    Reply get(String path) {
        return call("GET", path, null);
    }

    /// Asks and reads the JSON that comes back; an empty body reads as null.
    Reply call(String method, String path, @Nullable Object body) {
        var sent = new ArrayList<>(headers);
        sent.add(new Header("Accept", "application/json"));
        if (body != null) sent.add(new Header("Content-Type", "application/json"));
        var answer = exchange(method, path, sent, body == null ? new byte[0] : Json.bytes(body));
        return new Reply(answer, json(answer));
    }

    /// @throws Refused when the answer is not 2xx
    JsonNode ok(Reply reply) {
        if (!reply.isOk()) throw refusal(reply);
        return reply.json;
    }

    Refused refusal(Reply reply) {
        return refusal(reply.answer, complaint.apply(reply.json));
    }

    /// What a status means with every API that uses them as RFC 9110 §15 has them.
    Refused refusal(Answer answer, Optional<String> complaint) {
        String said = quotable(complaint.orElse("HTTP status " + answer.status()));
        return new Refused(
                switch (answer.status()) {
                    case 401 -> new WriterProblem.BadCredentials(said);
                    case 403 -> new WriterProblem.NotPermitted(said);
                    case 429 -> new WriterProblem.RateLimited(retryAfter(answer));
                    case 400, 404, 405, 409, 412, 422, 423 -> new WriterProblem.Rejected(said);
                    default ->
                        answer.status() >= 500 ? new WriterProblem.Unreachable(said) : new WriterProblem.Nonsense(said);
                });
    }

    Answer exchange(String method, String path, List<Header> sent, byte[] body) {
        try {
            var url = URI.create(base + path);
            var answer = http.send(new Exchange(method, url, sent, body, PATIENCE, MOST_OCTETS));
            if (!answer.whole()) throw nonsense("an answer of more than 8 MB");
            return answer;
        } catch (AddressRefused inside) {
            throw new Refused(new WriterProblem.Unreachable(base.getHost() + " has no public address"));
        } catch (IOException broken) {
            throw new Refused(new WriterProblem.Unreachable(quotable(base.getHost() + ": " + broken.getMessage())));
        }
    }

    private static JsonNode json(Answer answer) {
        if (answer.body().length == 0) return Json.MAPPER.nullNode();
        try {
            return Json.MAPPER.readTree(answer.body());
        } catch (JacksonException notJson) {
            // a gateway's page: what it means stands in the status
            if (answer.status() / 100 != 2) return Json.MAPPER.nullNode();
            throw nonsense("an answer that is not JSON");
        }
    }

    /// RFC 9110 §10.2.3, the form in seconds.
    private static Optional<Duration> retryAfter(Answer answer) {
        return answer.header("Retry-After")
                .filter(seconds -> seconds.matches("[0-9]{1,6}"))
                .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)));
    }

    /// The host's words, short, on one line, and without our secrets should it repeat them.
    String quotable(String said) {
        String text = said;
        for (Secret secret : secrets) if (!secret.isEmpty()) text = text.replace(secret.reveal(), secret.toString());
        text = text.replaceAll("\\p{Cntrl}+", " ").strip();
        return text.length() > MOST_OF_A_COMPLAINT ? text.substring(0, MOST_OF_A_COMPLAINT) + "…" : text;
    }

    static Refused nonsense(String why) {
        return new Refused(new WriterProblem.Nonsense(why));
    }

    /// A text as one segment of a path, or as a value in a query (RFC 3986 §2.3).
    static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /// A field that must be there, whatever scalar it is.
    static String text(JsonNode object, String field) {
        JsonNode value = object.path(field);
        if (!value.isValueNode() || value.isNull()) throw nonsense("an answer without `" + field + "`");
        return value.asString();
    }

    static Optional<String> maybe(JsonNode object, String field) {
        JsonNode value = object.path(field);
        return value.isValueNode() && !value.isNull() ? Optional.of(value.asString()) : Optional.empty();
    }

    static int number(JsonNode object, String field, int otherwise) {
        try {
            return maybe(object, field).map(Integer::parseInt).orElse(otherwise);
        } catch (NumberFormatException notANumber) {
            throw nonsense("`" + field + "` is not a number");
        }
    }

    /// A list that must be there.
    static JsonNode list(JsonNode object, String field) {
        JsonNode value = object.path(field);
        if (!value.isArray()) throw nonsense("an answer without the list `" + field + "`");
        return value;
    }
}
