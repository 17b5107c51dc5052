package dev.pennypost.mail.dns;

/// One server gave nothing usable. Never leaves the resolver: it becomes [Answer.Failed] when no server does better.
final class NoAnswer extends Exception {
    NoAnswer(String why) {
        super(why, null, false, false);
    }

    String why() {
        return String.valueOf(getMessage());
    }
}
