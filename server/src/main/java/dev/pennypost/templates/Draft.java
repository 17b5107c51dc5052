package dev.pennypost.templates;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A template as a customer writes it.
///
/// @param alias a name of the customer's choice that does for the id; null for none
public record Draft(String name, @Nullable String alias, Wording wording, List<Declaration> variables) {
    public Draft {
        variables = List.copyOf(variables);
    }

    boolean saysTheSameAs(Draft other) {
        return wording.equals(other.wording) && variables.equals(other.variables);
    }
}
