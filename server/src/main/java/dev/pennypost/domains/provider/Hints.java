package dev.pennypost.domains.provider;

import dev.pennypost.domains.records.PlannedRecord;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.RecordType;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;

/// Puts what is known of a panel into sentences, and leaves out those that do not concern the records at hand.
record Hints(Provider provider, DomainName zone) {
    List<String> about(List<PlannedRecord> records) {
        var hints = new LinkedHashSet<String>(provider.panel().notesOnAll());
        hints.addAll(names(records));
        for (RecordType type : types(records)) hints.addAll(about(type, records));
        return List.copyOf(hints);
    }

    private List<String> names(List<PlannedRecord> records) {
        var panel = provider.panel();
        var hints = new ArrayList<String>();
        if (Objects.equals(panel.appendsZone(), true))
            hints.add("%s adds .%s to the host by itself: enter the host exactly as it is shown, without the domain."
                    .formatted(provider.name(), zone.unicode()));
        if (panel.apex() == Panel.Apex.BLANK
                && records.stream().anyMatch(record -> record.name().equals(zone)))
            hints.add("Where no host is shown, leave that field empty: the record belongs to %s itself."
                    .formatted(zone.unicode()));
        return hints;
    }

    private List<String> about(RecordType type, List<PlannedRecord> records) {
        var panel = provider.panel();
        var hints = new ArrayList<String>();
        if (type == RecordType.MX && panel.priorityInValue())
            hints.add("The priority of an MX record goes into the value, before the server.");
        if (type == RecordType.MX && Objects.equals(panel.mxBelowZone(), false) && hasMxBelow(records))
            hints.add("%s may not accept MX records for names below %s. If it refuses one, move DNS to another host."
                    .formatted(provider.name(), zone.unicode()));
        if (type == RecordType.TXT && panel.quotesTxt())
            hints.add("Values of TXT records are entered with the quotes that are shown here.");
        hints.addAll(panel.notesOn(type));
        return hints;
    }

    private boolean hasMxBelow(List<PlannedRecord> records) {
        return records.stream()
                .anyMatch(record ->
                        record.type() == RecordType.MX && !record.name().equals(zone));
    }

    private static List<RecordType> types(List<PlannedRecord> records) {
        return records.stream().map(PlannedRecord::type).distinct().toList();
    }
}
