package dev.pennypost.domains.writer;

/// What came of a preview or of publishing.
public sealed interface PublishResult {
    /// What would be done; nothing was.
    record Previewed(Diff diff) implements PublishResult {}

    /// What was done.
    record Published(Diff diff) implements PublishResult {}

    /// Nothing was done, unless the problem is [WriterProblem.Interrupted].
    record Refused(WriterProblem problem) implements PublishResult {}
}
