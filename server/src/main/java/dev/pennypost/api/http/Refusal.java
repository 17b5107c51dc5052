package dev.pennypost.api.http;

/// Malformed input found while a handler reads its request; caught once, in the door, and spelled by the dialect.
public final class Refusal extends RuntimeException {
    private final transient HttpProblem problem;

    public Refusal(HttpProblem problem) {
        super(problem.toString(), null, false, false);
        this.problem = problem;
    }

    public HttpProblem problem() {
        return problem;
    }
}
