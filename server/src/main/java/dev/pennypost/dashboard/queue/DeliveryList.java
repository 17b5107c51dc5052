package dev.pennypost.dashboard.queue;

import dev.pennypost.dashboard.shell.Pager;
import dev.pennypost.delivery.DeliveryState;
import java.util.List;

/// A page of the deliveries that were asked for.
record DeliveryList(Wanted wanted, List<DeliveryRow> rows, Pager pager, String export) {
    List<DeliveryState> states() {
        return List.of(DeliveryState.values());
    }

    String word(DeliveryState state) {
        return Words.of(state);
    }
}
