package dev.pennypost.domains.writer;

import dev.pennypost.domains.writer.RecordSet.Entry;
import dev.pennypost.mail.dns.DomainName;
import java.util.List;
import java.util.Optional;

/// What becomes of one record set.
///
/// @param before nothing when there is none
/// @param after the values it shall have; none to remove it
record SetChange(DomainName name, String type, Optional<RecordSet> before, List<String> after) {
    SetChange {
        after = List.copyOf(after);
    }

    boolean removes() {
        return after.isEmpty();
    }

    /// What stays, as the host spelled it.
    List<Entry> kept() {
        return entries().stream().filter(entry -> after.contains(entry.value())).toList();
    }

    List<Entry> removed() {
        return entries().stream()
                .filter(entry -> !after.contains(entry.value()))
                .toList();
    }

    List<String> added() {
        var there = entries().stream().map(Entry::value).toList();
        return after.stream().filter(value -> !there.contains(value)).toList();
    }

    /// The TTL of what is there: all of a set have the same (RFC 2181 §5.2).
    int ttl(Zone zone) {
        return before.map(RecordSet::ttl).filter(ttl -> ttl >= zone.leastTtl()).orElse(zone.ttl());
    }

    private List<Entry> entries() {
        return before.map(RecordSet::entries).orElse(List.of());
    }
}
