package dev.pennypost.api.resend;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.pennypost.api.http.Access;
import dev.pennypost.api.http.Request;
import dev.pennypost.api.http.Response;
import dev.pennypost.api.http.Router;
import dev.pennypost.domains.DomainId;
import dev.pennypost.domains.Domains;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.statistics.Answer;
import dev.pennypost.statistics.Statistics;
import dev.pennypost.statistics.Tally;
import dev.pennypost.teams.TeamId;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// `GET /emails/metrics` (contract §9.8). What it tells is never stale, so nothing is cached.
final class MetricsRoutes {
    private final Statistics statistics;
    private final Domains domains;
    private final InstantSource clock;

    MetricsRoutes(Statistics statistics, Domains domains, InstantSource clock) {
        this.statistics = statistics;
        this.domains = domains;
        this.clock = clock;
    }

    void register(Router router) {
        router.get("/emails/metrics", Access.FULL, this::get)
                .get("/emails/metrics/tags", Access.FULL, this::tags);
    }

    private Response get(Request request) {
        TeamId team = request.caller().team();
        var query = MetricsQuery.of(request, clock.instant());
        return switch (statistics.answer(team, query.question())) {
            case Answer.Figures figures -> Response.ok(json(team, query, figures));
            case Answer.TooManyEmails(int limit) ->
                ResendErrors.invalid("Invalid `dimensions`. There are more than " + limit
                        + " emails in the date range. Ask for a shorter range, or for some with `email_id`.");
        };
    }

    /// Ours: what `tag` can ask about.
    private Response tags(Request request) {
        return Response.ok(new TagsJson(
                "list",
                false,
                statistics.tagNames(request.caller().team()).stream()
                        .map(TagJson::new)
                        .toList()));
    }

    private MetricsJson json(TeamId team, MetricsQuery query, Answer.Figures figures) {
        var named = figures.rows().stream()
                .map(Answer.Row::domain)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        Map<DomainId, DomainName> names = domains.names(team, named);
        var rows = figures.rows().stream().map(row -> row(row, query, names)).toList();
        return new MetricsJson(
                "metrics",
                Timestamps.iso(query.start()),
                Timestamps.iso(query.end()),
                query.metrics(),
                query.dimensions(),
                query.granularityName(),
                put(query, figures.totals(), new LinkedHashMap<>()),
                query.dimensions().isEmpty() ? null : rows);
    }

    /// Of a domain that was removed, nothing but the id is left.
    private static Map<String, Object> row(Answer.Row row, MetricsQuery query, Map<DomainId, DomainName> names) {
        var json = new LinkedHashMap<String, Object>();
        if (row.period() != null) json.put("period", query.period(row.period()));
        if (row.domain() != null) {
            json.put("domain_id", row.domain().value());
            json.put(
                    "domain_name",
                    names.containsKey(row.domain()) ? names.get(row.domain()).unicode() : "");
        }
        if (row.email() != null) json.put("email_id", row.email());
        if (row.tag() != null) {
            json.put("tag_name", Objects.requireNonNull(query.question().tags()).name());
            json.put("tag_value", row.tag());
        }
        return put(query, row.tally(), json);
    }

    private static Map<String, Object> put(MetricsQuery query, Tally tally, Map<String, Object> json) {
        for (String metric : query.metrics()) json.put(metric, MetricNames.of(metric, tally));
        return json;
    }

    private record TagsJson(String object, boolean hasMore, List<TagJson> data) {}

    private record TagJson(String name) {}

    private record MetricsJson(
            String object,
            String startDate,
            String endDate,
            List<String> metrics,
            List<String> dimensions,
            String granularity,
            Map<String, Object> totals,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            List<Map<String, Object>> data) {}
}
