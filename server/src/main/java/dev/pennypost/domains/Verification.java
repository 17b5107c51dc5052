package dev.pennypost.domains;

import dev.pennypost.domains.diagnosis.Examination;
import dev.pennypost.domains.diagnosis.RecordReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a request to verify, and what each examination, makes of a domain. Pure: no DNS, no database, no clock.
///
/// @param giveUpAfter how long a record is looked for before it fails
record Verification(Duration giveUpAfter) {
    /// One look may have hit a zone while it was being edited.
    private static final int MISSES_THAT_COUNT = 3;

    /// Has the domain checked from now on. What is verified stays so: a check proves it wrong or nothing does.
    Domain requested(Domain domain, Instant now) {
        var records = domain.allRecords().stream()
                .map(record -> isOpen(record) ? record.searchedFrom(now) : record)
                .toList();
        var old = domain.checks();
        return settled(domain.with(records), now).with(new CheckState(old.round() + 1, 0, old.checkedAt(), now));
    }

    private static boolean isOpen(DomainRecord record) {
        return switch (record.status()) {
            case NOT_STARTED, PENDING, FAILED -> true;
            case VERIFIED, TEMPORARY_FAILURE -> false;
        };
    }

    /// @param examination with one report for each record, in the order of the records
    Domain examined(Domain domain, Examination examination, Instant now) {
        var before = Abilities.of(domain.settings(), domain.allRecords());
        var records = new ArrayList<DomainRecord>(domain.allRecords().size());
        for (int i = 0; i < domain.allRecords().size(); i++)
            records.add(
                    examined(domain.allRecords().get(i), examination.records().get(i), before, now));
        var after = settled(factsOf(domain, examination).with(records), now);
        var checks = new CheckState(domain.checks().round(), lookedAgain(domain, after), now, null);
        var checked = after.with(checks);
        return checked.with(new CheckState(checks.round(), checks.done(), now, CheckSchedule.next(checked, now)));
    }

    /// The waits grow while nothing happens; news brings the next look soon.
    private static int lookedAgain(Domain before, Domain after) {
        return before.status() == after.status() ? before.checks().done() + 1 : 1;
    }

    private DomainRecord examined(DomainRecord record, RecordReport report, Abilities before, Instant now) {
        return switch (report.state()) {
            case RIGHT -> found(record, report);
            case CACHED_ELSEWHERE ->
                Abilities.works(record.status()) ? found(record, report) : open(record, report, now, 0);
            case NOT_PUBLISHED, WRONG -> missed(record, report, before, now);
            case PARTLY_PUBLISHED, UNKNOWN ->
                Abilities.works(record.status())
                        ? seen(record, record.status(), report, record.since(), record.misses())
                        : givenUpOr(open(record, report, now, record.misses()), now);
        };
    }

    private static DomainRecord found(DomainRecord record, RecordReport report) {
        return seen(record, record.status().become(RecordStatus.VERIFIED), report, null, 0);
    }

    private DomainRecord missed(DomainRecord record, RecordReport report, Abilities before, Instant now) {
        int misses = record.misses() + 1;
        boolean wasThere = Abilities.works(record.status())
                && before.works(record.planned().purpose().need());
        if (!wasThere) return givenUpOr(open(record, report, now, misses), now);
        Instant since = record.since() == null ? now : record.since();
        var lost = seen(record, record.status().become(RecordStatus.TEMPORARY_FAILURE), report, since, misses);
        return misses < MISSES_THAT_COUNT ? lost : givenUpOr(lost, now);
    }

    /// Still looked for; one that was given up is not looked for anew only because somebody looked.
    private static DomainRecord open(DomainRecord record, RecordReport report, Instant now, int misses) {
        var status = record.status() == RecordStatus.FAILED ? RecordStatus.FAILED : RecordStatus.PENDING;
        Instant since = record.since() == null ? now : record.since();
        return seen(record, record.status().become(status), report, since, misses);
    }

    private DomainRecord givenUpOr(DomainRecord record, Instant now) {
        if (record.since() == null || now.isBefore(record.since().plus(giveUpAfter))) return record;
        return new DomainRecord(
                record.planned(),
                record.status().become(RecordStatus.FAILED),
                record.seen(),
                record.findings(),
                record.clearsAt(),
                record.since(),
                record.misses());
    }

    private static DomainRecord seen(
            DomainRecord record, RecordStatus status, RecordReport report, @Nullable Instant since, int misses) {
        return new DomainRecord(
                record.planned(), status, report.state(), report.findings(), report.clearsAt(), since, misses);
    }

    private static Domain factsOf(Domain domain, Examination examination) {
        // Once a name is handed over it is a zone of ours, and the owner's records are in the one above.
        boolean ours =
                domain.settings().setup() == SetupMode.NS && domain.name().equals(examination.zone());
        boolean unheard = examination.zone() == null || ours;
        var zone = unheard ? domain.zone() : Objects.requireNonNull(examination.zone());
        var facts = new DnsFacts(
                unheard ? domain.dns().nameServers() : examination.nameServers(),
                unheard ? domain.dns().provider() : examination.provider(),
                examination.findings());
        return new Domain(domain.summary().in(zone), domain.allRecords(), domain.checks(), facts);
    }

    /// Lets the records decide what the domain is.
    static Domain settled(Domain domain, Instant now) {
        return domain.with(domain.life().with(Abilities.of(domain.settings(), domain.allRecords()), now));
    }

    /// Puts a new plan in the place of the old; records that are in both keep their standing, new ones are looked for
    /// as soon as anything of the domain is.
    Domain replanned(Domain domain, DomainSettings settings, List<DomainRecord> planned, Instant now) {
        var begun = domain.status() != DomainStatus.NOT_STARTED;
        var records = planned.stream()
                .map(record -> begun && record.status() == RecordStatus.NOT_STARTED ? record.searchedFrom(now) : record)
                .toList();
        var changed = new Domain(domain.summary().with(settings), records, domain.checks(), domain.dns());
        var settled = settled(changed, now);
        var next = begun ? now : domain.checks().nextCheckAt();
        var checks =
                new CheckState(domain.checks().round() + 1, 0, domain.checks().checkedAt(), next);
        return settled.with(settled.life().touched(now)).with(checks);
    }
}
