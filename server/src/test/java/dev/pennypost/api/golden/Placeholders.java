package dev.pennypost.api.golden;

import dev.pennypost.json.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// What the placeholders of one golden file stand for, and whether an answer is as it should be.
final class Placeholders {
    private static final Pattern PLACE = Pattern.compile("<([a-z][a-z0-9-]*)>");
    private static final Pattern TIME =
            Pattern.compile("20\\d\\d-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?(Z|\\+00)");
    private static final Map<String, Pattern> FORMS = Map.of(
            "time", TIME,
            "text", Pattern.compile("(?s).+"),
            "key-data", Pattern.compile("[A-Za-z0-9+/=]{300,400}"),
            "uuid", Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"));

    private final Map<String, String> known = new HashMap<>();

    void put(String name, String value) {
        known.put(name, value);
    }

    /// The text with everything filled in that is known.
    String fill(String text) {
        return PLACE.matcher(text)
                .replaceAll(place -> Matcher.quoteReplacement(known.getOrDefault(place.group(1), place.group())));
    }

    /// Where an answer differs from what is expected; empty when it does not.
    List<String> differences(String expected, String actual) {
        var differences = new ArrayList<String>();
        if (expected.isEmpty()) return differences;
        if (!expected.startsWith("{") && !expected.startsWith("[")) {
            boolean same = matches(expected.strip(), actual.strip());
            return same ? differences : List.of("expected " + fill(expected) + ", got " + actual);
        }
        compare("", Json.MAPPER.readTree(expected), Json.MAPPER.readTree(actual), differences);
        return differences;
    }

    private void compare(String path, JsonNode expected, JsonNode actual, List<String> differences) {
        if (expected.isObject() && actual.isObject()) {
            var names = List.copyOf(expected.propertyNames());
            var others = List.copyOf(actual.propertyNames());
            if (!names.equals(others)) differences.add(path + ": expected the fields " + names + ", got " + others);
            for (String name : names)
                if (actual.get(name) != null)
                    compare(path + "/" + name, expected.get(name), actual.get(name), differences);
        } else if (expected.isArray() && actual.isArray() && expected.size() == actual.size()) {
            for (int i = 0; i < expected.size(); i++)
                compare(path + "/" + i, expected.get(i), actual.get(i), differences);
        } else if (expected.isString() && actual.isString()) {
            if (!matches(expected.stringValue(), actual.stringValue()))
                differences.add(path + ": expected " + fill(expected.stringValue()) + ", got " + actual.stringValue());
        } else if (expected.isString()
                && actual.isNumber()
                && PLACE.matcher(expected.stringValue()).matches()) {
            if (!matches(expected.stringValue(), actual.asString()))
                differences.add(path + ": expected " + fill(expected.stringValue()) + ", got " + actual);
        } else if (!expected.equals(actual)) {
            differences.add(path + ": expected " + expected + ", got " + actual);
        }
    }

    private boolean matches(String expected, String actual) {
        var pattern = new StringBuilder();
        var names = new ArrayList<String>();
        var place = PLACE.matcher(expected);
        int end = 0;
        while (place.find()) {
            pattern.append(Pattern.quote(expected.substring(end, place.start())));
            String name = place.group(1);
            if (FORMS.containsKey(name))
                pattern.append("(?:").append(FORMS.get(name)).append(")");
            else if (known.containsKey(name)) pattern.append(Pattern.quote(known.get(name)));
            else {
                names.add(name);
                pattern.append("(.+?)");
            }
            end = place.end();
        }
        pattern.append(Pattern.quote(expected.substring(end)));
        var found = Pattern.compile(pattern.toString()).matcher(actual);
        if (!found.matches()) return false;
        for (int i = 0; i < names.size(); i++) known.put(names.get(i), found.group(i + 1));
        return true;
    }
}
