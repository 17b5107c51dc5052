package dev.pennypost.dashboard.settings;

import dev.pennypost.audit.AuditRecord;
import dev.pennypost.dashboard.shell.Pager;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What the audit log shows.
///
/// @param kind the kind of subject that is asked for; empty for all
/// @param csv where the whole list is to be had
record Audit(String kind, List<String> kinds, List<Row> rows, Pager pager, String csv) {

    /// Who it was, in words.
    static String who(AuditRecord.Author author) {
        String name = author.name();
        return switch (author.type()) {
            case "person" -> Objects.requireNonNullElse(name, "somebody");
            case "api_key" -> "API key " + Objects.requireNonNullElse(name, "");
            case "operator" -> "operator, " + Objects.requireNonNullElse(name, "");
            case "system" -> "Pennypost, " + Objects.requireNonNullElse(name, "");
            case "guest" -> "somebody who was not signed in";
            default -> "unknown";
        };
    }

    /// One change.
    ///
    /// @param from the client's address; empty where there is none
    record Row(String id, Instant at, String action, String who, String from, String subject, List<Change> changes) {
        static Row of(AuditRecord record) {
            String name = record.subjectName();
            return new Row(
                    record.id().toString(),
                    record.at(),
                    record.action().replace('.', ' ').replace('_', ' '),
                    Audit.who(record.author()),
                    Objects.requireNonNullElse(record.author().origin().address(), ""),
                    name == null ? record.subjectId() : name,
                    Change.all(record.before(), record.after()));
        }
    }

    /// One field, before and after; null where it was not there.
    record Change(
            String field, @Nullable String before, @Nullable String after) {
        static List<Change> all(@Nullable JsonNode before, @Nullable JsonNode after) {
            var fields = new TreeSet<String>();
            if (before != null) fields.addAll(before.propertyNames());
            if (after != null) fields.addAll(after.propertyNames());
            var changes = new ArrayList<Change>();
            for (String field : fields) changes.add(new Change(field, text(before, field), text(after, field)));
            return changes;
        }

        private static @Nullable String text(@Nullable JsonNode node, String field) {
            JsonNode value = node == null ? null : node.get(field);
            if (value == null || value.isNull()) return null;
            return value.isString() ? value.stringValue() : value.toString();
        }
    }
}
