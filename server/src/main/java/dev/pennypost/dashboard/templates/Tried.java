package dev.pennypost.dashboard.templates;

import dev.pennypost.dashboard.shell.Form;
import dev.pennypost.dashboard.shell.Visit;
import dev.pennypost.templates.Variable;
import dev.pennypost.templates.VariableType;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The values that somebody tries a template with, as they were written.
record Tried(Map<String, String> texts) {
    private static final String PREFIX = "v.";
    private static final int LONGEST_NUMBER = 40;

    static Tried of(Visit visit) {
        var texts = new LinkedHashMap<String, String>();
        visit.request().query().forEach((name, values) -> {
            if (name.startsWith(PREFIX) && !values.isEmpty() && !values.getFirst().isEmpty())
                texts.put(name.substring(PREFIX.length()), values.getFirst());
        });
        return new Tried(texts);
    }

    static Tried of(Form form, List<String> keys) {
        var texts = new LinkedHashMap<String, String>();
        keys.forEach(key -> {
            String text = form.raw(PREFIX + key);
            if (!text.isEmpty()) texts.put(key, text);
        });
        return new Tried(texts);
    }

    static String field(String key) {
        return PREFIX + key;
    }

    String text(String key) {
        return texts.getOrDefault(key, "");
    }

    Map<String, String> query() {
        var query = new LinkedHashMap<String, String>();
        texts.forEach((key, text) -> query.put(field(key), text));
        return query;
    }

    /// As a template takes them: what is declared to be a number is one, where it can be read as one.
    Map<String, @Nullable Object> values(List<Variable> variables) {
        Map<String, Variable> declared = variables.stream()
                .collect(Collectors.toMap(one -> one.declaration().key(), Function.identity(), (first, _) -> first));
        var values = new LinkedHashMap<String, @Nullable Object>();
        texts.forEach((key, text) -> {
            Variable variable = declared.get(key);
            boolean number = variable != null && variable.declaration().type() == VariableType.NUMBER;
            values.put(key, number ? number(text) : text);
        });
        return values;
    }

    /// A text that is no number stays one, to be refused as what it is.
    static Object number(String text) {
        try {
            return text.length() > LONGEST_NUMBER ? text : new BigDecimal(text.strip()).doubleValue();
        } catch (NumberFormatException notANumber) {
            return text;
        }
    }
}
