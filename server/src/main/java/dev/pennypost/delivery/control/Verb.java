package dev.pennypost.delivery.control;

import dev.pennypost.delivery.DeliveryLife;
import dev.pennypost.delivery.DeliveryLife.Happening;
import dev.pennypost.delivery.DeliveryState;
import java.util.EnumSet;
import java.util.Set;

/// What is done to selected deliveries.
public enum Verb {
    PAUSE(EnumSet.of(DeliveryState.WAITING, DeliveryState.ATTEMPTING, DeliveryState.DEFERRED, DeliveryState.HELD)),
    FLUSH(DeliveryLife.before(Happening.FLUSHED)),
    REQUEUE(DeliveryLife.before(Happening.REQUEUED)),
    CANCEL(DeliveryLife.before(Happening.CANCELED));

    private final Set<DeliveryState> states;

    Verb(Set<DeliveryState> states) {
        this.states = Set.copyOf(states);
    }

    /// The states in which it can be done.
    Set<DeliveryState> states() {
        return states;
    }

    /// Those of the states that are meant. Who does not want an email is sent it only if that is asked for by name.
    Set<DeliveryState> of(Selection selection) {
        Set<DeliveryState> meant = selection.among(states);
        if (this == REQUEUE && selection.states().isEmpty()) meant.remove(DeliveryState.FAILED);
        return meant;
    }
}
