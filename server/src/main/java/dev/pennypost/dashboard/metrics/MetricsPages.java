package dev.pennypost.dashboard.metrics;

import dev.pennypost.accounts.Permission;
import dev.pennypost.dashboard.charts.Chart;
import dev.pennypost.dashboard.charts.Ink;
import dev.pennypost.dashboard.charts.Series;
import dev.pennypost.dashboard.charts.Unit;
import dev.pennypost.dashboard.shell.Answer;
import dev.pennypost.dashboard.shell.Desk;
import dev.pennypost.dashboard.shell.Section;
import dev.pennypost.dashboard.shell.Visit;
import dev.pennypost.domains.DomainId;
import dev.pennypost.domains.Domains;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.statistics.Question;
import dev.pennypost.statistics.Statistics;
import dev.pennypost.statistics.Tally;
import dev.pennypost.storage.Page;
import dev.pennypost.storage.PageRequest;
import dev.pennypost.teams.TeamId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// `/metrics`.
public final class MetricsPages implements Section {
    /// Above these, large receivers act (Google's and Yahoo's rules for senders, as of 2024).
    private static final double HIGHEST_BOUNCE_RATE = 4;

    private static final double HIGHEST_COMPLAINT_RATE = 0.1;
    private static final int MOST_ROWS = 20;
    private static final int MOST_CHOICES = 100;

    private final Statistics statistics;
    private final Domains domains;

    public MetricsPages(Statistics statistics, Domains domains) {
        this.statistics = statistics;
        this.domains = domains;
    }

    @Override
    public void register(Desk desk) {
        desk.get("/metrics", Permission.READ, this::show);
    }

    private Answer show(Visit visit) {
        var query = MetricsQuery.of(visit);
        if (visit.wantsCsv()) return table(visit, query);
        TeamId team = visit.team();
        Figures overTime = ask(team, query.overTime(visit.now()));
        List<Fare> fares = fares(query, overTime);
        Fare total = Fare.of("Total", overTime.total());
        return Answer.page(
                "metrics/metrics.jte",
                new MetricsPage(
                        query,
                        total,
                        volume(fares, total),
                        List.of(bounces(fares, total), complaints(fares, total)),
                        breakdowns(visit, query),
                        choices(team),
                        statistics.tagNames(team)));
    }

    private Figures ask(TeamId team, Question question) {
        return switch (statistics.answer(team, question)) {
            case dev.pennypost.statistics.Answer.Figures(var totals, var rows) -> new Figures(totals, rows);
            case dev.pennypost.statistics.Answer.TooManyEmails _ ->
                throw new IllegalStateException("no single emails were asked for");
        };
    }

    private static List<Fare> fares(MetricsQuery query, Figures overTime) {
        return overTime.rows().stream()
                .map(row -> Fare.of(query.span().label(Objects.requireNonNull(row.period())), row.tally()))
                .toList();
    }

    private static List<Chart> volume(List<Fare> fares, Fare total) {
        return List.of(
                chart(
                        "volume",
                        Chart.Kind.BARS,
                        "Sent and delivered",
                        "Of " + Fare.grouped(total.sent()) + " sent, " + Fare.grouped(total.delivered())
                                + " were delivered.",
                        fares,
                        null,
                        series("Sent", Ink.SECOND, fares, Fare::sent),
                        series("Delivered", Ink.FIRST, fares, Fare::delivered)),
                chart(
                        "interest",
                        Chart.Kind.BARS,
                        "Opened and clicked",
                        Fare.grouped(total.opened()) + " recipients opened, " + Fare.grouped(total.clicked())
                                + " clicked.",
                        fares,
                        null,
                        series("Opened", Ink.SECOND, fares, Fare::opened),
                        series("Clicked", Ink.FIRST, fares, Fare::clicked)));
    }

    private static Reputation bounces(List<Fare> fares, Fare total) {
        return new Reputation(
                "bounces",
                "Bounces",
                total.bounceRate(),
                HIGHEST_BOUNCE_RATE,
                "Who sends to many addresses that do not exist looks like somebody who bought or guessed them. Above 4 %"
                        + " receivers put more of your mail into spam, or refuse it. Confirm addresses when people sign up;"
                        + " those that bounced for good are suppressed by themselves.",
                List.of(
                        chart(
                                "bounced",
                                Chart.Kind.BARS,
                                "Bounced",
                                Fare.grouped(total.bounced()) + " bounced.",
                                fares,
                                null,
                                series("Bounced", Ink.WAIT, fares, Fare::bounced)),
                        chart(
                                "bounce-rate",
                                Chart.Kind.LINES,
                                "Bounce rate",
                                "Bounced of sent: " + Fare.percent(total.bounceRate()) + ". The dashed line is at 4 %.",
                                fares,
                                HIGHEST_BOUNCE_RATE,
                                series("Bounce rate", Ink.WAIT, fares, Fare::bounceRate))));
    }

    private static Reputation complaints(List<Fare> fares, Fare total) {
        return new Reputation(
                "complaints",
                "Complaints",
                total.complaintRate(),
                HIGHEST_COMPLAINT_RATE,
                "A complaint is somebody pressing “This is spam”. Gmail and Yahoo ask senders to stay below 0.1 %, and block"
                        + " those that reach 0.3 %. Send only what people asked for, and make it easier to unsubscribe than to"
                        + " complain. Whoever complained is suppressed.",
                List.of(
                        chart(
                                "complained",
                                Chart.Kind.BARS,
                                "Complained",
                                Fare.grouped(total.complained()) + " complained.",
                                fares,
                                null,
                                series("Complained", Ink.BAD, fares, Fare::complained)),
                        chart(
                                "complaint-rate",
                                Chart.Kind.LINES,
                                "Complaint rate",
                                "Complained of delivered: " + Fare.percent(total.complaintRate())
                                        + ". The dashed line is at 0.1 %.",
                                fares,
                                HIGHEST_COMPLAINT_RATE,
                                series("Complaint rate", Ink.BAD, fares, Fare::complaintRate))));
    }

    private static Series series(String name, Ink ink, List<Fare> fares, ToDoubleFunction<Fare> value) {
        return new Series(
                name, ink, fares.stream().map(fare -> value.applyAsDouble(fare)).toList());
    }

    private static Chart chart(
            String id,
            Chart.Kind kind,
            String title,
            String description,
            List<Fare> fares,
            @Nullable Double limit,
            Series... series) {
        return new Chart(
                id,
                kind,
                kind == Chart.Kind.BARS ? Unit.COUNT : Unit.PER_CENT,
                title,
                description,
                fares.stream().map(Fare::name).toList(),
                List.of(series),
                limit);
    }

    private List<Breakdown> breakdowns(Visit visit, MetricsQuery query) {
        var all = new ArrayList<Breakdown>();
        if (query.domain().isEmpty())
            all.add(breakdown("domains", "By domain", "Domain", byDomain(visit, query), query.csv("domain")));
        if (!query.tag().isEmpty())
            all.add(breakdown("tags", "By “" + query.tag() + "”", "Value", byTag(visit, query), query.csv("tag")));
        return all;
    }

    private static Breakdown breakdown(String id, String title, String by, List<Breakdown.Row> rows, String csv) {
        return new Breakdown(
                id, title, by, rows.stream().limit(MOST_ROWS).toList(), Math.max(0, rows.size() - MOST_ROWS), csv);
    }

    /// The busiest first.
    private List<Breakdown.Row> byDomain(Visit visit, MetricsQuery query) {
        Figures figures = ask(visit.team(), query.byDomain(visit.now()));
        Map<DomainId, DomainName> names = domains.names(
                visit.team(),
                figures.rows().stream()
                        .map(dev.pennypost.statistics.Answer.Row::domain)
                        .filter(Objects::nonNull)
                        .collect(Collectors.toSet()));
        return sorted(figures, row -> {
            DomainId id = Objects.requireNonNull(row.domain());
            String name = names.containsKey(id) ? names.get(id).unicode() : "A domain that was removed";
            return new Breakdown.Row(
                    Fare.of(name, row.tally()), query.ofDomain(id.value().toString()));
        });
    }

    private List<Breakdown.Row> byTag(Visit visit, MetricsQuery query) {
        return sorted(ask(visit.team(), query.byTag(visit.now())), row -> {
            String value = Objects.requireNonNull(row.tag());
            boolean others = value.equals("*");
            return new Breakdown.Row(
                    Fare.of(others ? "All others" : value, row.tally()), others ? "" : query.ofValue(value));
        });
    }

    private static List<Breakdown.Row> sorted(
            Figures figures, Function<dev.pennypost.statistics.Answer.Row, Breakdown.Row> row) {
        return figures.rows().stream()
                .map(row)
                .sorted(Comparator.comparingLong(
                        (Breakdown.Row one) -> -one.fare().sent()))
                .toList();
    }

    private Answer table(Visit visit, MetricsQuery query) {
        String by = visit.query("by").orElse("period");
        List<Fare> rows = switch (by) {
            case "domain" -> fares(byDomain(visit, query));
            case "tag" -> query.tag().isEmpty() ? List.of() : fares(byTag(visit, query));
            default -> dated(visit, query);
        };
        return new Answer.Table(
                "metrics.csv",
                Stream.concat(Stream.of(by.equals("domain") || by.equals("tag") ? by : "period"), Fare.HEADER.stream())
                        .toList(),
                rows.stream()
                        .map(fare -> Stream.concat(Stream.of(fare.name()), fare.cells().stream())
                                .toList()));
    }

    private static List<Fare> fares(List<Breakdown.Row> rows) {
        return rows.stream().map(Breakdown.Row::fare).toList();
    }

    private List<Fare> dated(Visit visit, MetricsQuery query) {
        return ask(visit.team(), query.overTime(visit.now())).rows().stream()
                .map(row ->
                        Fare.of(Objects.requireNonNull(row.period()).toInstant().toString(), row.tally()))
                .toList();
    }

    private List<MetricsPage.Choice> choices(TeamId team) {
        return domains.list(team, PageRequest.first(MOST_CHOICES)).map(Page::items).orElse(List.of()).stream()
                .map(domain -> new MetricsPage.Choice(
                        domain.id().value(), domain.name().unicode()))
                .toList();
    }

    private record Figures(Tally total, List<dev.pennypost.statistics.Answer.Row> rows) {}
}
