package dev.pennypost.streams;

/// Whether a stream hears of events. What waited when it was disabled is sent when it is enabled again.
public enum StreamStatus {
    ENABLED,
    DISABLED
}
