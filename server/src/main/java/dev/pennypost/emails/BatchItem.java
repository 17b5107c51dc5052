package dev.pennypost.emails;

/// One email of a batch, as far as it could be read.
public sealed interface BatchItem {
    record Readable(SendEmail email) implements BatchItem {}

    /// @param message what is wrong, in the words of the API that was asked
    record Unreadable(String message) implements BatchItem {}
}
