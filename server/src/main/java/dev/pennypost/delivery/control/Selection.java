package dev.pennypost.delivery.control;

import dev.pennypost.delivery.DeliveryState;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// Which deliveries are meant: those that fit every target and are in one of the states.
///
/// @param states empty for every state in which what is wanted can be done
public record Selection(List<Target> targets, Set<DeliveryState> states) {
    public Selection {
        targets = List.copyOf(targets);
        states = Set.copyOf(states);
    }

    /// Everything.
    public static Selection all() {
        return new Selection(List.of(), Set.of());
    }

    public static Selection of(Target target) {
        return new Selection(List.of(target), Set.of());
    }

    public Selection in(DeliveryState... only) {
        return new Selection(targets, Set.of(only));
    }

    /// Whether it says nothing, and so means everything.
    public boolean isEmpty() {
        return targets.isEmpty() && states.isEmpty();
    }

    /// Those of these states that are meant.
    Set<DeliveryState> among(Collection<DeliveryState> possible) {
        var meant = EnumSet.noneOf(DeliveryState.class);
        meant.addAll(possible);
        if (!states.isEmpty()) meant.retainAll(states);
        return meant;
    }
}
