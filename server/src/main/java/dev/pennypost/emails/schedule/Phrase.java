package dev.pennypost.emails.schedule;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Month;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.TemporalAdjusters;
import java.util.Deque;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads one English phrase, word by word. Each rule takes the words it understands; what is left in the end makes the
/// phrase one that is not understood.
final class Phrase {
    private static final Pattern TIME =
            Pattern.compile("(\\d{1,2})(?::(\\d{2}))?(?::(\\d{2}))?\\s*(am|pm|a\\.m\\.|p\\.m\\.)?");
    private static final Pattern DAY_OF_MONTH = Pattern.compile("(\\d{1,2})(?:st|nd|rd|th)?");
    private static final Pattern YEAR = Pattern.compile("\\d{4}");
    private static final Pattern ISO_DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");

    /// Besides the first three letters.
    private static final Set<String> SHORT_FORMS = Set.of("tues", "thur", "thurs", "sept");

    private final Deque<String> words;
    private final Instant now;

    Phrase(String text, Instant now) {
        this.words = DurationText.words(text);
        this.now = now;
    }

    Optional<Instant> moment() {
        try {
            Instant found = takes("in") ? relative() : absolute();
            return words.isEmpty() ? Optional.ofNullable(found) : Optional.empty();
        } catch (DateTimeException | ArithmeticException impossible) {
            return Optional.empty();
        }
    }

    /// `in 1 hour and 30 minutes`.
    private @Nullable Instant relative() {
        Duration sum = DurationText.sum(words);
        return sum == null ? null : now.plus(sum);
    }

    /// `friday at 3pm et`: a day, a time or both, and at the end a zone.
    private @Nullable Instant absolute() {
        ZoneId zone = zone();
        ZonedDateTime today = now.atZone(zone);
        boolean tomorrow = words.size() == 1 && takes("tomorrow");
        if (tomorrow) return today.plusDays(1).toInstant();
        LocalTime leading = time();
        LocalDate day = day(today.toLocalDate());
        LocalTime time = leading == null ? time() : leading;
        if (time == null) return null;
        if (day != null) return day.atTime(time).atZone(zone).toInstant();
        var next = today.toLocalDate().atTime(time).atZone(zone);
        return (next.toInstant().isAfter(now) ? next : next.plusDays(1)).toInstant();
    }

    private ZoneId zone() {
        if (words.size() < 2) return ZoneOffset.UTC;
        Optional<ZoneId> last = Zones.of(words.getLast());
        if (last.isPresent()) words.removeLast();
        return last.orElse(ZoneOffset.UTC);
    }

    private @Nullable LocalTime time() {
        String first = words.peek();
        if (first == null) return null;
        boolean announced = first.equals("at");
        if (announced) words.poll();
        LocalTime read = clock();
        if (read == null && announced) words.push("at");
        return read;
    }

    private @Nullable LocalTime clock() {
        if (takes("noon")) return LocalTime.NOON;
        if (takes("midnight")) return LocalTime.MIDNIGHT;
        String first = words.peek();
        if (first == null) return null;
        Matcher matcher = TIME.matcher(first);
        if (!matcher.matches()) return null;
        words.poll();
        String half = matcher.group(4) == null && isHalf(words.peek()) ? words.poll() : matcher.group(4);
        if (half == null && matcher.group(2) == null) {
            words.push(first); // a bare number is a day or a year, never an hour
            return null;
        }
        return LocalTime.of(hour(matcher, half), number(matcher.group(2)), number(matcher.group(3)));
    }

    private static boolean isHalf(@Nullable String word) {
        return word != null && (word.equals("am") || word.equals("pm") || word.equals("a.m.") || word.equals("p.m."));
    }

    private static int hour(Matcher matcher, @Nullable String half) {
        int hour = number(matcher.group(1));
        if (half == null) return hour;
        if (hour < 1 || hour > 12) throw new DateTimeException("no hour of half a day: " + hour);
        return hour % 12 + (half.startsWith("p") ? 12 : 0);
    }

    private static int number(@Nullable String digits) {
        return digits == null ? 0 : Integer.parseInt(digits);
    }

    private @Nullable LocalDate day(LocalDate today) {
        if (takes("today")) return today;
        if (takes("tomorrow")) return today.plusDays(1);
        boolean weekdayOnly = takes("next") || takes("this");
        boolean announced = !weekdayOnly && takes("on");
        LocalDate found = weekday(today);
        if (found == null && !weekdayOnly) found = date(today);
        if (found == null && (weekdayOnly || announced)) throw new DateTimeException("no day follows");
        return found;
    }

    /// The next day of that name, never today.
    private @Nullable LocalDate weekday(LocalDate today) {
        String word = words.peek();
        if (word == null) return null;
        for (DayOfWeek day : DayOfWeek.values()) {
            String name = day.name().toLowerCase(Locale.ROOT);
            if (!name.equals(word) && !isShort(name, word)) continue;
            words.poll();
            return today.with(TemporalAdjusters.next(day));
        }
        return null;
    }

    private static boolean isShort(String name, String word) {
        return name.startsWith(word) && (word.length() == 3 || SHORT_FORMS.contains(word));
    }

    /// `2027-03-05`, `march 5`, `5 march 2027`; without a year the next such day.
    private @Nullable LocalDate date(LocalDate today) {
        String first = words.poll();
        if (first == null) return null;
        if (ISO_DATE.matcher(first).matches()) return LocalDate.parse(first);
        String second = words.poll();
        if (second != null) {
            Month month = month(first);
            Matcher day = DAY_OF_MONTH.matcher(month == null ? first : second);
            if (month == null) month = month(second);
            if (month != null && day.matches()) return dated(today, month, Integer.parseInt(day.group(1)));
            words.push(second);
        }
        words.push(first);
        return null;
    }

    private LocalDate dated(LocalDate today, Month month, int day) {
        String year = words.peek();
        if (year != null && YEAR.matcher(year).matches()) {
            words.poll();
            return LocalDate.of(Integer.parseInt(year), month, day);
        }
        LocalDate thisYear = LocalDate.of(today.getYear(), month, day);
        return thisYear.isBefore(today) ? LocalDate.of(today.getYear() + 1, month, day) : thisYear;
    }

    private static @Nullable Month month(String word) {
        for (Month month : Month.values()) {
            String name = month.name().toLowerCase(Locale.ROOT);
            if (name.equals(word) || isShort(name, word)) return month;
        }
        return null;
    }

    private boolean takes(String word) {
        if (!word.equals(words.peek())) return false;
        words.poll();
        return true;
    }
}
