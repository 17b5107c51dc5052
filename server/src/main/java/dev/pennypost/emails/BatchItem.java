package dev.pennypost.emails;

/// One email of a batch, as far as it could be read.
public sealed interface BatchItem {
    record Understood(SendEmail email) implements BatchItem {}

    /// @param message what is wrong, in the words of the API that was asked
    record NotUnderstood(String message) implements BatchItem {}
}
