package dev.pennypost.dashboard.home;

import dev.pennypost.accounts.Permission;
import dev.pennypost.dashboard.shell.Answer;
import dev.pennypost.dashboard.shell.Desk;
import dev.pennypost.dashboard.shell.Paths;
import dev.pennypost.dashboard.shell.Section;
import dev.pennypost.dashboard.shell.Visit;
import dev.pennypost.domains.DomainFilter;
import dev.pennypost.domains.DomainStatus;
import dev.pennypost.domains.DomainSummary;
import dev.pennypost.domains.Domains;
import dev.pennypost.emails.Emails;
import dev.pennypost.keys.Keys;
import dev.pennypost.statistics.Figure;
import dev.pennypost.statistics.Question;
import dev.pennypost.statistics.Statistics;
import dev.pennypost.statistics.Tally;
import dev.pennypost.storage.Page;
import dev.pennypost.storage.PageRequest;
import dev.pennypost.teams.TeamId;
import dev.pennypost.webhooks.Disabled;
import dev.pennypost.webhooks.Webhook;
import dev.pennypost.webhooks.WebhookHealth;
import dev.pennypost.webhooks.WebhookId;
import dev.pennypost.webhooks.WebhookStatus;
import dev.pennypost.webhooks.Webhooks;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// `/`: home.
public final class HomePages implements Section {
    private static final Duration LATELY = Duration.ofHours(24);
    private static final int MOST_ATTENTION = 20;
    private static final int MOST_ENDPOINTS = 100;
    private static final String FIRST_KEY = "First key";
    private static final Set<DomainStatus> IN_TROUBLE =
            EnumSet.of(DomainStatus.TEMPORARY_FAILURE, DomainStatus.FAILED, DomainStatus.PARTIALLY_FAILED);

    private final Domains domains;
    private final Emails emails;
    private final Webhooks webhooks;
    private final Statistics statistics;
    private final Keys keys;
    private final Trouble trouble;
    private final Function<Visit, String> origin;
    private final Supplier<List<String>> submission;

    /// @param trouble tells what sites do to us
    /// @param origin where the visitor reaches the API
    /// @param submission where mail programs hand in messages
    public HomePages(
            Domains domains,
            Emails emails,
            Webhooks webhooks,
            Statistics statistics,
            Keys keys,
            Trouble trouble,
            Function<Visit, String> origin,
            Supplier<List<String>> submission) {
        this.domains = domains;
        this.emails = emails;
        this.webhooks = webhooks;
        this.statistics = statistics;
        this.keys = keys;
        this.trouble = trouble;
        this.origin = origin;
        this.submission = submission;
    }

    @Override
    public void register(Desk desk) {
        desk.get("/", Permission.READ, visit -> show(visit, null)).post("/start", Permission.MANAGE_KEYS, this::start);
    }

    /// Shows the first steps again, with a key in them: this once it can be read.
    private Answer start(Visit visit) {
        Keys.Created created = keys.create(visit.team(), FIRST_KEY, dev.pennypost.keys.Permission.FULL_ACCESS, null);
        return show(visit, created.token().reveal());
    }

    private Answer show(Visit visit, @Nullable String key) {
        TeamId team = visit.team();
        List<DomainSummary> all =
                domains.slice(team, DomainFilter.ALL, MOST_ATTENTION, 0).items();
        boolean hasSent = emails.list(team, PageRequest.first(1))
                .map(page -> !page.items().isEmpty())
                .orElse(false);
        Steps steps = hasSent && key == null ? null : steps(visit, all, key);
        return Answer.page("home/home.jte", new Home(figures(team, visit.now()), attention(visit), steps));
    }

    private List<Home.Gauge> figures(TeamId team, Instant now) {
        var question = new Question(
                now.minus(LATELY), now, null, false, false, false, Set.of(), Set.of(), Set.of(), null, false);
        if (!(statistics.answer(team, question) instanceof dev.pennypost.statistics.Answer.Figures figures))
            return List.of();
        Tally tally = figures.totals();
        long bounced = tally.of(Figure.BOUNCED_PERMANENT)
                + tally.of(Figure.BOUNCED_TRANSIENT)
                + tally.of(Figure.BOUNCED_UNDETERMINED);
        return List.of(
                new Home.Gauge("Sent", tally.of(Figure.SENT), 0),
                new Home.Gauge("Delivered", tally.of(Figure.DELIVERED), tally.of(Figure.SENT)),
                new Home.Gauge("Bounced", bounced, tally.of(Figure.SENT)),
                new Home.Gauge("Complained", tally.of(Figure.COMPLAINED), tally.of(Figure.DELIVERED)),
                new Home.Gauge("Opened", tally.of(Figure.UNIQUE_OPENED), tally.of(Figure.DELIVERED)));
    }

    /// What went wrong, the worst first.
    private List<Home.Attention> attention(Visit visit) {
        var found = new ArrayList<Home.Attention>();
        for (DomainSummary domain : domains.slice(visit.team(), new DomainFilter(IN_TROUBLE, null), MOST_ATTENTION, 0)
                .items()) found.add(Home.Attention.of(domain));
        endpoints(visit.team()).stream()
                .filter(HomePages::wasDisabledByUs)
                .limit(MOST_ATTENTION)
                .forEach(webhook -> found.add(Home.Attention.of(webhook)));
        found.addAll(failing(visit));
        if (visit.may(Permission.OPERATE_QUEUE)) trouble.sites(visit.now()).forEach(found::add);
        return found;
    }

    private List<Webhook> endpoints(TeamId team) {
        return webhooks.list(team, PageRequest.first(MOST_ENDPOINTS))
                .map(Page::items)
                .orElse(List.of());
    }

    /// Endpoints that are not disabled yet, and will be.
    private List<Home.Attention> failing(Visit visit) {
        List<Webhook> enabled = endpoints(visit.team()).stream()
                .filter(webhook -> webhook.status() == WebhookStatus.ENABLED)
                .toList();
        Map<WebhookId, WebhookHealth> health =
                webhooks.health(visit.team(), enabled.stream().map(Webhook::id).toList());
        return enabled.stream()
                .filter(webhook ->
                        health.getOrDefault(webhook.id(), WebhookHealth.WELL).failingSince() != null)
                .limit(MOST_ATTENTION)
                .map(Home.Attention::failing)
                .toList();
    }

    private static boolean wasDisabledByUs(Webhook webhook) {
        Disabled disabled = webhook.disabled();
        return webhook.status() == WebhookStatus.DISABLED
                && disabled != null
                && disabled.reason() != Disabled.Reason.REQUESTED;
    }

    private Steps steps(Visit visit, List<DomainSummary> all, @Nullable String key) {
        DomainSummary best = all.stream()
                .filter(domain -> domain.status() == DomainStatus.VERIFIED)
                .findFirst()
                .orElse(all.isEmpty() ? null : all.getFirst());
        String from = "hello@" + (best == null ? "your-domain.com" : best.name().ascii());
        return new Steps(
                best == null ? null : best.name().unicode(),
                best == null ? null : Paths.MOUNT + "/domains/" + best.id().value(),
                best != null && best.status() == DomainStatus.VERIFIED,
                key,
                Snippet.all(
                        origin.apply(visit),
                        submission.get(),
                        Objects.requireNonNullElse(key, "re_…"),
                        from,
                        visit.session().person().email()));
    }
}
