package dev.pennypost.dashboard.emails;

import dev.pennypost.dashboard.shell.Visit;
import dev.pennypost.domains.DomainId;
import dev.pennypost.emails.EmailFilter;
import dev.pennypost.emails.LastEvent;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What somebody looks for, as it stands in the address of the page. What cannot be understood is ignored.
///
/// @param since how far back, a key of [#SPANS]; empty for all the way
/// @param from the first day, of UTC
/// @param to the last day
record Filters(
        String recipient,
        String subject,
        String status,
        String domain,
        String tag,
        String since,
        String from,
        String to) {
    static final Map<String, String> SPANS = spans();

    static Filters of(Visit visit) {
        return new Filters(
                asked(visit, "recipient"),
                asked(visit, "subject"),
                asked(visit, "status"),
                asked(visit, "domain"),
                asked(visit, "tag"),
                asked(visit, "since"),
                asked(visit, "from"),
                asked(visit, "to"));
    }

    private static String asked(Visit visit, String name) {
        return visit.query(name).orElse("");
    }

    private static Map<String, String> spans() {
        var spans = new LinkedHashMap<String, String>();
        spans.put("PT1H", "Last hour");
        spans.put("PT24H", "Last 24 hours");
        spans.put("P7D", "Last 7 days");
        spans.put("P30D", "Last 30 days");
        return spans;
    }

    EmailFilter at(Instant now) {
        Instant day = day(from, 0);
        return new EmailFilter(
                orNull(recipient),
                orNull(subject),
                Arrays.stream(LastEvent.values())
                        .filter(event -> Status.of(event).key().equals(status))
                        .collect(Collectors.toSet()),
                domainId(),
                tag.isEmpty() ? null : EmailFilter.Tag.parse(tag),
                SPANS.containsKey(since) ? now.minus(Duration.parse(since)) : day,
                day(to, 1));
    }

    /// Whether those fields are filled in that are not always shown.
    boolean hasRare() {
        return !(tag + from + to).isEmpty();
    }

    boolean isEmpty() {
        return query().values().stream().allMatch(String::isEmpty);
    }

    Map<String, String> query() {
        var query = new LinkedHashMap<String, String>();
        query.put("recipient", recipient);
        query.put("subject", subject);
        query.put("status", status);
        query.put("domain", domain);
        query.put("tag", tag);
        query.put("since", since);
        query.put("from", from);
        query.put("to", to);
        return query;
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    private @Nullable DomainId domainId() {
        try {
            return domain.isEmpty() ? null : new DomainId(UUID.fromString(domain));
        } catch (IllegalArgumentException noId) {
            return null;
        }
    }

    private static @Nullable Instant day(String text, int plus) {
        try {
            return text.isEmpty()
                    ? null
                    : LocalDate.parse(text)
                            .plusDays(plus)
                            .atStartOfDay(ZoneOffset.UTC)
                            .toInstant();
        } catch (DateTimeException noDay) {
            return null;
        }
    }

}
