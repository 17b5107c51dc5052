package dev.pennypost.logging;

import java.util.logging.Level;

/// How severe a record must be to be logged.
public enum LogLevel {
    /// Everything, libraries included.
    DEBUG,
    /// What an operator wants to read.
    INFO,
    /// What may need attention.
    WARN,
    /// What has failed.
    ERROR;

    Level least() {
        return switch (this) {
            case DEBUG -> Level.FINE;
            case INFO -> Level.INFO;
            case WARN -> Level.WARNING;
            case ERROR -> Level.SEVERE;
        };
    }

    /// The word for a record's level.
    static LogLevel of(Level level) {
        if (level.intValue() >= Level.SEVERE.intValue()) return ERROR;
        if (level.intValue() >= Level.WARNING.intValue()) return WARN;
        return level.intValue() >= Level.INFO.intValue() ? INFO : DEBUG;
    }
}
