package dev.pennypost.delivery.control;

import dev.pennypost.delivery.DeliveryState;
import java.util.Set;

/// Why something is not done to the queue.
public sealed interface ControlProblem {
    /// Nothing was selected, which would mean everything.
    record NothingSelected() implements ControlProblem {}

    /// A pause is of one target, whatever state its deliveries are in.
    record NotOneTarget() implements ControlProblem {}

    /// It can be done in none of the states that were selected.
    ///
    /// @param possible in which it can
    record NotInThisState(Set<DeliveryState> possible) implements ControlProblem {}

    /// A reason was missing, or too long.
    ///
    /// @param longest in characters
    record BadReason(int longest) implements ControlProblem {}
}
