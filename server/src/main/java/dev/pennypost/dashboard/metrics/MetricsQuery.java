package dev.pennypost.dashboard.metrics;

import dev.pennypost.dashboard.shell.Area;
import dev.pennypost.dashboard.shell.Paths;
import dev.pennypost.dashboard.shell.Visit;
import dev.pennypost.domains.DomainId;
import dev.pennypost.statistics.Periods;
import dev.pennypost.statistics.Question;
import dev.pennypost.statistics.Tags;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// What is asked about, as it stands in the address of the page.
///
/// @param domain the id of one; empty for all
/// @param tag a name; empty for every email, tagged or not
/// @param value of that tag; empty for all
record MetricsQuery(Span span, String domain, String tag, String value) {
    static MetricsQuery of(Visit visit) {
        String tag = visit.query("tag").orElse("");
        return new MetricsQuery(
                visit.query("range").flatMap(Span::of).orElse(Span.WEEK),
                visit.query("domain").filter(text -> id(text).isPresent()).orElse(""),
                tag,
                tag.isEmpty() ? "" : visit.query("value").orElse(""));
    }

    /// The totals, and those of every period.
    Question overTime(Instant now) {
        return question(now, true, false, false);
    }

    Question byDomain(Instant now) {
        return question(now, false, true, false);
    }

    Question byTag(Instant now) {
        return question(now, false, false, true);
    }

    private Question question(Instant now, boolean overTime, boolean byDomain, boolean byTag) {
        return new Question(
                span.start(now),
                // what happens at this very moment has happened
                now.plusNanos(1),
                overTime ? new Periods(span.granularity(), ZoneOffset.UTC) : null,
                byDomain,
                false,
                false,
                id(domain).map(DomainId::new).map(Set::of).orElse(Set.of()),
                Set.of(),
                Set.of(),
                tag.isEmpty() ? null : new Tags(tag, value.isEmpty() ? Set.of() : Set.of(value)),
                byTag);
    }

    String link(Span other) {
        return link(Map.of("range", other.word()));
    }

    String csv(String by) {
        return link(Map.of("format", "csv", "by", by));
    }

    String ofDomain(String id) {
        return link(Map.of("domain", id));
    }

    String ofValue(String one) {
        return link(Map.of("value", one));
    }

    /// The same page with something else asked.
    private String link(Map<String, String> other) {
        var all = new LinkedHashMap<String, String>();
        all.put("range", span.word());
        all.put("domain", domain);
        all.put("tag", tag);
        all.put("value", value);
        all.putAll(other);
        return Paths.with(Area.METRICS.path(), all);
    }

    private static Optional<UUID> id(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException noId) {
            return Optional.empty();
        }
    }
}
