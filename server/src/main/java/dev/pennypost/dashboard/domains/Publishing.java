package dev.pennypost.dashboard.domains;

import dev.pennypost.dashboard.shell.Form;
import dev.pennypost.dashboard.shell.Tone;
import dev.pennypost.domains.writer.Diff;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Publishing records with a token of the DNS host.
///
/// @param host null before one is chosen
/// @param filled what may be shown again: no secret
/// @param field the field at fault; empty when none is
/// @param problem why it was not done; empty when there is nothing to say
/// @param changes what would be done; null before anybody asked
record Publishing(
        Head head,
        @Nullable DnsHost host,
        boolean isDetected,
        Map<String, String> filled,
        boolean replace,
        String field,
        String problem,
        @Nullable Changes changes) {
    /// What would become of the zone.
    ///
    /// @param id names exactly this diff
    record Changes(String zone, String id, List<Change> all) {
        static Changes of(Diff diff) {
            return new Changes(
                    diff.zone().unicode(),
                    diff.id(),
                    diff.changes().stream().map(Change::of).toList());
        }

        boolean hasWrites() {
            return all.stream().anyMatch(Change::isWrite);
        }

        boolean hasConflicts() {
            return all.stream().anyMatch(change -> change.action() == Diff.Action.CONFLICT);
        }

        /// Each change that is made, in words such as `create TXT send.example.com`.
        List<String> written() {
            return all.stream()
                    .filter(Change::isWrite)
                    .map(change ->
                            change.action().name().toLowerCase(Locale.ROOT) + " " + change.type() + " " + change.name())
                    .toList();
        }
    }

    /// What would become of one record set.
    record Change(
            Diff.Action action,
            Tone tone,
            String word,
            String type,
            String name,
            List<String> before,
            List<String> after,
            String reason) {
        static Change of(Diff.Change change) {
            boolean isKept = change.action() == Diff.Action.KEEP;
            return new Change(
                    change.action(),
                    Words.tone(change.action()),
                    Words.action(change.action()),
                    change.type(),
                    change.name().unicode(),
                    isKept ? List.of() : change.before(),
                    change.after(),
                    change.reason());
        }

        boolean isWrite() {
            return action == Diff.Action.CREATE || action == Diff.Action.REPLACE || action == Diff.Action.REMOVE;
        }

        /// Whether what is there and what will be are one value each, to be compared.
        @Nullable Marks marks() {
            return before.size() == 1 && after.size() == 1
                    ? Marks.between(after.getFirst(), before.getFirst()).brief()
                    : null;
        }
    }

    static Publishing of(Head head, @Nullable DnsHost host, boolean isDetected) {
        return new Publishing(head, host, isDetected, Map.of(), false, "", "", null);
    }

    static Publishing of(Head head, DnsHost host, Form form) {
        var filled = new HashMap<String, String>();
        host.needs().stream()
                .filter(need -> !need.isSecret())
                .forEach(need -> filled.put(need.name(), form.text(need.name())));
        return new Publishing(head, host, false, Map.copyOf(filled), form.isSet("replace"), "", "", null);
    }

    Publishing refused(String at, String why) {
        return new Publishing(head, host, isDetected, filled, replace, at, why, null);
    }

    Publishing with(Changes found) {
        return new Publishing(head, host, isDetected, filled, replace, "", "", found);
    }

    List<DnsHost> hosts() {
        return Arrays.asList(DnsHost.values());
    }

    String value(String name) {
        return filled.getOrDefault(name, "");
    }

    /// What is wrong with a field; null when nothing.
    @Nullable String wrong(String name) {
        return field.equals(name) ? problem : null;
    }
}
