package dev.pennypost.templates;

/// What came of making or changing a template.
public sealed interface SaveResult {
    record Saved(TemplateId id) implements SaveResult {}

    /// Nothing was changed.
    record Refused(TemplateProblem problem) implements SaveResult {}
}
