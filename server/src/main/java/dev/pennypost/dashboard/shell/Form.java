package dev.pennypost.dashboard.shell;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What somebody filled in, as `application/x-www-form-urlencoded` (WHATWG URL §5.1).
public final class Form {
    static final Form NOTHING = new Form(Map.of());

    private final Map<String, List<String>> fields;

    private Form(Map<String, List<String>> fields) {
        this.fields = fields;
    }

    static Form of(byte[] body) {
        var fields = new HashMap<String, List<String>>();
        for (String pair : new String(body, StandardCharsets.UTF_8).split("&", -1)) {
            if (pair.isEmpty()) continue;
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            String value = equals < 0 ? "" : pair.substring(equals + 1);
            fields.computeIfAbsent(decoded(name), _ -> new ArrayList<>()).add(decoded(value));
        }
        return new Form(fields);
    }

    /// The trimmed value; empty when the field is missing.
    public String text(String name) {
        return raw(name).strip();
    }

    /// The value as it was sent, line ends as the web has them made plain; empty when the field is missing.
    public String raw(String name) {
        List<String> values = fields.getOrDefault(name, List.of());
        return values.isEmpty() ? "" : values.getFirst().replace("\r\n", "\n");
    }

    /// The trimmed value; empty when there is nothing in it.
    public Optional<String> filled(String name) {
        return Optional.of(text(name)).filter(text -> !text.isEmpty());
    }

    /// Every value of a name, as boxes and selects of several send them.
    public List<String> all(String name) {
        return List.copyOf(fields.getOrDefault(name, List.of()));
    }

    /// Whether a box was ticked.
    public boolean isSet(String name) {
        return fields.containsKey(name);
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException badEscape) {
            return text;
        }
    }
}
