package dev.pennypost.emails;

import dev.pennypost.delivery.Delivery;
import dev.pennypost.delivery.DeliveryId;
import dev.pennypost.delivery.Queued;
import dev.pennypost.emails.files.RemoteFile;
import dev.pennypost.keys.KeyId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// An email on its way into the database.
///
/// @param askedBy the key it was asked for with
/// @param remoteFiles what is to be fetched before it leaves
/// @param raw the message as its sender wrote it; null when we compose it from the content
/// @param queued its deliveries; none while it waits for its time or its files
/// @param withheld the deliveries that are not made
record Accepting(
        Email email,
        KeyId askedBy,
        Content content,
        List<RemoteFile> remoteFiles,
        @Nullable RawMessage raw,
        List<Queued> queued,
        List<Withheld> withheld) {
    boolean waits() {
        return isScheduled() || !remoteFiles.isEmpty();
    }

    /// The places of the files that are there already: those that the others leave free.
    List<Integer> positions() {
        Set<Integer> others = remoteFiles.stream().map(RemoteFile::position).collect(Collectors.toSet());
        return IntStream.iterate(0, i -> i + 1)
                .filter(position -> !others.contains(position))
                .limit(content.attachments().size())
                .boxed()
                .toList();
    }

    boolean isScheduled() {
        return email.lastEvent() == LastEvent.SCHEDULED;
    }

    /// The same with its share of what is withheld taken out of the queue.
    Accepting without(Map<DeliveryId, Withheld> all) {
        var departure = Departure.of(email, deliveries(), all);
        if (departure.withheld().isEmpty()) return this;
        var going = queued.stream()
                .filter(one -> !all.containsKey(one.delivery().id()))
                .toList();
        return new Accepting(
                email.with(departure.lastEvent()), askedBy, content, remoteFiles, raw, going, departure.withheld());
    }

    List<EmailEvent> events() {
        if (isScheduled()) return List.of(new EmailEvent.EmailScheduled(email.facts(email.everybody())));
        return waits() ? List.of() : new Departure(email, deliveries(), withheld).events();
    }

    private List<Delivery> deliveries() {
        return queued.stream().map(Queued::delivery).toList();
    }
}
