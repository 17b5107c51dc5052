package dev.pennypost.api.resend;

import dev.pennypost.domains.writer.Diff;
import java.util.List;
import java.util.Locale;

/// What publishing does, or did, to the owner's zone.
record DnsDiffJson(String object, String diffId, String zone, List<ChangeJson> changes, boolean applied) {
    static DnsDiffJson of(Diff diff, boolean applied) {
        return new DnsDiffJson(
                "dns_diff",
                diff.id(),
                diff.zone().ascii(),
                diff.changes().stream().map(ChangeJson::of).toList(),
                applied);
    }

    /// One record set.
    record ChangeJson(
            String action,
            String type,
            String name,
            List<String> before,
            List<String> after,
            String purpose,
            String reason) {
        static ChangeJson of(Diff.Change change) {
            return new ChangeJson(
                    change.action().name().toLowerCase(Locale.ROOT),
                    change.type(),
                    change.name().ascii(),
                    change.before(),
                    change.after(),
                    change.purpose().name().toLowerCase(Locale.ROOT),
                    change.reason());
        }
    }
}
