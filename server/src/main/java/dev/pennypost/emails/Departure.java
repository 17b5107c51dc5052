package dev.pennypost.emails;

import dev.pennypost.delivery.Delivery;
import dev.pennypost.delivery.DeliveryId;
import dev.pennypost.emails.EmailEvent.EmailFailed;
import dev.pennypost.emails.EmailEvent.EmailSent;
import dev.pennypost.emails.EmailEvent.EmailSuppressed;
import dev.pennypost.mail.address.Address;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/// An email that leaves: whom it goes to, and whom it is kept from.
record Departure(Email email, List<Delivery> going, List<Withheld> withheld) {
    Departure {
        going = List.copyOf(going);
        withheld = List.copyOf(withheld);
    }

    static Departure of(Email email, List<Delivery> all, Map<DeliveryId, Withheld> withheld) {
        return new Departure(
                email,
                all.stream().filter(one -> !withheld.containsKey(one.id())).toList(),
                all.stream()
                        .map(one -> withheld.get(one.id()))
                        .filter(Objects::nonNull)
                        .toList());
    }

    /// That some recipients are left out is told before the others are sent to, so sending is the latest.
    LastEvent lastEvent() {
        if (!going.isEmpty()) return LastEvent.SENT;
        return withheld.stream().anyMatch(Withheld.Unwanted.class::isInstance)
                ? LastEvent.FAILED
                : LastEvent.SUPPRESSED;
    }

    /// At most one event for each reason, and one for whom it goes to.
    List<EmailEvent> events() {
        if (withheld.isEmpty()) return List.of(new EmailSent(email.facts(email.everybody())));
        var events = new ArrayList<EmailEvent>();
        suppressed().values().forEach(some -> events.add(suppressed(email, some)));
        unwanted().forEach((reason, some) -> events.add(new EmailFailed(email.facts(naming(email, some)), reason)));
        if (!going.isEmpty()) events.add(new EmailSent(email.facts(email.naming(recipients(going)))));
        return events;
    }

    private Map<EmailEvent.Suppressed.Reason, List<Withheld.Suppressed>> suppressed() {
        var byReason = new EnumMap<EmailEvent.Suppressed.Reason, List<Withheld.Suppressed>>(
                EmailEvent.Suppressed.Reason.class);
        for (Withheld one : withheld)
            if (one instanceof Withheld.Suppressed why)
                byReason.computeIfAbsent(why.reason(), _ -> new ArrayList<>()).add(why);
        return byReason;
    }

    private Map<String, List<Withheld.Unwanted>> unwanted() {
        var byReason = new TreeMap<String, List<Withheld.Unwanted>>();
        for (Withheld one : withheld)
            if (one instanceof Withheld.Unwanted why)
                byReason.computeIfAbsent(why.reason(), _ -> new ArrayList<>()).add(why);
        return byReason;
    }

    /// That some recipients are suppressed, all for the same reason.
    static EmailSuppressed suppressed(Email email, List<Withheld.Suppressed> some) {
        var diagnostics = some.stream()
                .map(Withheld.Suppressed::diagnostic)
                .filter(Objects::nonNull)
                .toList();
        return new EmailSuppressed(
                email.facts(naming(email, some)),
                new EmailEvent.Suppressed(some.getFirst().reason(), diagnostics));
    }

    private static List<String> naming(Email email, List<? extends Withheld> some) {
        return email.naming(recipients(some.stream().map(Withheld::delivery).toList()));
    }

    private static List<Address> recipients(Collection<Delivery> deliveries) {
        return deliveries.stream().map(Delivery::recipient).toList();
    }
}
