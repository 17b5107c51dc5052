package dev.pennypost.dashboard.domains;

import dev.pennypost.dashboard.shell.Tone;
import dev.pennypost.domains.Domain;
import dev.pennypost.domains.DomainRecord;
import dev.pennypost.domains.DomainStatus;
import dev.pennypost.domains.RecordStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How far a domain's records have come, and when they are looked at.
///
/// @param isLooking whether DNS is being asked right now, or about to be
/// @param isSettled whether nothing is expected to change by itself
/// @param checkedAt null before the first look
/// @param nextAt null when none is planned
record Progress(
        Tone tone,
        String sentence,
        int right,
        int needed,
        boolean isLooking,
        boolean isSettled,
        @Nullable Instant checkedAt,
        @Nullable Instant nextAt) {
    private static final Duration SOON = Duration.ofMinutes(1);

    static Progress of(Domain domain, Instant now) {
        List<DomainRecord> required = domain.allRecords().stream()
                .filter(record -> record.planned().purpose().isRequired())
                .toList();
        int right = (int) required.stream()
                .filter(record -> record.status() == RecordStatus.VERIFIED)
                .count();
        var checks = domain.checks();
        Instant next = checks.nextCheckAt();
        boolean isDone = right == required.size();
        return new Progress(
                isDone ? Tone.GOOD : Words.tone(domain.summary()),
                isDone ? "Every needed record is right." : right + " of " + required.size() + " needed records "
                        + (right == 1 ? "is" : "are") + " right.",
                right,
                required.size(),
                next != null && !next.isAfter(now),
                isSettled(domain),
                checks.checkedAt(),
                next);
    }

    private static boolean isSettled(Domain domain) {
        Instant next = domain.checks().nextCheckAt();
        if (next == null || domain.status() == DomainStatus.NOT_STARTED) return true;
        return domain.allRecords().stream()
                .noneMatch(record -> record.status() == RecordStatus.PENDING
                        || record.status() == RecordStatus.TEMPORARY_FAILURE
                        || record.seen() == null);
    }

    /// How long an open page may wait before it looks here again.
    Duration patience(Instant now) {
        boolean isSoon = nextAt != null && nextAt.isBefore(now.plus(SOON));
        return Duration.ofSeconds(isSoon ? 1 : 5);
    }
}
