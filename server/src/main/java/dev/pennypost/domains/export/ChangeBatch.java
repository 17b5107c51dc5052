package dev.pennypost.domains.export;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.pennypost.domains.records.CharacterStrings;
import dev.pennypost.domains.records.PlannedRecord;
import dev.pennypost.json.Json;
import dev.pennypost.mail.dns.Answer;
import dev.pennypost.mail.dns.DnsRecord;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.RecordType;
import dev.pennypost.mail.dns.Resolver;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// Writes a change batch of Route 53, where a record set is written as a whole: `UPSERT` replaces every value of a name
/// and type. So each set holds what DNS has there today as well, and where DNS could not be asked the batch says
/// `CREATE`, which Route 53 refuses when there is a set already.
record ChangeBatch(ZonePlan plan, Resolver resolver) {
    private static final List<String> ONLY_ONE = List.of("v=spf1", "v=dmarc1");

    String json() {
        var sets = new LinkedHashMap<Owner, List<PlannedRecord>>();
        for (PlannedRecord record : plan.records())
            sets.merge(new Owner(record.name(), record.type()), List.of(record), ChangeBatch::joined);
        var changes = sets.entrySet().stream().map(this::change).toList();
        return Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(new Batch(comment(), changes)) + "\n";
    }

    private String comment() {
        return "Records for " + plan.domain() + ". Sets keep the values that DNS served when this was made.";
    }

    private Change change(Map.Entry<Owner, List<PlannedRecord>> set) {
        var owner = set.getKey();
        var answer = resolver.ask(owner.name(), owner.type());
        var values = new LinkedHashSet<String>();
        if (owner.type() != RecordType.CNAME) values.addAll(kept(set.getValue(), answer));
        for (PlannedRecord record : set.getValue()) values.add(RecordData.of(record));
        return new Change(
                answer instanceof Answer.Failed ? "CREATE" : "UPSERT",
                new RecordSet(
                        owner.name() + ".",
                        owner.type().name(),
                        Exports.TTL,
                        values.stream().map(Value::new).toList()));
    }

    private static Set<String> kept(List<PlannedRecord> planned, Answer there) {
        var kept = new LinkedHashSet<String>();
        there.all(DnsRecord.Mx.class).stream()
                .filter(mx ->
                        planned.stream().noneMatch(record -> record.value().equalsIgnoreCase(mx.exchange())))
                .forEach(mx -> kept.add(mx.preference() + " " + mx.exchange() + "."));
        there.all(DnsRecord.Txt.class).stream()
                .map(DnsRecord.Txt::text)
                .filter(text -> planned.stream().noneMatch(record -> replaces(record, text)))
                .forEach(text -> kept.add(CharacterStrings.quoted(text)));
        there.all(DnsRecord.Name.class).forEach(name -> kept.add(name.target() + "."));
        return kept;
    }

    /// Two of a kind make both void (RFC 7208 §4.5, RFC 6376 §3.6.2.2), so ours takes the other's place.
    private static boolean replaces(PlannedRecord planned, String there) {
        return switch (planned.purpose()) {
            case DKIM, SPARE_KEY -> true;
            default -> ONLY_ONE.stream().anyMatch(mark -> begins(planned.value(), mark) && begins(there, mark));
        };
    }

    private static boolean begins(String text, String mark) {
        return text.toLowerCase(Locale.ROOT).startsWith(mark);
    }

    private static List<PlannedRecord> joined(List<PlannedRecord> some, List<PlannedRecord> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }

    private record Owner(DomainName name, RecordType type) {}

    private record Batch(
            @JsonProperty("Comment") String comment,
            @JsonProperty("Changes") List<Change> changes) {}

    private record Change(
            @JsonProperty("Action") String action,
            @JsonProperty("ResourceRecordSet") RecordSet set) {}

    private record RecordSet(
            @JsonProperty("Name") String name,
            @JsonProperty("Type") String type,
            @JsonProperty("TTL") int ttl,
            @JsonProperty("ResourceRecords") List<Value> records) {}

    private record Value(@JsonProperty("Value") String value) {}
}
