package dev.pennypost.webhooks;

import dev.pennypost.storage.Event;
import dev.pennypost.storage.EventListener;
import dev.pennypost.storage.Ids;
import dev.pennypost.storage.TeamsThatListen;
import dev.pennypost.storage.Transaction;
import dev.pennypost.webhooks.MessageQueue.NewMessage;
import dev.pennypost.webhooks.MessageQueue.Place;
import dev.pennypost.webhooks.WebhookEvent.WebhookDisabled;
import dev.pennypost.webhooks.WebhookSpelling.Spelled;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Turns an event into one message for each endpoint that wants it, in the transaction that takes the event out
/// of the outbox: exactly one message, whatever crashes.
final class FanOut implements EventListener {
    private final TeamsThatListen subscribers;
    private final MessageDays days;
    private final WebhookSpelling spelling;
    private final InstantSource clock;
    private final Supplier<Instant> keptSince;
    private final Delivery delivery;
    private final WebhookStore webhooks = new WebhookStore();
    private final MessageQueue queue = new MessageQueue();
    private final OrderStore order = new OrderStore();

    /// @param delivery is told that there is work
    /// @param keptSince messages are still made for what we disabled after this
    FanOut(
            TeamsThatListen subscribers,
            MessageDays days,
            WebhookSpelling spelling,
            Supplier<Instant> keptSince,
            InstantSource clock,
            Delivery delivery) {
        this.subscribers = subscribers;
        this.keptSince = keptSince;
        this.days = days;
        this.spelling = spelling;
        this.clock = clock;
        this.delivery = delivery;
    }

    @Override
    public boolean caresAbout(UUID teamId) {
        return subscribers.has(teamId);
    }

    @Override
    public void on(Transaction tx, List<Published> events) {
        Set<UUID> teams =
                events.stream().map(published -> published.event().teamId()).collect(Collectors.toSet());
        Map<UUID, List<Webhook>> listening = webhooks.listening(tx, teams, keptSince.get());
        Instant now = clock.instant();
        List<NewMessage> messages = events.stream()
                .flatMap(published -> messages(
                        published, listening.getOrDefault(published.event().teamId(), List.of()), now))
                .toList();
        if (messages.isEmpty()) return;
        days.prepare(tx, now);
        queue.insert(tx, messages, now);
        tx.afterCommit(delivery::wake);
        if (messages.stream().allMatch(message -> message.place() == null)) return;
        order.arrive(tx, messages);
        tx.afterCommit(delivery::wakeOrdering);
    }

    private Stream<NewMessage> messages(Published published, List<Webhook> listening, Instant now) {
        if (listening.isEmpty()) return Stream.of();
        return spelling.spell(published.event(), published.at()).stream()
                .flatMap(spelled -> listening.stream()
                        .filter(webhook -> webhook.wants(spelled) && !isAbout(published.event(), webhook))
                        .map(webhook -> message(published, spelled, webhook, now)));
    }

    /// What happened to a webhook it is not told itself.
    private static boolean isAbout(Event event, Webhook webhook) {
        return event instanceof WebhookDisabled disabled
                && disabled.webhookId().equals(webhook.id().value());
    }

    private static NewMessage message(Published published, Spelled spelled, Webhook webhook, Instant now) {
        UUID about = webhook.ordered() ? spelled.about() : null;
        return new NewMessage(
                Ids.next(now),
                webhook.id(),
                published.event().teamId(),
                spelled.type(),
                spelled.json(),
                published.at(),
                about == null ? null : new Place(about, published.id()),
                webhook.status() == WebhookStatus.DISABLED);
    }
}
