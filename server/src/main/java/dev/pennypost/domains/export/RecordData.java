package dev.pennypost.domains.export;

import dev.pennypost.domains.records.CharacterStrings;
import dev.pennypost.domains.records.PlannedRecord;
import dev.pennypost.mail.dns.RecordType;

/// Writes the data of planned records as master files have it (RFC 1035 §5.1).
final class RecordData {
    private RecordData() {}

    static String of(PlannedRecord record) {
        return record.type() == RecordType.MX ? record.priority() + " " + target(record) : withoutPriority(record);
    }

    static String withoutPriority(PlannedRecord record) {
        return switch (record.type()) {
            case TXT -> CharacterStrings.quoted(record.value());
            case MX, CNAME, NS, PTR -> target(record);
            default -> record.value();
        };
    }

    /// RFC 1035 §5.1: without the dot, the zone's name would be added.
    static String target(PlannedRecord record) {
        return record.value().endsWith(".") ? record.value() : record.value() + ".";
    }
}
