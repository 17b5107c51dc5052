package dev.pennypost.webhooks;

import dev.pennypost.storage.EventListener;
import dev.pennypost.storage.Ids;
import dev.pennypost.storage.Transaction;
import dev.pennypost.webhooks.MessageQueue.NewMessage;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Turns an event into one message for each endpoint that wants it, in the transaction that takes the event out of
/// the outbox: exactly one message, whatever crashes.
final class FanOut implements EventListener {
    private final Subscribers subscribers;
    private final MessageDays days;
    private final WebhookSpelling spelling;
    private final InstantSource clock;
    private final Runnable wake;
    private final WebhookStore webhooks = new WebhookStore();
    private final MessageQueue queue = new MessageQueue();

    /// @param wake tells the delivery that there is work
    FanOut(Subscribers subscribers, MessageDays days, WebhookSpelling spelling, InstantSource clock, Runnable wake) {
        this.subscribers = subscribers;
        this.days = days;
        this.spelling = spelling;
        this.clock = clock;
        this.wake = wake;
    }

    @Override
    public boolean caresAbout(UUID teamId) {
        return subscribers.has(teamId);
    }

    @Override
    public void on(Transaction tx, List<Published> events) {
        Set<UUID> teams =
                events.stream().map(published -> published.event().teamId()).collect(Collectors.toSet());
        Map<UUID, List<Webhook>> listening = webhooks.enabledOf(tx, teams);
        Instant now = clock.instant();
        List<NewMessage> messages = events.stream()
                .flatMap(published -> messages(
                        published, listening.getOrDefault(published.event().teamId(), List.of()), now))
                .toList();
        if (messages.isEmpty()) return;
        days.prepare(tx, now);
        queue.insert(tx, messages, now);
        tx.afterCommit(wake);
    }

    private Stream<NewMessage> messages(Published published, List<Webhook> listening, Instant now) {
        if (listening.isEmpty()) return Stream.of();
        return spelling.spell(published.event(), published.at()).stream()
                .flatMap(spelled -> listening.stream()
                        .filter(webhook -> webhook.wants(spelled.type()))
                        .map(webhook -> new NewMessage(
                                Ids.next(now),
                                webhook.id(),
                                published.event().teamId(),
                                spelled.type(),
                                spelled.json(),
                                published.at())));
    }
}
