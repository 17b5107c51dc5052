package dev.pennypost.emails;

import java.util.List;

/// What became of a request to send several emails.
public sealed interface BatchResult {
    /// @param items one for each email, in their order; all that were accepted are stored and queued
    record Done(List<ItemResult> items) implements BatchResult {
        public Done {
            items = List.copyOf(items);
        }
    }

    /// Nothing was stored.
    record Refused(EmailProblem problem) implements BatchResult {}
}
