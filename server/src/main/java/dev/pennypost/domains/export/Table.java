package dev.pennypost.domains.export;

import dev.pennypost.domains.provider.PanelEntry;
import dev.pennypost.domains.records.PlannedRecord;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Writes comma-separated values (RFC 4180), the fields as the panel of the zone's DNS host wants them.
record Table(ZonePlan plan) {
    private static final List<String> HEAD =
            List.of("purpose", "type", "host", "name", "value", "priority", "ttl", "required");
    /// What makes spreadsheets take a cell for a formula.
    private static final String FORMULAS = "=+-@\t\r";

    String text() {
        return Stream.concat(Stream.of(HEAD), plan.records().stream().map(this::row))
                .map(row -> row.stream().map(Table::cell).collect(Collectors.joining(",")) + "\r\n")
                .collect(Collectors.joining());
    }

    private List<String> row(PlannedRecord record) {
        PanelEntry entry = plan.provider().entry(record, plan.zone());
        return List.of(
                record.purpose().name().toLowerCase(Locale.ROOT),
                entry.type(),
                entry.host(),
                record.name().ascii(),
                entry.value(),
                Objects.toString(entry.priority(), ""),
                "" + Exports.TTL,
                record.purpose().isRequired() ? "yes" : "no");
    }

    private static String cell(String text) {
        String harmless = !text.isEmpty() && FORMULAS.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        return '"' + harmless.replace("\"", "\"\"") + '"';
    }
}
