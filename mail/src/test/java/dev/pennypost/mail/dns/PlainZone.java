package dev.pennypost.mail.dns;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// DNS for tests: what was put in comes out, a name with other records has no data, every other name does not exist.
public final class PlainZone implements Resolver {
    private final Map<DomainName, Map<RecordType, List<DnsRecord>>> records = new HashMap<>();
    private final Set<DomainName> failing = new HashSet<>();
    private final List<String> questions = new ArrayList<>();

    public PlainZone txt(String name, String... texts) {
        for (String text : texts) add(name, RecordType.TXT, new DnsRecord.Txt(text));
        return this;
    }

    public PlainZone add(String name, RecordType type, DnsRecord record) {
        named(name).computeIfAbsent(type, _ -> new ArrayList<>()).add(record);
        return this;
    }

    /// The name exists, whether it has records or not.
    public PlainZone exists(String name) {
        named(name);
        return this;
    }

    /// Every question about the name times out that `add` has no answer for.
    public PlainZone fails(String name) {
        failing.add(DomainName.ofDns(name));
        return this;
    }

    /// The names asked for so far, in order.
    public List<String> questions() {
        return questions;
    }

    @Override
    public Answer ask(DomainName name, RecordType type) {
        questions.add(name.ascii());
        var found = records.getOrDefault(name, Map.of()).get(type);
        if (found != null) return new Answer.Records(found, Duration.ofHours(1), false);
        if (failing.contains(name)) return new Answer.Failed("timeout");
        return records.containsKey(name) ? new Answer.NoData(null) : new Answer.NoSuchName(null);
    }

    private Map<RecordType, List<DnsRecord>> named(String name) {
        return records.computeIfAbsent(DomainName.ofDns(name), _ -> new HashMap<>());
    }
}
