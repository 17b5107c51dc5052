package dev.pennypost.statistics;

import dev.pennypost.domains.DomainId;
import java.util.Set;

/// Whose counts are read.
sealed interface Whose {
    /// Those of a team, all domains together.
    record Team() implements Whose {}

    /// Those of each domain of a team.
    record EachDomain() implements Whose {}

    /// Those of some domains, each.
    record Some(Set<DomainId> domains) implements Whose {}

    /// What a question needs.
    static Whose asked(Question question) {
        if (!question.domains().isEmpty()) return new Some(question.domains());
        return question.byDomain() ? new EachDomain() : new Team();
    }
}
