package dev.pennypost.api.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The fields of a JSON object as a door reads them: absent and null count as not given, a value of another type is
/// refused by name. Unknown fields are ignored, as SDKs repeat path ids in bodies.
public final class Fields {
    private final JsonNode object;

    private Fields(JsonNode object) {
        this.object = object;
    }

    /// @throws Refusal when the node is not an object
    public static Fields of(JsonNode node) {
        if (!node.isObject()) throw new Refusal(new HttpProblem.MalformedBody("the body must be a JSON object"));
        return new Fields(node);
    }

    /// The node of a field that was given, or null.
    public @Nullable JsonNode node(String field) {
        JsonNode value = object.get(field);
        return value == null || value.isNull() ? null : value;
    }

    public Optional<String> text(String field) {
        JsonNode value = node(field);
        if (value == null) return Optional.empty();
        if (!value.isString()) throw wrong(field, "string", value);
        return Optional.of(value.stringValue());
    }

    /// @throws Refusal when it is absent
    public String requiredText(String field) {
        return text(field).orElseThrow(() -> new Refusal(new HttpProblem.MissingField(field)));
    }

    /// A text or a list of texts, as SDKs send either; empty when absent.
    public List<String> texts(String field) {
        JsonNode value = node(field);
        if (value == null) return List.of();
        if (value.isString()) return List.of(value.stringValue());
        if (!value.isArray()) throw wrong(field, "string or array", value);
        var texts = new ArrayList<String>(value.size());
        for (JsonNode item : value) {
            if (!item.isString()) throw wrong(field, "string", item);
            texts.add(item.stringValue());
        }
        return texts;
    }

    public Optional<Boolean> flag(String field) {
        JsonNode value = node(field);
        if (value == null) return Optional.empty();
        if (!value.isBoolean()) throw wrong(field, "boolean", value);
        return Optional.of(value.booleanValue());
    }

    /// A whole number.
    public Optional<Long> number(String field) {
        JsonNode value = node(field);
        if (value == null) return Optional.empty();
        if (!value.isIntegralNumber() || !value.canConvertToLong()) throw wrong(field, "integer", value);
        return Optional.of(value.longValue());
    }

    /// The objects of a list; empty when absent.
    public List<Fields> objects(String field) {
        JsonNode value = node(field);
        if (value == null) return List.of();
        if (!value.isArray()) throw wrong(field, "array", value);
        var objects = new ArrayList<Fields>(value.size());
        for (JsonNode item : value) {
            if (!item.isObject()) throw wrong(field, "object", item);
            objects.add(new Fields(item));
        }
        return objects;
    }

    public Optional<Fields> object(String field) {
        JsonNode value = node(field);
        if (value == null) return Optional.empty();
        if (!value.isObject()) throw wrong(field, "object", value);
        return Optional.of(new Fields(value));
    }

    /// The names of the fields, in the order they came.
    public List<String> names() {
        return List.copyOf(object.propertyNames());
    }

    private static Refusal wrong(String field, String expected, JsonNode found) {
        String kind = found.getNodeType().name().toLowerCase(java.util.Locale.ROOT);
        return new Refusal(new HttpProblem.BadField(
                field, "Invalid `" + field + "` field. Expected " + expected + ", received " + kind + "."));
    }
}
