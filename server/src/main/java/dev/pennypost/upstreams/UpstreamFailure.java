package dev.pennypost.upstreams;

/// A problem on its way from where it was met to the front door, which returns it as a value.
final class UpstreamFailure extends RuntimeException {
    private final transient UpstreamProblem problem;

    UpstreamFailure(UpstreamProblem problem) {
        super(problem.toString(), null, false, false);
        this.problem = problem;
    }

    UpstreamProblem problem() {
        return problem;
    }
}
