package dev.pennypost.delivery.replies;

/// A line that is no rule, and why.
final class BadRule extends Exception {
    private static final long serialVersionUID = 1;

    BadRule(String why) {
        super(why);
    }

    BadRule at(int line) {
        return new BadRule("line " + line + ": " + getMessage());
    }
}
