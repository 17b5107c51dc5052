package dev.pennypost.delivery.control;

/// What came of something that was to be done to selected deliveries.
public sealed interface ControlResult {
    /// @param deliveries to how many it was done
    /// @param underWay how many that were meant are being attempted, and go on
    record Done(long deliveries, long underWay) implements ControlResult {}

    record Refused(ControlProblem problem) implements ControlResult {}
}
