package dev.pennypost.templates;

import java.util.List;

/// A template with what the version says that is edited.
public record Template(TemplateHead head, Wording wording, List<Variable> variables) {
    public Template {
        variables = List.copyOf(variables);
    }

    /// As its owner would write it.
    public Draft draft() {
        return new Draft(
                head.name(),
                head.alias(),
                wording,
                variables.stream().map(Variable::declaration).toList());
    }
}
