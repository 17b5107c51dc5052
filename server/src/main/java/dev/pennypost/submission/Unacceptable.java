package dev.pennypost.submission;

/// Ends the reading of a message that is not taken.
final class Unacceptable extends Exception {
    private final transient MessageProblem problem;

    Unacceptable(MessageProblem problem) {
        super(problem.toString(), null, false, false);
        this.problem = problem;
    }

    MessageProblem problem() {
        return problem;
    }
}
