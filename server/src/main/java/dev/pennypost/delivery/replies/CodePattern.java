package dev.pennypost.delivery.replies;

import dev.pennypost.delivery.sites.BadRule;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/// Which basic codes a rule is about: `any`, `4xx`, `5xx`, or codes with commas between.
record CodePattern(List<String> accepted) {
    private static final Pattern FORM = Pattern.compile("[245]xx|[245]\\d\\d");

    static CodePattern parse(String text) throws BadRule {
        if (text.equals("any")) return new CodePattern(List.of());
        var parts = Arrays.stream(text.split(",", -1)).map(String::strip).toList();
        for (String part : parts)
            if (!FORM.matcher(part).matches()) throw new BadRule("'" + part + "' is no code: any, 4xx, 5xx or 550");
        return new CodePattern(parts);
    }

    boolean isAny() {
        return accepted.isEmpty();
    }

    /// Whether whole classes are meant, as far as codes are.
    boolean isClass() {
        return accepted.stream().allMatch(part -> part.endsWith("xx"));
    }

    /// @param code 0 when it is not known, which only `any` matches
    boolean matches(int code) {
        if (accepted.isEmpty()) return true;
        String text = Integer.toString(code);
        return accepted.stream()
                .anyMatch(part -> part.endsWith("xx") ? part.charAt(0) == text.charAt(0) : part.equals(text));
    }

    @Override
    public String toString() {
        return accepted.isEmpty() ? "any" : String.join(", ", accepted);
    }
}
