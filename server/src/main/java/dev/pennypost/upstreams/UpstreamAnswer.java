package dev.pennypost.upstreams;

import dev.pennypost.json.Json;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Reads what an upstream answers. Nothing of it is believed: what is kept is checked for form and length. Pure.
final class UpstreamAnswer {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_-]{1,40}");
    private static final int LONGEST = 4096;
    private static final int MOST_RECORDS = 50;
    private static final int LONGEST_MESSAGE = 300;

    private UpstreamAnswer() {}

    /// A domain with its records.
    record Details(
            String id, String name, String status, @Nullable String region, List<UpstreamRecord> records) {}

    /// A page of the list.
    record Listed(List<UpstreamItem> items, boolean hasMore) {}

    /// @throws UpstreamFailure when it is not the JSON of a domain
    static Details details(byte[] body) {
        var json = object(body);
        var records = new ArrayList<UpstreamRecord>();
        for (JsonNode record : list(json, "records")) {
            if (records.size() == MOST_RECORDS) throw nonsense("has too many records");
            records.add(record(record));
        }
        JsonNode region = json.get("region");
        return new Details(
                id(json),
                text(json, "name"),
                word(json, "status"),
                known(region) ? word(json, "region") : null,
                records);
    }

    /// @throws UpstreamFailure when it is not the JSON of a list of domains
    static Listed listed(byte[] body) {
        var json = object(body);
        if (json.get("data") == null) throw nonsense("lacks `data`");
        var items = new ArrayList<UpstreamItem>();
        for (JsonNode item : list(json, "data"))
            items.add(new UpstreamItem(id(item), text(item, "name"), word(item, "status"), time(item, "created_at")));
        JsonNode more = json.get("has_more");
        return new Listed(items, more != null && more.isBoolean() && more.booleanValue());
    }

    /// The sentence of an error answer; empty when it has none.
    static Optional<String> message(byte[] body) {
        try {
            JsonNode message = Json.MAPPER.readTree(body).get("message");
            return message != null && message.isString() ? Optional.of(shown(message.stringValue())) : Optional.empty();
        } catch (JacksonException notJson) {
            return Optional.empty();
        }
    }

    /// Whether the text may stand in a path as an id.
    static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    private static UpstreamRecord record(JsonNode json) {
        JsonNode priority = json.get("priority");
        return new UpstreamRecord(
                word(json, "type"),
                text(json, "name"),
                text(json, "value"),
                word(json, "status"),
                priority == null || !priority.isInt() ? null : (Integer) priority.intValue());
    }

    private static JsonNode object(byte[] body) {
        try {
            JsonNode json = Json.MAPPER.readTree(body);
            if (json.isObject()) return json;
        } catch (JacksonException notJson) {
            throw nonsense("is not JSON");
        }
        throw nonsense("is not a JSON object");
    }

    private static Iterable<JsonNode> list(JsonNode json, String field) {
        JsonNode list = json.get(field);
        if (list == null || list.isNull()) return List.of();
        if (!list.isArray()) throw nonsense("has `" + field + "` that is no list");
        return list;
    }

    private static boolean known(@Nullable JsonNode value) {
        return value != null && !value.isNull();
    }

    private static String id(JsonNode json) {
        String id = text(json, "id");
        if (!isId(id)) throw nonsense("has an `id` of another form");
        return id;
    }

    private static String word(JsonNode json, String field) {
        String word = text(json, field);
        if (!WORD.matcher(word).matches()) throw nonsense("has an unknown kind of `" + field + "`");
        return word;
    }

    /// ISO 8601, or PostgreSQL's text form as Resend has it.
    private static Instant time(JsonNode json, String field) {
        String iso = text(json, field).replaceFirst(" ", "T").replaceFirst("\\+00(:?00)?$", "Z");
        try {
            return OffsetDateTime.parse(iso).toInstant();
        } catch (DateTimeParseException noTime) {
            throw nonsense("has `" + field + "` that is no time");
        }
    }

    private static String text(JsonNode json, String field) {
        JsonNode value = json.get(field);
        if (value == null || !value.isString()) throw nonsense("lacks `" + field + "`");
        String text = value.stringValue();
        if (text.length() > LONGEST || text.indexOf('\0') >= 0) throw nonsense("has an unusable `" + field + "`");
        return text;
    }

    /// The beginning, on one line, without what terminals and pages trip over.
    private static String shown(String text) {
        var shown = new StringBuilder();
        text.codePoints()
                .limit(LONGEST_MESSAGE)
                .map(point ->
                        Character.isISOControl(point) || Character.getType(point) == Character.FORMAT ? ' ' : point)
                .forEach(shown::appendCodePoint);
        return shown.toString().strip();
    }

    private static UpstreamFailure nonsense(String why) {
        return new UpstreamFailure(new UpstreamProblem.Nonsense(why));
    }
}
