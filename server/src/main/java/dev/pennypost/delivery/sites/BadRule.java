package dev.pennypost.delivery.sites;

/// A line that is no rule, and why.
public final class BadRule extends Exception {
    private static final long serialVersionUID = 1;

    public BadRule(String why) {
        super(why);
    }

    BadRule at(int line) {
        return new BadRule("line " + line + ": " + getMessage());
    }
}
