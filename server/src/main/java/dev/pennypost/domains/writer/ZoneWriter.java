package dev.pennypost.domains.writer;

import dev.pennypost.mail.dns.DomainName;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A DNS host as one of its customers sees it: the customer's zones can be looked into and changed. Everything blocks,
/// and everything throws [Refused] when the host does not want to or cannot be spoken to.
interface ZoneWriter {
    /// The zone that holds the name, the deepest if there are several; nothing when the customer has none.
    Optional<Zone> zone(DomainName name);

    /// Every record set at these very names, whatever its type. What DNSSEC adds may be missing.
    List<RecordSet> read(Zone zone, Set<DomainName> names);

    /// Makes the changes in their order, or all at once where the host can. A host that can compare refuses with
    /// [WriterProblem.ZoneChanged] when a set is no longer what it was before.
    void apply(Zone zone, List<SetChange> changes);
}
