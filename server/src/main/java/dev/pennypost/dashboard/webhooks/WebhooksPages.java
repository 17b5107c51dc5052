package dev.pennypost.dashboard.webhooks;

import dev.pennypost.accounts.Permission;
import dev.pennypost.dashboard.shell.Answer;
import dev.pennypost.dashboard.shell.Area;
import dev.pennypost.dashboard.shell.Chrome;
import dev.pennypost.dashboard.shell.Desk;
import dev.pennypost.dashboard.shell.Form;
import dev.pennypost.dashboard.shell.Listing;
import dev.pennypost.dashboard.shell.Pager;
import dev.pennypost.dashboard.shell.Section;
import dev.pennypost.dashboard.shell.Visit;
import dev.pennypost.domains.DomainId;
import dev.pennypost.domains.Domains;
import dev.pennypost.storage.Page;
import dev.pennypost.storage.PageRequest;
import dev.pennypost.teams.TeamId;
import dev.pennypost.webhooks.ChangeResult;
import dev.pennypost.webhooks.CreateResult;
import dev.pennypost.webhooks.EventTypes;
import dev.pennypost.webhooks.NewWebhook;
import dev.pennypost.webhooks.ReplayResult;
import dev.pennypost.webhooks.SignedWebhook;
import dev.pennypost.webhooks.Webhook;
import dev.pennypost.webhooks.WebhookChange;
import dev.pennypost.webhooks.WebhookId;
import dev.pennypost.webhooks.WebhookStatus;
import dev.pennypost.webhooks.Webhooks;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// `/webhooks`.
public final class WebhooksPages implements Section {
    private static final String HERE = Area.WEBHOOKS.path();
    private static final String LIST_TEMPLATE = "webhooks/list.jte";
    private static final String NEW_TEMPLATE = "webhooks/new.jte";
    private static final String ONE_TEMPLATE = "webhooks/webhook.jte";
    private static final int ON_A_PAGE = 25;
    private static final int MOST_CHOICES = 100;
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);

    private final Webhooks webhooks;
    private final Domains domains;
    private final Endpoints endpoints;
    private final DeliveryPages deliveries;

    public WebhooksPages(Webhooks webhooks, Domains domains) {
        this.webhooks = webhooks;
        this.domains = domains;
        this.endpoints = new Endpoints(webhooks, domains);
        this.deliveries = new DeliveryPages(webhooks, endpoints);
    }

    @Override
    public void register(Desk desk) {
        desk.get("/webhooks", Permission.READ, this::list)
                .get("/webhooks/live", Permission.READ, this::live)
                .get("/webhooks/new", Permission.MANAGE_WEBHOOKS, this::form)
                .post("/webhooks", Permission.MANAGE_WEBHOOKS, this::create)
                .get("/webhooks/{id}", Permission.READ, this::show)
                .post("/webhooks/{id}", Permission.MANAGE_WEBHOOKS, this::change)
                .post("/webhooks/{id}/enable", Permission.MANAGE_WEBHOOKS, this::enable)
                .post("/webhooks/{id}/disable", Permission.MANAGE_WEBHOOKS, this::disable)
                .post("/webhooks/{id}/secret", Permission.MANAGE_WEBHOOKS, this::reveal)
                .post("/webhooks/{id}/rotate", Permission.MANAGE_WEBHOOKS, this::rotate)
                .post("/webhooks/{id}/delete", Permission.MANAGE_WEBHOOKS, this::remove)
                .post("/webhooks/{id}/replay", Permission.MANAGE_WEBHOOKS, this::replayRange);
        deliveries.register(desk);
    }

    private Answer list(Visit visit) {
        if (visit.wantsCsv()) return table(visit);
        return page(visit, visit.chrome())
                .map(page -> Answer.page(LIST_TEMPLATE, page))
                .orElseGet(Answer::missing);
    }

    /// @param chrome of the moment that times are counted from
    private Optional<WebhooksPage> page(Visit visit, Chrome chrome) {
        PageRequest asked = Listing.asked(visit, ON_A_PAGE);
        return webhooks.list(visit.team(), asked)
                .map(page -> new WebhooksPage(
                        chrome,
                        endpoints.views(visit.team(), page.items()),
                        visit.may(Permission.MANAGE_WEBHOOKS),
                        Pager.of(
                                HERE,
                                Map.of(),
                                visit,
                                page.items(),
                                page.hasMore(),
                                one -> one.id().toString()),
                        asked.equals(PageRequest.first(ON_A_PAGE))));
    }

    /// Shows how endpoints fare while they do.
    private Answer live(Visit visit) {
        return Listing.live(
                BETWEEN_LOOKS,
                visit,
                "webhooks/rows.jte",
                chrome -> page(visit, chrome).filter(page -> !page.webhooks().isEmpty()),
                WebhooksPage::webhooks);
    }

    private Answer table(Visit visit) {
        List<Webhook> all = webhooks.list(visit.team(), PageRequest.first(PageRequest.ALL))
                .map(Page::items)
                .orElse(List.of());
        return new Answer.Table(
                "webhooks.csv",
                List.of("id", "endpoint", "status", "events", "domains", "ordered", "created_at"),
                endpoints.views(visit.team(), all).stream()
                        .map(one -> List.of(
                                one.id().toString(),
                                one.endpoint(),
                                one.status(),
                                one.events(),
                                one.domains(),
                                one.ordered() ? "yes" : "no",
                                one.createdAt().toString())));
    }

    private Answer form(Visit visit) {
        return Answer.page(NEW_TEMPLATE, WebhookForm.empty(choices(visit.team())));
    }

    private List<WebhookForm.Choice> choices(TeamId team) {
        return domains.list(team, PageRequest.first(MOST_CHOICES)).map(Page::items).orElse(List.of()).stream()
                .map(domain -> new WebhookForm.Choice(
                        domain.id().value(), domain.name().unicode()))
                .toList();
    }

    private Answer create(Visit visit) {
        Form form = visit.form();
        List<String> events = events(form);
        Optional<Set<UUID>> filter = filter(visit.team(), form.all("domains"));
        if (filter.isEmpty())
            return Answer.refused(NEW_TEMPLATE, WebhookForm.of(form, choices(visit.team()), domainGone()));
        var wish = new NewWebhook(form.text("endpoint"), events, filter.get(), form.isSet("ordered"));
        return switch (webhooks.create(visit.team(), wish)) {
            case CreateResult.Created(var made) ->
                Answer.to(
                        HERE + "/" + made.webhook().id(),
                        "The endpoint is told of events from now on. Its signing secret is shown when you ask for it.");
            case CreateResult.Refused(var problem) ->
                Answer.refused(NEW_TEMPLATE, WebhookForm.of(form, choices(visit.team()), Words.of(problem)));
        };
    }

    private static List<String> events(Form form) {
        if (form.text("which").equals("all")) return EventTypes.all();
        return form.all("events").stream()
                .filter(EventTypes::isKnown)
                .distinct()
                .toList();
    }

    /// The ids of domains; empty when one of them is not the team's.
    private Optional<Set<UUID>> filter(TeamId team, Collection<String> texts) {
        var ids = new HashSet<DomainId>();
        try {
            for (String text : texts) ids.add(new DomainId(UUID.fromString(text)));
        } catch (IllegalArgumentException noId) {
            return Optional.empty();
        }
        return domains.names(team, ids).size() == ids.size()
                ? Optional.of(ids.stream().map(DomainId::value).collect(Collectors.toSet()))
                : Optional.empty();
    }

    private static Map<String, String> domainGone() {
        return Map.of("domains", "One of these domains was removed. Choose again.");
    }

    private Answer show(Visit visit) {
        return found(visit)
                .map(found -> visit.wantsCsv()
                        ? deliveries.table(visit, found.webhook().id())
                        : page(200, visit, found, null, null, null))
                .orElseGet(Answer::missing);
    }

    /// @param secret to be shown, where that was asked for
    /// @param form what was filled in, where it was refused
    /// @param replay likewise
    private Answer page(
            int status,
            Visit visit,
            SignedWebhook found,
            @Nullable String secret,
            @Nullable WebhookForm form,
            @Nullable ReplayForm replay) {
        Webhook webhook = found.webhook();
        Optional<DeliveryRows> rows = deliveries.rows(visit, webhook.id(), visit.chrome());
        if (rows.isEmpty()) return Answer.to(DeliveryRows.path(webhook.id(), visit));
        var view = endpoints.views(visit.team(), List.of(webhook)).getFirst();
        var model = new WebhookPage(
                view,
                form == null ? WebhookForm.of(webhook, choices(visit.team())) : form,
                replay == null ? ReplayForm.usual(visit.now()) : replay,
                secret,
                rows.get(),
                visit.may(Permission.MANAGE_WEBHOOKS));
        return new Answer.Page(status, ONE_TEMPLATE, model);
    }

    private Answer change(Visit visit) {
        Optional<SignedWebhook> found = found(visit);
        if (found.isEmpty()) return Answer.missing();
        Form form = visit.form();
        Webhook now = found.get().webhook();
        Set<UUID> filter = changedFilter(visit.team(), now, form);
        if (filter == null) return refused(visit, found.get(), domainGone());
        boolean stays = now.events() == null && form.text("which").equals("all");
        var change = new WebhookChange(
                form.text("endpoint"), stays ? null : events(form), null, filter, form.isSet("ordered"));
        return switch (webhooks.change(visit.team(), now.id(), change)) {
            case ChangeResult.Changed(var webhook) -> Answer.to(HERE + "/" + webhook.id(), "The changes were saved.");
            case ChangeResult.Refused(var problem) -> refused(visit, found.get(), Words.of(problem));
            case ChangeResult.NoSuchWebhook() -> Answer.missing();
        };
    }

    /// A domain that was removed may stay in the filter: its last events are still told. Null when one that
    /// is new in it is not the team's.
    private @Nullable Set<UUID> changedFilter(TeamId team, Webhook now, Form form) {
        List<String> fresh = form.all("domains").stream()
                .filter(text ->
                        now.domains().stream().noneMatch(id -> id.toString().equals(text)))
                .toList();
        Optional<Set<UUID>> known = filter(team, fresh);
        if (known.isEmpty()) return null;
        var all = new HashSet<>(known.get());
        now.domains().stream()
                .filter(id -> form.all("domains").contains(id.toString()))
                .forEach(all::add);
        return all;
    }

    private Answer refused(Visit visit, SignedWebhook found, Map<String, String> errors) {
        var form = WebhookForm.of(visit.form(), choices(visit.team()), new HashMap<>(errors));
        return page(422, visit, found, null, form, null);
    }

    private Answer enable(Visit visit) {
        return switched(
                visit,
                WebhookStatus.ENABLED,
                "The endpoint is enabled. What it missed is sent when you replay it, further down.");
    }

    private Answer disable(Visit visit) {
        return switched(
                visit, WebhookStatus.DISABLED, "The endpoint is switched off. What waited for it was given up.");
    }

    private Answer switched(Visit visit, WebhookStatus status, String said) {
        var change = new WebhookChange(null, null, status, null, null);
        return id(visit)
                        .map(id -> webhooks.change(visit.team(), id, change))
                        .filter(ChangeResult.Changed.class::isInstance)
                        .isPresent()
                ? Answer.to(HERE + "/" + visit.parameter("id"), said)
                : Answer.missing();
    }

    private Answer reveal(Visit visit) {
        return found(visit).map(found -> withSecret(visit, found)).orElseGet(Answer::missing);
    }

    private Answer rotate(Visit visit) {
        return id(visit)
                .flatMap(id -> webhooks.rotate(visit.team(), id))
                .map(rotated -> withSecret(visit, rotated))
                .orElseGet(Answer::missing);
    }

    private Answer withSecret(Visit visit, SignedWebhook found) {
        return page(200, visit, found, found.signingSecret().reveal(), null, null);
    }

    private Answer remove(Visit visit) {
        return id(visit).filter(id -> webhooks.remove(visit.team(), id)).isPresent()
                ? Answer.to(HERE, "The endpoint was deleted, with what was kept of its deliveries.")
                : Answer.missing();
    }

    private Answer replayRange(Visit visit) {
        Optional<SignedWebhook> found = found(visit);
        if (found.isEmpty()) return Answer.missing();
        Form form = visit.form();
        var replay = ReplayForm.of(form, null);
        String flaw = replay.flaw(visit.now());
        if (flaw != null) return refusedReplay(visit, found.get(), flaw);
        WebhookId id = found.get().webhook().id();
        return switch (webhooks.replay(visit.team(), id, replay.range())) {
            case ReplayResult.Replayed(long messages) -> Answer.to(HERE + "/" + id, replayed(messages));
            case ReplayResult.Refused refused -> refusedReplay(visit, found.get(), Words.of(refused));
        };
    }

    private Answer refusedReplay(Visit visit, SignedWebhook found, String why) {
        return page(422, visit, found, null, null, ReplayForm.of(visit.form(), why));
    }

    private static String replayed(long messages) {
        if (messages == 0) return "No event of that time is like that: nothing is sent again.";
        return messages == 1 ? "1 event is sent again." : messages + " events are sent again, the oldest first.";
    }

    private Optional<SignedWebhook> found(Visit visit) {
        return id(visit).flatMap(id -> webhooks.get(visit.team(), id));
    }

    private static Optional<WebhookId> id(Visit visit) {
        return Endpoints.id(visit);
    }
}
