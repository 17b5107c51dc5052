package dev.pennypost.domains.writer;

import dev.pennypost.domains.records.PlannedRecord;
import dev.pennypost.domains.records.Purpose;
import dev.pennypost.domains.writer.Diff.Action;
import dev.pennypost.domains.writer.Diff.Change;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.RecordType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Works out what publishing a plan does to the record sets of a zone. Nothing that is not ours is removed, except what
/// DNS does not let stand beside ours; what the owner would miss is a conflict unless `replace` says otherwise.
///
/// @param domain the customer's domain, whose own name has more to it than our records
/// @param live every set at the planned names
/// @param replace whether conflicts are decided in our favour
record Publication(
        DomainName domain,
        Zone zone,
        List<PlannedRecord> plan,
        List<RecordSet> live,
        boolean replace,
        TextRules texts) {

    private static final String LOCKED = "Your DNS host made this record itself, or does not let it be changed here."
            + " Change it in your DNS host's own panel.";

    Diff diff() {
        var changes = new ArrayList<Change>();
        var barred = new HashSet<DomainName>();
        for (var name : names(plan)) {
            var obstacles = obstacles(name);
            changes.addAll(obstacles);
            if (obstacles.stream().anyMatch(change -> !change.action().writes())) barred.add(name);
        }
        groups().forEach((slot, records) -> {
            if (!barred.contains(slot.name)) changes.add(change(slot, records));
            else if (records.getFirst().purpose() != Purpose.DMARC) changes.add(barred(slot, records));
        });
        return new Diff(zone.name(), changes);
    }

    /// What is to be written, in an order that every DNS host can take: what goes makes room first.
    List<SetChange> writes(Diff diff) {
        return diff.changes().stream()
                .filter(change -> change.action().writes())
                .sorted((a, b) -> Boolean.compare(b.action() == Action.REMOVE, a.action() == Action.REMOVE))
                .map(change ->
                        new SetChange(change.name(), change.type(), find(change.name(), change.type()), change.after()))
                .toList();
    }

    static Set<DomainName> names(List<PlannedRecord> plan) {
        var names = new LinkedHashSet<DomainName>();
        plan.forEach(record -> names.add(record.name()));
        return names;
    }

    /// RFC 2181 §10.1: where a CNAME stands, nothing else may.
    private List<Change> obstacles(DomainName name) {
        var planned = plan.stream().filter(record -> record.name().equals(name)).toList();
        boolean alias = planned.stream().anyMatch(record -> record.type() == RecordType.CNAME);
        return live.stream()
                .filter(set -> set.name().equals(name))
                .filter(set -> alias != set.type().equals("CNAME"))
                // DNS hosts answer a CNAME of the zone itself with what it leads to: it stands in nobody's way
                .filter(set -> alias || !name.equals(zone.name()))
                .sorted(Comparator.comparing(RecordSet::type))
                .map(set -> obstacle(set, planned.getFirst().purpose()))
                .toList();
    }

    private Change obstacle(RecordSet set, Purpose purpose) {
        if (set.locked()) return conflict(set, purpose, List.of(), LOCKED);
        if (set.name().equals(zone.name())
                || set.type().equals("NS")
                || set.type().equals("SOA"))
            return conflict(set, purpose, List.of(), "This name is a zone of its own, where a CNAME cannot stand.");
        if (purpose == Purpose.DMARC)
            return new Change(
                    Action.KEEP,
                    set.type(),
                    set.name(),
                    set.values(),
                    set.values(),
                    purpose,
                    "Your DMARC policy is kept somewhere else, where this record leads. It stays.");
        if (set.name().equals(domain) && !replace)
            return conflict(
                    set,
                    purpose,
                    List.of(),
                    "Your own service is reached by this record. It would have to go, because a CNAME cannot stand"
                            + " beside other records.");
        return new Change(
                Action.REMOVE,
                set.type(),
                set.name(),
                set.values(),
                List.of(),
                purpose,
                "A CNAME cannot stand beside other records at the same name.");
    }

    /// A set that waits for what stands in its way.
    private Change barred(Slot slot, List<PlannedRecord> records) {
        return new Change(
                Action.CONFLICT,
                slot.type,
                slot.name,
                values(slot),
                planned(records),
                records.getFirst().purpose(),
                "Another record stands in the way.");
    }

    private Change change(Slot slot, List<PlannedRecord> records) {
        var before = values(slot);
        var after = after(records, before);
        var purpose = records.getFirst().purpose();
        if (isSame(before, after)) return new Change(Action.KEEP, slot.type, slot.name, before, before, purpose, "");
        if (before.isEmpty()) return new Change(Action.CREATE, slot.type, slot.name, before, after, purpose, "");
        var set = find(slot.name, slot.type).orElseThrow();
        if (set.locked()) return conflict(set, purpose, after, LOCKED);
        Optional<String> objection = replace ? Optional.empty() : objection(purpose, before);
        if (slot.type.equals("NS") && slot.name.equals(zone.name()))
            objection = Optional.of("These are the name servers of the whole zone.");
        if (objection.isPresent()) return conflict(set, purpose, after, objection.get());
        return new Change(Action.REPLACE, slot.type, slot.name, before, after, purpose, "");
    }

    private static Optional<String> objection(Purpose purpose, List<String> before) {
        return Optional.ofNullable(
                switch (purpose) {
                    case RECEIVING ->
                        "Mail for your domain goes to another mailbox provider today. Replacing this record brings all"
                                + " of it to us.";
                    case DELEGATION -> "This name is delegated to other name servers today.";
                    case DMARC ->
                        TextRules.areAmbiguous(before)
                                ? "There are several DMARC policies, so receivers follow none of them. Remove all but"
                                        + " one."
                                : null;
                    default -> null;
                });
    }

    /// The values the set shall have.
    private List<String> after(List<PlannedRecord> records, List<String> before) {
        var type = records.getFirst().type();
        if (type == RecordType.TXT) {
            var after = before;
            for (var record : records) after = texts.with(after, record);
            return after;
        }
        if (type != RecordType.CAA) return planned(records);
        var after = new ArrayList<>(before); // RFC 8659 §4.2: every one allows somebody
        planned(records).stream()
                .filter(value -> before.stream().noneMatch(value::equals))
                .forEach(after::add);
        return after;
    }

    private static Change conflict(RecordSet set, Purpose purpose, List<String> after, String reason) {
        return new Change(Action.CONFLICT, set.type(), set.name(), set.values(), after, purpose, reason);
    }

    private Map<Slot, List<PlannedRecord>> groups() {
        var groups = new LinkedHashMap<Slot, List<PlannedRecord>>();
        for (var record : plan)
            groups.computeIfAbsent(new Slot(record.name(), record.type().name()), _ -> new ArrayList<>())
                    .add(record);
        return groups;
    }

    private static List<String> planned(List<PlannedRecord> records) {
        return records.stream().map(Publication::value).distinct().toList();
    }

    private static String value(PlannedRecord record) {
        String data = record.priority() == null ? record.value() : record.priority() + " " + record.value();
        return RecordText.value(record.type().name(), data);
    }

    private List<String> values(Slot slot) {
        return find(slot.name, slot.type).map(RecordSet::values).orElse(List.of());
    }

    private Optional<RecordSet> find(DomainName name, String type) {
        return live.stream()
                .filter(set -> set.name().equals(name) && set.type().equals(type))
                .findFirst();
    }

    private static boolean isSame(List<String> some, List<String> others) {
        return some.size() == others.size() && Set.copyOf(some).equals(Set.copyOf(others));
    }

    private record Slot(DomainName name, String type) {}
}
