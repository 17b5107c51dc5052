package dev.pennypost.delivery.control;

import dev.pennypost.delivery.DeliveryLife;
import dev.pennypost.delivery.DeliveryLife.Happening;
import dev.pennypost.delivery.DeliveryState;
import java.util.EnumSet;
import java.util.Set;

/// What is done to selected deliveries.
public enum Verb {
    PAUSE,
    FLUSH,
    REQUEUE,
    CANCEL;

    /// The states in which it can be done.
    Set<DeliveryState> states() {
        return switch (this) {
            case PAUSE ->
                EnumSet.of(DeliveryState.WAITING, DeliveryState.ATTEMPTING, DeliveryState.DEFERRED, DeliveryState.HELD);
            case FLUSH -> DeliveryLife.before(Happening.FLUSHED);
            case REQUEUE -> DeliveryLife.before(Happening.REQUEUED);
            case CANCEL -> DeliveryLife.before(Happening.CANCELED);
        };
    }

    /// Those of the states that are meant. Who does not want an email is sent it only if that is asked for by name.
    Set<DeliveryState> of(Selection selection) {
        Set<DeliveryState> meant = selection.among(states());
        if (this == REQUEUE && selection.states().isEmpty()) meant.remove(DeliveryState.FAILED);
        return meant;
    }
}
