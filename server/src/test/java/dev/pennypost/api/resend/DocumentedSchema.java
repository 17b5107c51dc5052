package dev.pennypost.api.resend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;

/// The part of Resend's OpenAPI document that says what webhooks look like.
final class DocumentedSchema {
    private static final Path FILE =
            Path.of(System.getProperty("pennypost.root", ".."), "../shared/contract/resend-openapi.yaml");

    private final Map<?, ?> document;

    private DocumentedSchema(Map<?, ?> document) {
        this.document = document;
    }

    /// Empty where the document is not at hand.
    static Optional<DocumentedSchema> read() {
        if (!Files.exists(FILE)) return Optional.empty();
        try (var in = Files.newBufferedReader(FILE)) {
            return Optional.of(new DocumentedSchema(new Yaml().load(in)));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    boolean knows(String type) {
        return at(document, "webhooks", type) != null;
    }

    /// Where a payload is not as its type is documented; empty when it is.
    List<String> faults(String type, JsonNode payload) {
        var faults = new ArrayList<String>();
        Object schema = at(document, "webhooks", type, "post", "requestBody", "content", "application/json", "schema");
        check("", map(schema), payload, faults);
        return faults;
    }

    private void check(String path, Map<?, ?> written, JsonNode value, List<String> faults) {
        Map<?, ?> schema = resolved(written);
        boolean fits = switch (String.valueOf(schema.get("type"))) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isString();
            case "integer" -> value.isInt();
            case "boolean" -> value.isBoolean();
            default -> throw new AssertionError(path + ": a type this reader does not know: " + schema);
        };
        if (!fits) faults.add(path + ": " + value + " is no " + schema.get("type"));
        else if (value.isObject()) checkFields(path, schema, value, faults);
        else if (value.isArray())
            for (int i = 0; i < value.size(); i++)
                check(path + "/" + i, map(schema.get("items")), value.get(i), faults);
        else if (value.isString()) checkWord(path, schema, value.stringValue(), faults);
    }

    private void checkFields(String path, Map<?, ?> schema, JsonNode value, List<String> faults) {
        if (schema.get("required") instanceof List<?> required)
            for (Object name : required) if (!value.has((String) name)) faults.add(path + "/" + name + " is missing");
        Map<?, ?> properties = schema.get("properties") instanceof Map<?, ?> map ? map : Map.of();
        for (String name : value.propertyNames()) {
            Object property = properties.containsKey(name) ? properties.get(name) : schema.get("additionalProperties");
            if (property == null) faults.add(path + "/" + name + " is not documented");
            else check(path + "/" + name, (Map<?, ?>) property, value.get(name), faults);
        }
    }

    private static void checkWord(String path, Map<?, ?> schema, String word, List<String> faults) {
        if (schema.get("enum") instanceof List<?> words && !words.contains(word))
            faults.add(path + ": " + word + " is none of " + words);
        if (schema.containsKey("const") && !word.equals(schema.get("const")))
            faults.add(path + ": " + word + " is not " + schema.get("const"));
        if ("date-time".equals(schema.get("format"))
                && !word.matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z"))
            faults.add(path + ": " + word + " is no time");
    }

    /// Without references, and several schemas in one.
    private Map<?, ?> resolved(Map<?, ?> schema) {
        if (schema.get("$ref") instanceof String reference)
            return resolved(map(at(document, reference.substring(2).split("/"))));
        if (!(schema.get("allOf") instanceof List<?> parts)) return schema;
        var required = new ArrayList<Object>();
        var properties = new LinkedHashMap<Object, Object>();
        for (Object part : parts) {
            Map<?, ?> one = resolved((Map<?, ?>) part);
            if (one.get("required") instanceof List<?> names) required.addAll(names);
            if (one.get("properties") instanceof Map<?, ?> map) properties.putAll(map);
        }
        return Map.of("type", "object", "required", required, "properties", properties);
    }

    private static Map<?, ?> map(@Nullable Object part) {
        return (Map<?, ?>) Objects.requireNonNull(part);
    }

    private static @Nullable Object at(Object from, String... path) {
        Object found = from;
        for (String name : path) found = found instanceof Map<?, ?> map ? map.get(name) : null;
        return found;
    }
}
