package dev.pennypost.dashboard.domains;

import dev.pennypost.dashboard.shell.Tone;
import dev.pennypost.domains.DomainRecord;
import dev.pennypost.domains.diagnosis.Finding;
import dev.pennypost.domains.diagnosis.RecordState;
import dev.pennypost.domains.provider.Provider;
import dev.pennypost.mail.dns.DomainName;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One record as it is typed into the panel of the owner's DNS host, and how it stands.
///
/// @param id names it in the page
/// @param host empty where the panel's field is left empty
/// @param value what to enter: the planned data, or what keeps that of others as well, such as other senders
/// @param priority empty where the panel has no field for it
/// @param clearsAt when caches forget what was there before; null when none is known to remember
record Entry(
        String id,
        String title,
        String why,
        Tone tone,
        String state,
        boolean isRequired,
        boolean isRight,
        String type,
        String host,
        String fullName,
        String value,
        String priority,
        List<Problem> problems,
        @Nullable Instant clearsAt) {
    /// Said by the state already, and what to enter stands beside it.
    private static final Set<Finding.Code> SAID_BY_STATE =
            EnumSet.of(Finding.Code.HOST_NOT_FOUND, Finding.Code.TYPE_NOT_FOUND);

    static Entry of(DomainRecord record, Provider provider, DomainName zone) {
        var planned = record.planned();
        var typed = provider.entry(planned, zone);
        Integer priority = typed.priority();
        RecordState seen = record.seen();
        var problems = problems(record, provider, zone);
        return new Entry(
                "record-" + planned.purpose().name().toLowerCase(Locale.ROOT).replace('_', '-') + "-"
                        + Integer.toHexString((planned.type() + planned.name().ascii() + planned.value()).hashCode()),
                Words.title(planned.purpose()),
                Words.why(planned.purpose()),
                Words.tone(record),
                Words.state(record),
                planned.purpose().isRequired(),
                seen == RecordState.RIGHT || seen == RecordState.CACHED_ELSEWHERE,
                typed.type(),
                typed.host(),
                planned.name().ascii(),
                value(problems, typed.value()),
                priority == null ? "" : priority.toString(),
                problems,
                record.clearsAt());
    }

    private static List<Problem> problems(DomainRecord record, Provider provider, DomainName zone) {
        return record.findings().stream()
                .filter(finding ->
                        record.seen() != RecordState.NOT_PUBLISHED || !SAID_BY_STATE.contains(finding.code()))
                .map(finding -> Problem.of(finding, record.planned(), provider, zone))
                .toList();
    }

    private static String value(List<Problem> problems, String planned) {
        for (Problem problem : problems) {
            String instead = problem.instead();
            if (instead != null) return instead;
        }
        return planned;
    }

    List<String> cells() {
        return List.of(title, type, host, fullName, value, priority, state);
    }
}
