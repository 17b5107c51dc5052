package dev.pennypost.logging;

/// How log records are written.
public enum LogFormat {
    /// A readable line per record.
    TEXT,
    /// A JSON object per line.
    JSON,
    /// What suits the place: [#JSON] in production, [#TEXT] before people.
    AUTO
}
