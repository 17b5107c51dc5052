package dev.pennypost.domains.writer;

import dev.pennypost.mail.dns.DomainName;
import java.util.Comparator;
import java.util.List;

/// The records of one type at one name (RFC 2181 §5), as a DNS host has them.
///
/// @param type any type there is, also those we never plan: they collide with a CNAME
/// @param ttl in seconds
/// @param locked whether the host does not let us change it: it made the set itself, or it is no plain data
record RecordSet(DomainName name, String type, List<Entry> entries, int ttl, boolean locked) {
    RecordSet {
        // name servers turn the order round with every answer (RFC 1794), and a diff must not change with it
        entries = entries.stream().sorted(Comparator.comparing(Entry::value)).toList();
    }

    /// One record.
    ///
    /// @param value as [RecordText] reads it, for comparing and showing
    /// @param handle what the writer needs to leave the record alone or to name it: its id, or its data as the host
    ///     spelled it
    record Entry(String value, String handle) {}

    List<String> values() {
        return entries.stream().map(Entry::value).toList();
    }
}
