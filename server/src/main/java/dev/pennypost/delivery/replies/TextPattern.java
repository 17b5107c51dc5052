package dev.pennypost.delivery.replies;

import dev.pennypost.delivery.sites.BadRule;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/// The words a rule looks for: a regular expression whose work is bounded, so that no server can keep us busy with a
/// text of its making. Repetitions have a maximum, groups are not repeated, and nothing refers back.
final class TextPattern {
    private static final Pattern UNBOUNDED = Pattern.compile("(?<!\\\\)(?:\\\\\\\\)*(?:[*+]|\\{\\d+,\\})");
    private static final Pattern REPEATED_GROUP = Pattern.compile("(?<!\\\\)\\)\\{");
    private static final Pattern BACK_REFERENCE = Pattern.compile("\\\\(?:[1-9]|k<)");
    private static final Pattern REPETITION = Pattern.compile("\\{(?:\\d{1,4},)?(\\d{1,4})\\}");
    private static final long MOST_WORK = 100_000;

    static final TextPattern ANY = new TextPattern(null);

    private final @Nullable Pattern pattern;

    private TextPattern(@Nullable Pattern pattern) {
        this.pattern = pattern;
    }

    static TextPattern parse(String text) throws BadRule {
        if (text.isEmpty()) return ANY;
        if (UNBOUNDED.matcher(text).find())
            throw new BadRule("the text may not repeat without end: write .{0,80} for .* and \\d{1,9} for \\d+");
        if (REPEATED_GROUP.matcher(text).find()) throw new BadRule("the text may not repeat a group");
        if (BACK_REFERENCE.matcher(text).find()) throw new BadRule("the text may not refer back to a group");
        if (work(text) > MOST_WORK) throw new BadRule("the text repeats too much");
        try {
            return new TextPattern(Pattern.compile(text, Pattern.CASE_INSENSITIVE));
        } catch (PatternSyntaxException bad) {
            throw new BadRule("the text is no regular expression: " + bad.getDescription());
        }
    }

    private static long work(String text) {
        long work = 1;
        Matcher repetition = REPETITION.matcher(text);
        while (repetition.find())
            work = Math.min(work * Math.max(1, Long.parseLong(repetition.group(1))), Integer.MAX_VALUE);
        return work;
    }

    boolean isAny() {
        return pattern == null;
    }

    boolean matches(String text) {
        return pattern == null || pattern.matcher(text).find();
    }

    @Override
    public String toString() {
        return pattern == null ? "" : pattern.pattern();
    }
}
