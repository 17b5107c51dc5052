package dev.pennypost.mail.spf;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Text with placeholders such as `%{i}` for what is known about the client (RFC 7208 §7).
record MacroString(List<Part> parts) {
    private static final Pattern MACRO =
            Pattern.compile("%\\{([A-Za-z])([0-9]*)([rR]?)([-.+,/_=]*)}|%([%_-])", Pattern.DOTALL);
    private static final String RECORD_LETTERS = "slodiphv";
    private static final String EXPLANATION_LETTERS = "slodiphvcrt";
    private static final Pattern DOMAIN_END = Pattern.compile(
            ".*\\.(?:[A-Za-z0-9]*[A-Za-z][A-Za-z0-9]*|[A-Za-z0-9]+-[A-Za-z0-9-]*[A-Za-z0-9])\\.?", Pattern.DOTALL);

    MacroString {
        parts = List.copyOf(parts);
    }

    /// Where a macro string stands: some letters and the space are for explanations only.
    enum Use {
        RECORD,
        EXPLANATION
    }

    sealed interface Part {}

    record Literal(String text) implements Part {}

    /// A placeholder: keep the last `count` pieces between `delimiters`, perhaps in reverse order.
    record Macro(char letter, boolean escaped, int count, boolean reversed, String delimiters) implements Part {}

    /// Reads a `domain-spec`: it must end in a placeholder or in a label that can be a top-level domain.
    static MacroString domain(String text) {
        var parsed = parse(text, Use.RECORD);
        if (parsed.parts.isEmpty()) throw new BadSpfRecord(text, "is empty where a domain belongs");
        boolean endsInMacro = text.endsWith("}") || text.matches("(?s).*%[%_-]");
        if (!endsInMacro && !DOMAIN_END.matcher(text).matches())
            throw new BadSpfRecord(text, "does not end in a top-level domain");
        return parsed;
    }

    static MacroString parse(String text, Use use) {
        var parts = new ArrayList<Part>();
        Matcher macros = MACRO.matcher(text);
        int at = 0;
        while (macros.find()) {
            literal(text.substring(at, macros.start()), use, parts);
            parts.add(part(macros, use));
            at = macros.end();
        }
        literal(text.substring(at), use, parts);
        return new MacroString(parts);
    }

    private static void literal(String text, Use use, List<Part> parts) {
        int lowest = use == Use.RECORD ? 0x21 : 0x20;
        if (!text.chars().allMatch(c -> c >= lowest && c <= 0x7e && c != '%'))
            throw new BadSpfRecord(text, "has a character that is not allowed or a % that starts no macro");
        if (!text.isEmpty()) parts.add(new Literal(text));
    }

    private static Part part(Matcher macro, Use use) {
        String escape = macro.group(5);
        if (escape != null) return new Literal(escape.equals("%") ? "%" : escape.equals("_") ? " " : "%20");
        char letter = macro.group(1).charAt(0);
        char lower = Character.toLowerCase(letter);
        if ((use == Use.RECORD ? RECORD_LETTERS : EXPLANATION_LETTERS).indexOf(lower) < 0)
            throw new BadSpfRecord(macro.group(), "is not a macro that may stand here");
        return new Macro(
                lower,
                letter != lower,
                count(macro.group(), macro.group(2)),
                !macro.group(3).isEmpty(),
                macro.group(4).isEmpty() ? "." : macro.group(4).toLowerCase(Locale.ROOT));
    }

    private static int count(String macro, String digits) {
        if (digits.isEmpty()) return Integer.MAX_VALUE;
        if (digits.matches("0+")) throw new BadSpfRecord(macro, "keeps nothing"); // RFC 7208 §7.3
        return digits.length() > 4 ? Integer.MAX_VALUE : Integer.parseInt(digits);
    }
}
