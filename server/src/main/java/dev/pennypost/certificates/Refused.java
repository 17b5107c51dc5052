package dev.pennypost.certificates;

/// Carries a problem out of the middle of an order.
final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient CertificateProblem problem;

    Refused(CertificateProblem problem) {
        super(problem.why());
        this.problem = problem;
    }

    Refused(CertificateProblem problem, Throwable cause) {
        super(problem.why(), cause);
        this.problem = problem;
    }

    CertificateProblem problem() {
        return problem;
    }
}
