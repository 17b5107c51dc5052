package dev.pennypost.emails;

/// What became of one email of a batch.
public sealed interface ItemResult {
    record Accepted(EmailId id) implements ItemResult {}

    /// @param message what is wrong, in the words of the API that was asked
    record Refused(String message) implements ItemResult {}
}
