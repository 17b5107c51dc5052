package dev.pennypost.api.http;

import dev.pennypost.json.Json;
import dev.pennypost.keys.Caller;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// One HTTP request, its path parameters and its authenticated caller.
///
/// @param query the decoded query parameters, every value of each
/// @param header looks a header up by its case-insensitive name
/// @param sender tells the IP address of whoever sent it
public record Request(
        String method,
        String path,
        Map<String, String> parameters,
        Map<String, List<String>> query,
        Function<String, Optional<String>> header,
        byte[] body,
        @Nullable Caller authenticated,
        Supplier<String> sender) {

    /// The IP address of whoever sent it.
    public String client() {
        return sender.get();
    }

    /// The caller. Only for routes that ask for a key.
    public Caller caller() {
        if (authenticated == null) throw new IllegalStateException("this route is open: it has no caller");
        return authenticated;
    }

    /// A path parameter, percent-decoded; `+` stays a plus.
    public String parameter(String name) {
        String value = parameters.get(name);
        if (value == null) throw new IllegalArgumentException("the route has no parameter " + name);
        return value;
    }

    public Optional<String> query(String name) {
        return Optional.ofNullable(query.get(name)).map(List::getFirst);
    }

    public Optional<String> header(String name) {
        return header.apply(name);
    }

    /// The body as a JSON tree; a missing body reads as an empty object, because SDKs send none where nothing is asked.
    ///
    /// @throws Refusal when it is not JSON
    public JsonNode json() {
        if (body.length == 0) return Json.MAPPER.createObjectNode();
        try {
            return Json.MAPPER.readTree(body);
        } catch (JacksonException notJson) {
            throw new Refusal(new HttpProblem.MalformedBody(notJson.getOriginalMessage()));
        }
    }

    /// The fields of a body that must be a JSON object.
    ///
    /// @throws Refusal when it is not
    public Fields fields() {
        return Fields.of(json());
    }
}
