package dev.pennypost.dashboard.domains;

import dev.pennypost.dashboard.shell.Pager;
import dev.pennypost.dashboard.shell.Tone;
import dev.pennypost.domains.Domain;
import dev.pennypost.domains.DomainRecord;
import dev.pennypost.domains.DomainStatus;
import dev.pennypost.domains.diagnosis.Finding;
import dev.pennypost.domains.diagnosis.RecordState;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/// The list of domains.
///
/// @param search the part of a name that is looked for
/// @param show which are shown
/// @param export where the list is to be had as a file
record DomainList(List<Row> rows, String search, Show show, Pager pager, String export, boolean mayManage) {
    boolean isNarrowed() {
        return !search.isEmpty() || show != Show.ALL;
    }

    /// One domain.
    ///
    /// @param since when it was verified, or else added
    /// @param trouble what is wrong, in one line; empty when nothing
    record Row(
            String name,
            String path,
            Tone tone,
            String status,
            List<Head.Ability> abilities,
            Instant since,
            boolean isVerified,
            Sentence trouble) {
        static Row of(Domain domain) {
            var verified = domain.status().isProved() ? domain.summary().verifiedAt() : null;
            return new Row(
                    domain.name().unicode(),
                    Head.path(domain.summary()),
                    Words.tone(domain.summary()),
                    Words.status(domain.summary()),
                    Head.abilities(domain).stream()
                            .filter(ability -> !ability.state().equals("off"))
                            .toList(),
                    verified == null ? domain.createdAt() : verified,
                    verified != null,
                    Sentence.of(DomainList.trouble(domain)));
        }

        boolean hasTrouble() {
            return !trouble.pieces().isEmpty();
        }

        String works() {
            String working = abilities.stream()
                    .filter(ability -> ability.tone() == Tone.GOOD)
                    .map(Head.Ability::name)
                    .collect(Collectors.joining(", "));
            return working.isEmpty() ? "Nothing yet" : working;
        }

        List<String> cells() {
            return List.of(
                    name,
                    status,
                    works(),
                    since.toString(),
                    trouble.pieces().stream().map(Sentence.Piece::text).collect(Collectors.joining()));
        }
    }

    /// The worst of it: what is wrong comes before what is missing.
    static String trouble(Domain domain) {
        for (DomainRecord record : domain.allRecords()) {
            if (record.seen() == RecordState.WRONG)
                for (Finding finding : record.findings())
                    if (finding.severity() == Finding.Severity.ERROR) return finding.message();
        }
        long missing = domain.allRecords().stream()
                .filter(record -> record.planned().purpose().isRequired())
                .filter(record -> record.seen() == RecordState.NOT_PUBLISHED)
                .count();
        if (missing > 0)
            return Words.counted(missing, "record is", "records are")
                    + (domain.status() == DomainStatus.TEMPORARY_FAILURE ? " gone." : " not there yet.");
        if (domain.status() == DomainStatus.NOT_STARTED) return "Its records have not been looked for.";
        return domain.dns().findings().stream()
                .filter(finding -> finding.severity() != Finding.Severity.INFO)
                .map(Finding::message)
                .findFirst()
                .orElse("");
    }
}
