package dev.pennypost.config;

import java.util.List;

/// Settings that cannot be used. Lists everything that is wrong with them, not only the first mistake.
public final class BadConfig extends CannotStart {
    private final List<String> problems;

    public BadConfig(List<String> problems) {
        super(
                problems.size() == 1
                        ? problems.getFirst()
                        : "the configuration has " + problems.size() + " problems:\n  "
                                + String.join("\n  ", problems));
        this.problems = List.copyOf(problems);
    }

    /// One sentence per mistake.
    public List<String> problems() {
        return problems;
    }
}
