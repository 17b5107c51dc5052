package dev.pennypost.emails.schedule;

import static java.util.Map.entry;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A length of time as a caller writes it: `10m`, `2 hours`, `1 day`, `1h 30m` (contract §9.6). Amounts are whole and
/// have
/// up to six digits; a day is 24 hours.
public final class DurationText {
    private static final int LONGEST = 100;
    private static final Pattern AMOUNTS_WITH_UNITS = Pattern.compile("(?:\\d{1,6}[a-z]+)+");
    private static final Pattern AMOUNT_WITH_UNIT = Pattern.compile("(\\d+)([a-z]+)");
    private static final Pattern AMOUNT = Pattern.compile("\\d{1,6}");
    private static final Map<String, Duration> UNITS = Map.ofEntries(
            entry("s", Duration.ofSeconds(1)),
            entry("sec", Duration.ofSeconds(1)),
            entry("second", Duration.ofSeconds(1)),
            entry("m", Duration.ofMinutes(1)),
            entry("min", Duration.ofMinutes(1)),
            entry("minute", Duration.ofMinutes(1)),
            entry("h", Duration.ofHours(1)),
            entry("hr", Duration.ofHours(1)),
            entry("hour", Duration.ofHours(1)),
            entry("d", Duration.ofDays(1)),
            entry("day", Duration.ofDays(1)),
            entry("w", Duration.ofDays(7)),
            entry("wk", Duration.ofDays(7)),
            entry("week", Duration.ofDays(7)));

    private DurationText() {}

    /// The duration a text means; empty when it is not wholly understood, and when it is zero.
    public static Optional<Duration> parse(String text) {
        String bare = text.strip();
        if (bare.isEmpty() || bare.length() > LONGEST) return Optional.empty();
        return Optional.ofNullable(sum(words(bare))).filter(Duration::isPositive);
    }

    /// The words of a text in lower case. A comma counts as the end of a word, and nowhere else.
    static Deque<String> words(String text) {
        String spaced = text.toLowerCase(Locale.ROOT).strip().replaceAll("(?<=[a-z0-9]),(?=\\s)", "");
        return new ArrayDeque<>(Arrays.asList(spaced.split("\\s+", -1)));
    }

    /// Takes all words, `1 hour and 30 minutes`; null when they say anything else.
    static @Nullable Duration sum(Deque<String> words) {
        Duration sum = next(words);
        while (sum != null && !words.isEmpty()) {
            if (words.peek().equals("and")) words.poll();
            Duration more = next(words);
            sum = more == null ? null : sum.plus(more);
        }
        return sum;
    }

    private static @Nullable Duration next(Deque<String> words) {
        String first = words.poll();
        if (first == null) return null;
        if (AMOUNTS_WITH_UNITS.matcher(first).matches()) return together(first);
        String unit = words.poll();
        return unit == null ? null : times(first.equals("a") || first.equals("an") ? "1" : first, unit);
    }

    /// `1h30m`.
    private static @Nullable Duration together(String word) {
        Duration sum = Duration.ZERO;
        Matcher matcher = AMOUNT_WITH_UNIT.matcher(word);
        while (matcher.find()) {
            Duration more = times(matcher.group(1), matcher.group(2));
            if (more == null) return null;
            sum = sum.plus(more);
        }
        return sum;
    }

    private static @Nullable Duration times(String amount, String unit) {
        String singular = unit.length() > 2 && unit.endsWith("s") ? unit.substring(0, unit.length() - 1) : unit;
        Duration each = UNITS.get(singular);
        return each == null || !AMOUNT.matcher(amount).matches() ? null : each.multipliedBy(Integer.parseInt(amount));
    }
}
