package dev.pennypost.emails;

import dev.pennypost.delivery.Delivery;
import dev.pennypost.delivery.DeliveryId;
import dev.pennypost.emails.EmailEvent.EmailSent;
import dev.pennypost.emails.EmailEvent.EmailSuppressed;
import dev.pennypost.emails.EmailEvent.Suppressed;
import dev.pennypost.mail.address.Address;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

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
        return going.isEmpty() ? LastEvent.SUPPRESSED : LastEvent.SENT;
    }

    /// At most one event for each reason, and one for whom it goes to.
    List<EmailEvent> events() {
        if (withheld.isEmpty()) return List.of(new EmailSent(email.facts(email.everybody())));
        var events = new ArrayList<EmailEvent>();
        byReason().forEach((reason, some) -> events.add(suppressed(reason, some)));
        if (!going.isEmpty()) events.add(new EmailSent(email.facts(email.naming(recipients(going)))));
        return events;
    }

    private Map<Suppressed.Reason, List<Withheld>> byReason() {
        var map = new EnumMap<Suppressed.Reason, List<Withheld>>(Suppressed.Reason.class);
        for (Withheld one : withheld)
            map.computeIfAbsent(one.reason(), _ -> new ArrayList<>()).add(one);
        return map;
    }

    private EmailSuppressed suppressed(Suppressed.Reason reason, List<Withheld> some) {
        var to = email.naming(recipients(some.stream().map(Withheld::delivery).toList()));
        var diagnostics =
                some.stream().map(Withheld::diagnostic).filter(Objects::nonNull).toList();
        return new EmailSuppressed(email.facts(to), new Suppressed(reason, diagnostics));
    }

    private static List<Address> recipients(Collection<Delivery> deliveries) {
        return deliveries.stream().map(Delivery::recipient).toList();
    }
}
