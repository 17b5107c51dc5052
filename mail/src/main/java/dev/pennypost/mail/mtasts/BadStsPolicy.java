package dev.pennypost.mail.mtasts;

/// A text that is not an MTA-STS policy, and why.
public final class BadStsPolicy extends Exception {
    BadStsPolicy(String why) {
        super(why);
    }

    /// What is wrong with it, in a few words.
    public String why() {
        return String.valueOf(getMessage());
    }
}
