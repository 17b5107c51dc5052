package dev.pennypost.domains.connect;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// A text with `%variables%` in it.
record VariableText(String text) {
    private static final Pattern VARIABLE = Pattern.compile("%([A-Za-z]+)%");

    static VariableText of(String text) {
        return new VariableText(text);
    }

    /// What the variables must be for the text to become the other; empty when it cannot.
    Optional<Map<String, String>> match(String other) {
        var names = VARIABLE.matcher(text).results().map(found -> found.group(1)).toList();
        var whole = Pattern.compile(expression()).matcher(other);
        if (!whole.matches()) return Optional.empty();
        var variables = new HashMap<String, String>();
        for (int i = 0; i < names.size(); i++) {
            String before = variables.put(names.get(i), whole.group(i + 1));
            if (before != null && !before.equals(whole.group(i + 1))) return Optional.empty();
        }
        return Optional.of(variables);
    }

    private String expression() {
        var expression = new StringBuilder();
        int end = 0;
        for (MatchResult variable : VARIABLE.matcher(text).results().toList()) {
            expression.append(Pattern.quote(text.substring(end, variable.start()))).append("(.+)");
            end = variable.end();
        }
        return expression.append(Pattern.quote(text.substring(end))).toString();
    }
}
