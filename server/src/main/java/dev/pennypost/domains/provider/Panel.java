package dev.pennypost.domains.provider;

import dev.pennypost.domains.records.CharacterStrings;
import dev.pennypost.domains.records.PlannedRecord;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.RecordType;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How a DNS host's panel wants records typed.
///
/// @param appendsZone whether it adds the zone's name to what stands in the host field; null when unknown
/// @param quotesTxt whether TXT values are typed as quoted strings of at most 255 characters
/// @param priorityInValue whether the priority of an MX stands before the host, in one field with it
/// @param dotBehindTargets whether host names in values end with a dot
/// @param mxBelowZone whether it can hold MX records of names below the zone; null when unknown
/// @param notes further sentences of advice, by record type; those under `any` concern every record
record Panel(
        Apex apex,
        @Nullable Boolean appendsZone,
        boolean quotesTxt,
        boolean priorityInValue,
        boolean dotBehindTargets,
        @Nullable Boolean mxBelowZone,
        Map<String, List<String>> notes) {
    /// What most panels want.
    static final Panel COMMON = new Panel(Apex.AT, null, false, false, false, null, Map.of());

    private static final String ANY = "any";

    /// How the zone's own name is spelled in the host field.
    enum Apex {
        AT,
        BLANK
    }

    Panel {
        notes = Map.copyOf(notes);
    }

    PanelEntry entry(PlannedRecord record, DomainName zone) {
        return new PanelEntry(
                host(record, zone),
                record.type().name(),
                value(record),
                record.type() == RecordType.MX && priorityInValue ? null : record.priority());
    }

    List<String> notesOn(RecordType type) {
        return notes.getOrDefault(type.name().toLowerCase(Locale.ROOT), List.of());
    }

    /// Advice that concerns every record.
    List<String> notesOnAll() {
        return notes.getOrDefault(ANY, List.of());
    }

    private String host(PlannedRecord record, DomainName zone) {
        if (record.name().equals(zone)) return apex == Apex.AT ? PlannedRecord.APEX : "";
        return record.host(zone);
    }

    private String value(PlannedRecord record) {
        return switch (record.type()) {
            case TXT -> quotesTxt ? CharacterStrings.quoted(record.value()) : record.value();
            case MX -> priorityInValue ? record.priority() + " " + target(record.value()) : target(record.value());
            case CNAME, NS -> target(record.value());
            default -> record.value();
        };
    }

    private String target(String host) {
        return dotBehindTargets && !host.endsWith(".") ? host + "." : host;
    }
}
