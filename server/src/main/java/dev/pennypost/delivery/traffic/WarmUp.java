package dev.pennypost.delivery.traffic;

import dev.pennypost.config.CannotStart;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.storage.Database;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How much new addresses and new domains may send on each of their first days. What all nodes send of it counts: a
/// node
/// takes a few at a time from the day's count in the database.
final class WarmUp {
    private static final int TOGETHER = 10;

    private final Map<String, LocalDate> begun;
    private final List<Integer> perDay;
    private final Database database;
    private final AllowanceStore store = new AllowanceStore();
    private final Map<String, Integer> taken = new LinkedHashMap<>();
    private LocalDate today = LocalDate.MIN;

    /// @throws CannotStart when a day or a number is none
    WarmUp(TrafficConfig config, Database database) {
        this.begun = new LinkedHashMap<>();
        config.warmUp().forEach((subject, day) -> begun.put(subject, date(subject, day)));
        this.perDay = config.warmUpPerDay().stream().map(WarmUp::number).toList();
        this.database = database;
    }

    private static LocalDate date(String subject, String day) {
        try {
            return LocalDate.parse(day);
        } catch (DateTimeParseException notADay) {
            throw new CannotStart("traffic.warm-up: `" + subject + "` begins on no day: `" + day + "`", notADay);
        }
    }

    private static int number(String text) {
        if (!text.strip().matches("\\d{1,9}"))
            throw new CannotStart("traffic.warm-up-per-day: `" + text + "` is no whole number");
        return Integer.parseInt(text.strip());
    }

    boolean isOff() {
        return begun.isEmpty();
    }

    /// Takes one email of what a source and, unless this is overflow, a domain may send today; says whether there was
    /// one.
    synchronized boolean take(Source source, DomainName domain, boolean overflow, Instant now) {
        turn(now);
        if (!has(source.name())) return false;
        String subject = subject(domain);
        if (!overflow && subject != null && !has(subject)) return false;
        spend(source.name());
        if (!overflow && subject != null) spend(subject);
        return true;
    }

    /// When there is more.
    static Instant tomorrow(Instant now) {
        return now.truncatedTo(ChronoUnit.DAYS).plus(1, ChronoUnit.DAYS);
    }

    /// What a subject may send on a day; -1 for no limit.
    int limit(String subject, LocalDate day) {
        LocalDate first = begun.get(subject);
        if (first == null) return -1;
        long age = ChronoUnit.DAYS.between(first, day);
        if (age < 0) return 0;
        return age < perDay.size() ? perDay.get((int) age) : -1;
    }

    private @Nullable String subject(DomainName domain) {
        for (String name = domain.ascii(); name.indexOf('.') > 0; name = name.substring(name.indexOf('.') + 1))
            if (begun.containsKey(name)) return name;
        return null;
    }

    private void turn(Instant now) {
        LocalDate day = LocalDate.ofInstant(now, ZoneOffset.UTC);
        if (day.equals(today)) return;
        today = day;
        taken.clear();
    }

    private boolean has(String subject) {
        int limit = limit(subject, today);
        if (limit < 0 || taken.getOrDefault(subject, 0) > 0) return true;
        int more = database.inTransaction(tx -> store.take(tx, today, subject, TOGETHER, limit));
        if (more > 0) taken.merge(subject, more, Integer::sum);
        return more > 0;
    }

    private void spend(String subject) {
        taken.computeIfPresent(subject, (_, left) -> left - 1);
    }
}
