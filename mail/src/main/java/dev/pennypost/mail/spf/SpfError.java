package dev.pennypost.mail.spf;

/// Ends a check with a temporary or permanent error.
final class SpfError extends Exception {
    private final SpfVerdict verdict;

    SpfError(SpfVerdict verdict, String why) {
        super(why, null, false, false);
        this.verdict = verdict;
    }

    SpfVerdict verdict() {
        return verdict;
    }

    String why() {
        return String.valueOf(getMessage());
    }
}
