package dev.pennypost.emails;

import dev.pennypost.delivery.Delivery;
import dev.pennypost.delivery.DeliveryId;
import dev.pennypost.delivery.Queued;
import dev.pennypost.keys.KeyId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An email on its way into the database.
///
/// @param askedBy the key it was asked for with
/// @param raw the message as its sender wrote it; null when we compose it from the content
/// @param queued its deliveries; none while it waits for its time
/// @param withheld the deliveries that are not made
record Accepting(
        Email email,
        KeyId askedBy,
        Content content,
        @Nullable RawMessage raw,
        List<Queued> queued,
        List<Withheld> withheld) {
    boolean waits() {
        return email.lastEvent() == LastEvent.SCHEDULED;
    }

    /// The same with its share of what is withheld taken out of the queue.
    Accepting without(Map<DeliveryId, Withheld> all) {
        var departure = Departure.of(email, deliveries(), all);
        if (departure.withheld().isEmpty()) return this;
        var going = queued.stream()
                .filter(one -> !all.containsKey(one.delivery().id()))
                .toList();
        return new Accepting(email.with(departure.lastEvent()), askedBy, content, raw, going, departure.withheld());
    }

    List<EmailEvent> events() {
        return waits()
                ? List.of(new EmailEvent.EmailScheduled(email.facts(email.everybody())))
                : new Departure(email, deliveries(), withheld).events();
    }

    private List<Delivery> deliveries() {
        return queued.stream().map(Queued::delivery).toList();
    }
}
