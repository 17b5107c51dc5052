package dev.pennypost.accounts;

/// What an authenticator said cannot be read, or does not hold.
final class BadAnswer extends Exception {
    BadAnswer(RuntimeException why) {
        super(why.getMessage(), why);
    }
}
