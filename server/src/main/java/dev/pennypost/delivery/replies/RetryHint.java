package dev.pennypost.delivery.replies;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How long a server asks us to wait before the next attempt, read from the words of its reply.
///
/// @param delay at most four hours
public record RetryHint(Duration delay) {
    private static final Duration MOST = Duration.ofHours(4);

    private static final String ASK = "\\b(?:try|retry|retrying|resend|send|sending|come back|wait|again|greylisted|"
            + "greylisting|graylisted|delayed|deferred|postponed|expires|allowed)\\b[^0-9]{0,60}?";
    private static final Pattern AMOUNT = Pattern.compile(
            ASK + "\\b(?:in|after|for|wait|retry-after:?|at least)\\b[^0-9]{0,20}?(\\d{1,5}) ?"
                    + "(seconds?|secs?|s|minutes?|mins?|m|hours?|hrs?|h)\\b",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern CLOCK = Pattern.compile(
            ASK + "\\b(?:in|after|for|wait)\\b[^0-9]{0,20}?(\\d{1,2}):(\\d{2}):(\\d{2})\\b", Pattern.CASE_INSENSITIVE);
    private static final Pattern HEADER =
            Pattern.compile("\\bretry[- ]after[:= ]{1,2}(\\d{1,5})\\b", Pattern.CASE_INSENSITIVE);

    public RetryHint {
        if (delay.compareTo(MOST) > 0) delay = MOST;
    }

    /// The hint in a text, if there is one; zero is none.
    static Optional<RetryHint> in(String text) {
        return amount(text)
                .or(() -> clock(text))
                .or(() -> header(text))
                .filter(delay -> !delay.isZero())
                .map(RetryHint::new);
    }

    private static Optional<Duration> amount(String text) {
        Matcher found = AMOUNT.matcher(text);
        return found.find() ? Optional.of(unit(found.group(2)).multipliedBy(number(found, 1))) : Optional.empty();
    }

    private static Optional<Duration> clock(String text) {
        Matcher found = CLOCK.matcher(text);
        return found.find()
                ? Optional.of(Duration.ofHours(number(found, 1))
                        .plusMinutes(number(found, 2))
                        .plusSeconds(number(found, 3)))
                : Optional.empty();
    }

    private static Optional<Duration> header(String text) {
        Matcher found = HEADER.matcher(text);
        return found.find() ? Optional.of(Duration.ofSeconds(number(found, 1))) : Optional.empty();
    }

    private static long number(Matcher found, int group) {
        return Long.parseLong(found.group(group));
    }

    private static Duration unit(String word) {
        return switch (word.toLowerCase(Locale.ROOT).charAt(0)) {
            case 's' -> Duration.ofSeconds(1);
            case 'm' -> Duration.ofMinutes(1);
            default -> Duration.ofHours(1);
        };
    }
}
