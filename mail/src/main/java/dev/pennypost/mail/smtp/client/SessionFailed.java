package dev.pennypost.mail.smtp.client;

import java.util.List;

/// No session came about. Says why, and what had been said by then.
public final class SessionFailed extends Exception {
    private final transient Failure failure;
    private final transient List<Step> steps;

    SessionFailed(Failure failure, List<Step> steps) {
        super(failure.phase() + ": " + failure.reason());
        this.failure = failure;
        this.steps = List.copyOf(steps);
    }

    public Failure failure() {
        return failure;
    }

    public List<Step> steps() {
        return steps;
    }
}
