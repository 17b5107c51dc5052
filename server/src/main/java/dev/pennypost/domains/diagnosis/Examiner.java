package dev.pennypost.domains.diagnosis;

import dev.pennypost.domains.records.PlannedRecord;
import dev.pennypost.mail.dns.DomainName;
import java.util.List;
import java.util.Set;

/// Looks at DNS for a domain's records. Blocks while it asks; never throws for what the network did.
@FunctionalInterface
public interface Examiner {
    Examination examine(Subject subject);

    /// What is to be examined.
    ///
    /// @param plan the records that should be there
    /// @param formerKeys public keys, in Base64, that were planned for this name before, here or in another team
    record Subject(DomainName domain, List<PlannedRecord> plan, Set<String> formerKeys) {
        public Subject {
            plan = List.copyOf(plan);
            formerKeys = Set.copyOf(formerKeys);
        }
    }
}
