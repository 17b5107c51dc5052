package dev.pennypost.streams;

import dev.pennypost.storage.EventListener;
import dev.pennypost.storage.Ids;
import dev.pennypost.storage.TeamsThatListen;
import dev.pennypost.storage.Transaction;
import dev.pennypost.streams.StreamMessageStore.NewMessage;
import dev.pennypost.webhooks.WebhookSpelling;
import dev.pennypost.webhooks.WebhookSpelling.Spelled;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Turns an event into one message for each stream that wants it, in the transaction that takes the event out
/// of the outbox: exactly one message, whatever crashes.
final class FanOut implements EventListener {
    private final TeamsThatListen listeners;
    private final StreamDays days;
    private final WebhookSpelling spelling;
    private final InstantSource clock;
    private final Runnable wake;
    private final StreamStore streams = new StreamStore();
    private final StreamMessageStore messages = new StreamMessageStore();

    /// @param wake tells the delivery that there is work
    FanOut(TeamsThatListen listeners, StreamDays days, WebhookSpelling spelling, InstantSource clock, Runnable wake) {
        this.listeners = listeners;
        this.days = days;
        this.spelling = spelling;
        this.clock = clock;
        this.wake = wake;
    }

    @Override
    public boolean caresAbout(UUID teamId) {
        return listeners.has(teamId);
    }

    @Override
    public void on(Transaction tx, List<Published> events) {
        Set<UUID> teams =
                events.stream().map(published -> published.event().teamId()).collect(Collectors.toSet());
        Map<UUID, List<EventStream>> listening = streams.enabledOf(tx, teams);
        Instant now = clock.instant();
        List<NewMessage> made = events.stream()
                .flatMap(published -> messages(
                        published, listening.getOrDefault(published.event().teamId(), List.of()), now))
                .toList();
        if (made.isEmpty()) return;
        days.prepare(tx, now);
        messages.insert(tx, made);
        tx.afterCommit(wake);
    }

    private Stream<NewMessage> messages(Published published, List<EventStream> listening, Instant now) {
        if (listening.isEmpty()) return Stream.of();
        return spelling.spell(published.event(), published.at()).stream()
                .flatMap(spelled -> listening.stream()
                        .filter(stream -> stream.details().wants(spelled.type()))
                        .map(stream -> new NewMessage(
                                Ids.next(now),
                                stream.id(),
                                published.event().teamId(),
                                published.id(),
                                key(published, spelled),
                                spelled.type(),
                                spelled.json(),
                                published.at())));
    }

    /// What the event is about, so that what happens to it stays in order; an event about nothing goes with its team.
    private static String key(Published published, Spelled spelled) {
        UUID about = spelled.about();
        return (about == null ? published.event().teamId() : about).toString();
    }
}
