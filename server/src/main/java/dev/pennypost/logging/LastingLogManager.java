package dev.pennypost.logging;

import java.util.logging.LogManager;

/// The JDK's log manager without its habit of closing the log as soon as the process begins to shut down, which would
/// swallow what the shutdown itself has to say. Public because the JDK makes it by its name.
public final class LastingLogManager extends LogManager {
    /// The log is set up by [Logging], not by files of the JDK.
    @Override
    public void readConfiguration() {
        // nothing to read
    }

    /// Called at shutdown; the log stays open.
    @Override
    public void reset() {
        // nothing is closed
    }
}
