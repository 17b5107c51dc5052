package dev.pennypost.domains;

import static dev.pennypost.domains.DomainStatus.FAILED;
import static dev.pennypost.domains.DomainStatus.PENDING;
import static dev.pennypost.domains.DomainStatus.VERIFIED;

import dev.pennypost.domains.diagnosis.RecordReport;
import dev.pennypost.domains.diagnosis.RecordState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a request to verify, and what each check, makes of a domain. Pure: no DNS, no database, no clock.
///
/// @param giveUpAfter how long records are looked for before the domain fails
record Verification(Duration giveUpAfter) {

    /// Has the domain checked from now on. One that is verified stays so: a check proves it wrong or nothing does.
    Domain requested(Domain domain, Instant now) {
        var old = domain.checks();
        boolean verified = domain.status() == VERIFIED;
        Instant since = verified ? old.since() : now;
        var records = domain.records().stream()
                .map(record ->
                        new DomainRecord(record.planned(), record.status().requested(), record.findings()))
                .toList();
        return new Domain(
                domain.summary().with(verified ? VERIFIED : PENDING),
                records,
                new CheckState(old.round() + 1, 0, since, old.checkedAt(), now));
    }

    /// @param verdicts one for each record, in the order of the records
    Domain checked(Domain domain, List<RecordReport> verdicts, Instant now) {
        Instant since = missingSince(domain, verdicts, now);
        boolean timeIsUp = isTimeUp(domain, verdicts, since, now);
        var records = new ArrayList<DomainRecord>(verdicts.size());
        for (int i = 0; i < verdicts.size(); i++)
            records.add(apply(verdicts.get(i), domain.records().get(i), timeIsUp));
        var status = statusOf(domain, records, timeIsUp);
        boolean settled = timeIsUp || verdicts.stream().allMatch(verdict -> verdict.state() == RecordState.RIGHT);
        int done = domain.checks().done() + 1;
        Instant next = settled
                ? null
                : now.plus(CheckSchedule.waitAfter(done, domain.id().value()));
        return new Domain(
                domain.summary().with(status),
                records,
                new CheckState(domain.checks().round(), done, settled ? null : since, now, next));
    }

    /// A verified domain whose record is found missing begins a new time of grace; one that DNS merely cannot tell
    /// about does not.
    private static @Nullable Instant missingSince(Domain domain, List<RecordReport> verdicts, Instant now) {
        Instant since = domain.checks().since();
        if (since != null) return isAllThere(domain, verdicts) ? null : since;
        return anyWrong(verdicts) ? now : null;
    }

    private boolean isTimeUp(Domain domain, List<RecordReport> verdicts, @Nullable Instant since, Instant now) {
        if (since == null || now.isBefore(since.plus(giveUpAfter))) return false;
        return domain.status() != VERIFIED || anyWrong(verdicts);
    }

    private static boolean isAllThere(Domain domain, List<RecordReport> verdicts) {
        for (int i = 0; i < verdicts.size(); i++) {
            var after = domain.records().get(i).status().checked(verdicts.get(i).state(), false);
            if (after != RecordStatus.VERIFIED) return false;
        }
        return true;
    }

    private static boolean anyWrong(List<RecordReport> verdicts) {
        return verdicts.stream().anyMatch(verdict -> verdict.state() == RecordState.WRONG);
    }

    private static DomainRecord apply(RecordReport verdict, DomainRecord record, boolean timeIsUp) {
        var status = record.status().checked(verdict.state(), timeIsUp);
        return new DomainRecord(record.planned(), status, verdict.findings());
    }

    private static DomainStatus statusOf(Domain domain, List<DomainRecord> records, boolean timeIsUp) {
        if (timeIsUp) return FAILED;
        boolean all = records.stream().allMatch(record -> record.status() == RecordStatus.VERIFIED);
        return all ? VERIFIED : domain.status();
    }
}
