package dev.pennypost.delivery.control;

/// What came of a pause.
public sealed interface PauseResult {
    /// @param aside how many deliveries this node had in memory and put aside
    record Paused(Hold hold, int aside) implements PauseResult {}

    record Refused(ControlProblem problem) implements PauseResult {}
}
