package dev.pennypost.domains.writer;

/// Carries a [WriterProblem] from the depth of a conversation up to [DnsPublishing].
final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient WriterProblem problem;

    Refused(WriterProblem problem) {
        super(problem.toString(), null, false, false);
        this.problem = problem;
    }

    WriterProblem problem() {
        return problem;
    }
}
