package dev.pennypost.admin;

/// A request that cannot be understood; the message says why, to whoever sent it.
final class Unusable extends RuntimeException {
    private final int status;

    Unusable(String message) {
        this(422, message);
    }

    Unusable(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    /// As a status of HTTP.
    int status() {
        return status;
    }
}
