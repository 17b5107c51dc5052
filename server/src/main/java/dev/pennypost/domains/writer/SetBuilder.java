package dev.pennypost.domains.writer;

import dev.pennypost.domains.writer.RecordSet.Entry;
import dev.pennypost.mail.dns.DomainName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Gathers single records, as most APIs list them, into sets.
final class SetBuilder {
    private final Map<Key, List<One>> sets = new LinkedHashMap<>();

    private record Key(DomainName name, String type) {}

    private record One(Entry entry, int ttl, boolean locked) {}

    void add(DomainName name, String type, Entry entry, int ttl, boolean locked) {
        sets.computeIfAbsent(new Key(name, type), _ -> new ArrayList<>()).add(new One(entry, ttl, locked));
    }

    List<RecordSet> sets() {
        return sets.entrySet().stream()
                .map(set -> new RecordSet(
                        set.getKey().name(),
                        set.getKey().type(),
                        set.getValue().stream().map(One::entry).toList(),
                        set.getValue().getFirst().ttl(),
                        set.getValue().stream().anyMatch(One::locked)))
                .toList();
    }
}
