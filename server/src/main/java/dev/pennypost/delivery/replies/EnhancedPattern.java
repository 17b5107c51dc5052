package dev.pennypost.delivery.replies;

import dev.pennypost.delivery.sites.BadRule;
import dev.pennypost.mail.smtp.EnhancedCode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Which enhanced codes (RFC 3463) a rule is about: `any`, `none`, `5.1.1`, `x.1.1` for every class, `x.7.24-32`,
/// `x.5.*`; several with commas between.
record EnhancedPattern(String text, List<Part> parts) {
    private static final Pattern FORM = Pattern.compile("([245x])\\.(\\d{1,3})\\.(?:(\\*)|(\\d{1,3})(?:-(\\d{1,3}))?)");

    /// @param category 0 for every class
    /// @param from -1 where no code is meant
    private record Part(int category, int subject, int from, int to) {
        static final Part NONE = new Part(-1, -1, -1, -1);

        boolean matches(EnhancedCode code) {
            return (category == 0 || category == code.category())
                    && subject == code.subject()
                    && from <= code.detail()
                    && code.detail() <= to;
        }
    }

    static EnhancedPattern parse(String text) throws BadRule {
        if (text.equals("any")) return new EnhancedPattern(text, List.of());
        var parts = new ArrayList<Part>();
        for (String part : text.split(",", -1)) parts.add(part(part.strip()));
        return new EnhancedPattern(text, List.copyOf(parts));
    }

    private static Part part(String text) throws BadRule {
        if (text.equals("none")) return Part.NONE;
        Matcher form = FORM.matcher(text);
        if (!form.matches())
            throw new BadRule("'" + text + "' is no enhanced code: any, none, 5.1.1, x.1.1, x.7.24-32");
        int category = form.group(1).equals("x") ? 0 : Integer.parseInt(form.group(1));
        int subject = Integer.parseInt(form.group(2));
        if (form.group(3) != null) return new Part(category, subject, 0, 999);
        int from = Integer.parseInt(form.group(4));
        return new Part(category, subject, from, form.group(5) == null ? from : Integer.parseInt(form.group(5)));
    }

    boolean isAny() {
        return parts.isEmpty();
    }

    boolean matches(@Nullable EnhancedCode code) {
        if (parts.isEmpty()) return true;
        return parts.stream().anyMatch(part -> code == null ? part.equals(Part.NONE) : part.matches(code));
    }

    @Override
    public String toString() {
        return text;
    }
}
