package dev.pennypost.inboxes;

import dev.pennypost.domains.DomainRecord;
import java.util.List;

/// What a check of a domain's records came to.
public sealed interface CheckResult {
    /// DNS serves nothing that stands in the way: the domain is active, or records are still to appear.
    record Checked(DetailedDomain domain) implements CheckResult {}

    /// DNS serves something else in the place of records the domain needs. Waiting does not help.
    record Failed(List<DomainRecord> wrong) implements CheckResult {
        public Failed {
            wrong = List.copyOf(wrong);
        }
    }

    /// The team has no such domain.
    record NoSuchDomain() implements CheckResult {}
}
