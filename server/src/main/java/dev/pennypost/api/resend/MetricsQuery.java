package dev.pennypost.api.resend;

import dev.pennypost.api.http.Refusal;
import dev.pennypost.api.http.Request;
import dev.pennypost.domains.DomainId;
import dev.pennypost.statistics.Granularity;
import dev.pennypost.statistics.Periods;
import dev.pennypost.statistics.Question;
import dev.pennypost.statistics.Tags;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// The parameters of `GET /emails/metrics` (contract §9.8).
///
/// @param metrics in the order they were asked for
/// @param dimensions likewise
record MetricsQuery(
        Instant start,
        Instant end,
        Granularity granularity,
        List<String> metrics,
        List<String> dimensions,
        Question question) {
    private static final Duration SPAN = Duration.ofDays(6);

    /// Where ranges of broadcasts begin when nothing is said: none is older.
    private static final Instant BEFORE_BROADCASTS = Instant.parse("2023-01-01T00:00:00Z");

    private static final DateTimeFormatter HOUR = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssXXX", Locale.ROOT);
    private static final int MOST_PERIODS = 10_000;
    private static final int MOST_IDS = 100;
    private static final String PERIOD = "period";
    private static final String DOMAIN = "domain";
    private static final String EMAIL = "email";
    private static final String BROADCAST = "broadcast";
    /// Beyond the contract: the values of the tag that is asked about.
    private static final String TAG = "tag";

    private static final Set<String> DIMENSIONS = new LinkedHashSet<>(List.of(PERIOD, DOMAIN, EMAIL, BROADCAST, TAG));

    /// @throws Refusal when a parameter is not in order (422)
    static MetricsQuery of(Request request, Instant now) {
        List<String> metrics = words(request, "metrics", MetricNames.all());
        List<String> dimensions = words(request, "dimensions", DIMENSIONS);
        Granularity granularity = granularity(request);
        ZoneId zone = zone(request);
        Set<UUID> domains = ids(request, "domain_id");
        Set<UUID> emails = ids(request, "email_id");
        Set<UUID> broadcasts = ids(request, "broadcast_id");
        Optional<Tags> tags = tags(request);
        combinable(dimensions, !emails.isEmpty(), !broadcasts.isEmpty());
        combinable(dimensions, tags.isPresent(), !emails.isEmpty(), !broadcasts.isEmpty());
        Instant end = earlier(time(request, "end_date", () -> now), now);
        Instant start = time(request, "start_date", () -> broadcasts.isEmpty() ? end.minus(SPAN) : BEFORE_BROADCASTS);
        if (start.isAfter(end)) throw bad("start_date", "It must be on or before `end_date`.");
        var periods = new Periods(granularity, zone);
        boolean byPeriod = dimensions.contains(PERIOD);
        if (byPeriod && periods.touching(start, end, MOST_PERIODS + 1).size() > MOST_PERIODS)
            throw bad(
                    "granularity", "The date range can't produce more than 10,000 periods at the chosen granularity.");
        var question = new Question(
                start,
                // what happens at this very moment has happened
                end.isBefore(now) ? end : now.plusNanos(1),
                byPeriod ? periods : null,
                dimensions.contains(DOMAIN),
                dimensions.contains(EMAIL),
                dimensions.contains(BROADCAST),
                domains.stream().map(DomainId::new).collect(Collectors.toSet()),
                emails,
                broadcasts,
                tags.orElse(null),
                dimensions.contains(TAG));
        return new MetricsQuery(
                start,
                end,
                granularity,
                metrics.isEmpty() ? List.copyOf(MetricNames.all()) : metrics,
                dimensions,
                question);
    }

    private static void combinable(List<String> dimensions, boolean emails, boolean broadcasts) {
        if (dimensions.contains(EMAIL) && dimensions.contains(BROADCAST))
            throw bad("dimensions", "`email` cannot be combined with `broadcast`.");
        if (emails && (broadcasts || dimensions.contains(BROADCAST)))
            throw bad("email_id", "It cannot be combined with the `broadcast` dimension or `broadcast_id`.");
        if (broadcasts && dimensions.contains(EMAIL))
            throw bad("broadcast_id", "It cannot be combined with the `email` dimension or `email_id`.");
    }

    private static void combinable(List<String> dimensions, boolean tags, boolean emails, boolean broadcasts) {
        if (dimensions.contains(TAG) && !tags) throw bad("dimensions", "`tag` needs the parameter `tag`.");
        if (tags && (emails || broadcasts || dimensions.contains(EMAIL) || dimensions.contains(BROADCAST)))
            throw bad(TAG, "It cannot be combined with emails or broadcasts.");
    }

    /// A name, or `name:value`; several values of one name.
    private static Optional<Tags> tags(Request request) {
        List<String> texts = list(request, TAG);
        if (texts.isEmpty()) return Optional.empty();
        if (texts.size() > MOST_IDS) throw bad(TAG, "There can be at most " + MOST_IDS + " values.");
        Set<String> names = texts.stream().map(text -> text.split(":", 2)[0]).collect(Collectors.toSet());
        if (names.size() > 1) throw bad(TAG, "Only one name can be asked about.");
        boolean isWhole = texts.stream().anyMatch(text -> !text.contains(":"));
        return Optional.of(new Tags(
                names.iterator().next(),
                isWhole
                        ? Set.of()
                        : texts.stream().map(text -> text.split(":", 2)[1]).collect(Collectors.toSet())));
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private static Instant time(Request request, String parameter, Supplier<Instant> otherwise) {
        return request.query(parameter).map(text -> time(parameter, text)).orElseGet(otherwise);
    }

    /// A date is its beginning in UTC, whatever the time zone of the periods.
    private static Instant time(String parameter, String text) {
        try {
            Instant time = read(text);
            int year = time.atZone(ZoneOffset.UTC).getYear();
            if (year < 1 || year > 9999) throw invalid(parameter);
            return time;
        } catch (DateTimeException malformed) {
            throw invalid(parameter);
        }
    }

    private static Instant read(String text) {
        if (!text.contains("T"))
            return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
        int zone = Math.max(text.lastIndexOf('+'), Math.max(text.indexOf('Z'), text.lastIndexOf('-')));
        return zone > text.indexOf('T')
                ? OffsetDateTime.parse(text).toInstant()
                : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
    }

    private static ZoneId zone(Request request) {
        String text = request.query("timezone").orElse("UTC");
        // what Java knows beyond the names of IANA, such as offsets, is none of them
        if (!ZoneId.getAvailableZoneIds().contains(text)) throw invalid("timezone");
        return ZoneId.of(text);
    }

    private static Granularity granularity(Request request) {
        return switch (request.query("granularity").orElse("daily")) {
            case "hourly" -> Granularity.HOURLY;
            case "daily" -> Granularity.DAILY;
            case "weekly" -> Granularity.WEEKLY;
            case "monthly" -> Granularity.MONTHLY;
            default -> throw bad("granularity", "It must be one of hourly, daily, weekly, monthly.");
        };
    }

    private static List<String> words(Request request, String parameter, Set<String> allowed) {
        List<String> words = list(request, parameter);
        if (!allowed.containsAll(words))
            throw bad(parameter, "Each must be one of " + String.join(", ", allowed) + ".");
        return words;
    }

    private static Set<UUID> ids(Request request, String parameter) {
        List<String> texts = list(request, parameter);
        if (texts.size() > MOST_IDS) throw bad(parameter, "There can be at most " + MOST_IDS + " ids.");
        return texts.stream()
                .map(text -> ResendIds.parse(text).orElseThrow(() -> ResendIds.malformed(parameter)))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /// The values of a list: separated by commas, the parameter repeated, or both.
    private static List<String> list(Request request, String parameter) {
        return request.query().getOrDefault(parameter, List.of()).stream()
                .flatMap(text -> Arrays.stream(text.split(",")))
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .distinct()
                .toList();
    }

    String granularityName() {
        return granularity.name().toLowerCase(Locale.ROOT);
    }

    /// Such as `2026-07-01`; hours with their offset, as clocks that are set back show the same hour twice.
    String period(ZonedDateTime start) {
        return granularity == Granularity.HOURLY
                ? HOUR.format(start)
                : start.toLocalDate().toString();
    }

    private static Refusal invalid(String parameter) {
        return EmailJson.bad(parameter, "Invalid `" + parameter + "`.");
    }

    private static Refusal bad(String parameter, String why) {
        return EmailJson.bad(parameter, "Invalid `" + parameter + "`. " + why);
    }
}
