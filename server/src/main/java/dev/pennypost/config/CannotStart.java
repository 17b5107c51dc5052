package dev.pennypost.config;

import java.io.IOException;

/// An expected reason why the server cannot start, such as a port in use. The message is one or more sentences for the
/// operator and says what to do; nobody needs the stack trace.
public class CannotStart extends RuntimeException {
    public CannotStart(String message) {
        super(message);
    }

    public CannotStart(String message, Throwable cause) {
        super(message, cause);
    }

    /// Nobody can listen on this address: it is taken, not ours, or needs more rights.
    public static CannotStart notListening(HostPort address, IOException why) {
        return new CannotStart("cannot listen on " + address + ": " + why.getMessage(), why);
    }
}
