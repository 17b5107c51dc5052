package dev.pennypost.dashboard.shell;

import dev.pennypost.json.Json;
import tools.jackson.core.JacksonException;

/// JSON as people read it.
public final class PrettyJson {
    private PrettyJson() {}

    /// The same with lines and indents; what is no JSON stays as it is.
    public static String of(String json) {
        try {
            return Json.MAPPER.readTree(json).toPrettyString();
        } catch (JacksonException notJson) {
            return json;
        }
    }
}
