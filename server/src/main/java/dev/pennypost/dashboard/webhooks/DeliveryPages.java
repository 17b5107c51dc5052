package dev.pennypost.dashboard.webhooks;

import dev.pennypost.accounts.Permission;
import dev.pennypost.dashboard.shell.Answer;
import dev.pennypost.dashboard.shell.Area;
import dev.pennypost.dashboard.shell.Chrome;
import dev.pennypost.dashboard.shell.Desk;
import dev.pennypost.dashboard.shell.Listing;
import dev.pennypost.dashboard.shell.Pager;
import dev.pennypost.dashboard.shell.PrettyJson;
import dev.pennypost.dashboard.shell.Section;
import dev.pennypost.dashboard.shell.Visit;
import dev.pennypost.storage.Page;
import dev.pennypost.storage.PageRequest;
import dev.pennypost.webhooks.MadeAttempt;
import dev.pennypost.webhooks.MessageStatus;
import dev.pennypost.webhooks.ReplayResult;
import dev.pennypost.webhooks.SvixId;
import dev.pennypost.webhooks.Webhook;
import dev.pennypost.webhooks.WebhookId;
import dev.pennypost.webhooks.WebhookMessage;
import dev.pennypost.webhooks.WebhookMessage.Summary;
import dev.pennypost.webhooks.Webhooks;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What an endpoint was sent, and each event on its way to it.
final class DeliveryPages implements Section {
    private static final int ON_A_PAGE = 25;
    private static final int MOST_ATTEMPTS = 50;
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);

    private final Webhooks webhooks;
    private final Endpoints endpoints;

    DeliveryPages(Webhooks webhooks, Endpoints endpoints) {
        this.webhooks = webhooks;
        this.endpoints = endpoints;
    }

    @Override
    public void register(Desk desk) {
        desk.get("/webhooks/{id}/live", Permission.READ, this::live)
                .get("/webhooks/{id}/events/{event}", Permission.READ, this::show)
                .post("/webhooks/{id}/events/{event}/replay", Permission.MANAGE_WEBHOOKS, this::replay);
    }

    /// Empty when the address names a delivery to go on from that there is not, or that has gone on itself.
    Optional<DeliveryRows> rows(Visit visit, WebhookId id, Chrome chrome) {
        PageRequest asked = Listing.asked(visit, ON_A_PAGE);
        return webhooks.messages(visit.team(), id, wanted(visit), asked)
                .map(page -> rows(visit, id, chrome, page, asked.equals(PageRequest.first(ON_A_PAGE))));
    }

    private static DeliveryRows rows(Visit visit, WebhookId id, Chrome chrome, Page<Summary> page, boolean isNewest) {
        String path = Area.WEBHOOKS.path() + "/" + id;
        return new DeliveryRows(
                chrome,
                path,
                DeliveryRows.filters(visit).getOrDefault("status", ""),
                page.items().stream().map(DeliveryView::of).toList(),
                Pager.of(
                        path,
                        DeliveryRows.filters(visit),
                        visit,
                        page.items(),
                        page.hasMore(),
                        one -> one.id().toString()),
                isNewest);
    }

    private static @Nullable MessageStatus wanted(Visit visit) {
        return DeliveryRows.wanted(visit).orElse(null);
    }

    Answer table(Visit visit, WebhookId id) {
        Function<PageRequest, Optional<Page<Summary>>> pages =
                page -> webhooks.messages(visit.team(), id, wanted(visit), page);
        return new Answer.Table(
                "deliveries.csv",
                List.of("id", "type", "status", "created_at"),
                Listing.all(pages, Summary::id)
                        .map(DeliveryView::of)
                        .map(one -> List.of(
                                one.id(),
                                one.type(),
                                one.status(),
                                one.createdAt().toString())));
    }

    /// Shows new deliveries, and what becomes of those that are shown.
    private Answer live(Visit visit) {
        return Endpoints.id(visit)
                .filter(id -> webhooks.get(visit.team(), id).isPresent())
                .map(id -> Listing.live(
                        BETWEEN_LOOKS,
                        visit,
                        "webhooks/deliveries.jte",
                        chrome -> rows(visit, id, chrome),
                        DeliveryRows::rows))
                .orElseGet(Answer::missing);
    }

    private Answer show(Visit visit) {
        Optional<WebhookId> id = Endpoints.id(visit);
        Optional<UUID> event = event(visit);
        if (id.isEmpty() || event.isEmpty()) return Answer.missing();
        return webhooks.get(visit.team(), id.get())
                .flatMap(found -> webhooks.message(visit.team(), id.get(), event.get())
                        .map(message -> visit.wantsCsv()
                                ? attempts(visit, id.get(), event.get())
                                : Answer.page("webhooks/delivery.jte", page(visit, found.webhook(), message))))
                .orElseGet(Answer::missing);
    }

    private Answer attempts(Visit visit, WebhookId id, UUID event) {
        Function<PageRequest, Optional<Page<MadeAttempt>>> pages =
                page -> webhooks.attempts(visit.team(), id, event, page);
        return new Answer.Table(
                "attempts.csv",
                List.of("sent_at", "http_status_code", "duration_ms", "response"),
                Listing.all(pages, MadeAttempt::id)
                        .map(one -> List.of(
                                one.sentAt().toString(),
                                Integer.toString(one.status()),
                                Integer.toString(one.tookMillis()),
                                one.response())));
    }

    private DeliveryPage page(Visit visit, Webhook webhook, WebhookMessage message) {
        Page<AttemptView> attempts = webhooks.attempts(
                        visit.team(), webhook.id(), message.summary().id(), PageRequest.first(MOST_ATTEMPTS))
                .map(page -> page.map(AttemptView::of))
                .orElse(new Page<>(List.of(), false));
        return new DeliveryPage(
                endpoints.views(visit.team(), List.of(webhook)).getFirst(),
                DeliveryView.of(message.summary()),
                message.nextAttemptAt(),
                PrettyJson.of(message.payload()),
                attempts.items(),
                attempts.hasMore(),
                visit.may(Permission.MANAGE_WEBHOOKS));
    }

    private Answer replay(Visit visit) {
        Optional<WebhookId> id = Endpoints.id(visit);
        Optional<UUID> event = event(visit);
        if (id.isEmpty() || event.isEmpty()) return Answer.missing();
        String back = Area.WEBHOOKS.path() + "/" + id.get() + "/events/" + visit.parameter("event");
        return switch (webhooks.replay(visit.team(), id.get(), event.get())) {
            case ReplayResult.Replayed _ -> Answer.to(back, "The event is sent again, under the id it had.");
            case ReplayResult.IsDisabled refused -> Answer.to(back, Words.of(refused));
            case ReplayResult.Refused _ -> Answer.missing();
        };
    }

    private static Optional<UUID> event(Visit visit) {
        return SvixId.MESSAGE.parse(visit.parameter("event"));
    }
}
