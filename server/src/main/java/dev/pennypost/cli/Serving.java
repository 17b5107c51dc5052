package dev.pennypost.cli;

/// A server that serves.
public interface Serving extends AutoCloseable {
    /// Where it can be reached.
    Ready ready();

    /// Stops it: lets what is in progress finish, keeps what is accepted.
    @Override
    void close();
}
