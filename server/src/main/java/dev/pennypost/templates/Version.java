package dev.pennypost.templates;

import java.util.List;
import java.util.UUID;

/// One state of what a template says.
record Version(UUID id, Wording wording, List<Variable> variables) {
    Version {
        variables = List.copyOf(variables);
    }

    List<Declaration> declarations() {
        return variables.stream().map(Variable::declaration).toList();
    }
}
