package dev.pennypost.domains;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.domains.Finding.Code;
import dev.pennypost.domains.RecordVerdict.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class VerificationTest {
    private static final Instant NOON = Fixtures.NOON;
    private static final Duration DAY = Duration.ofDays(1);

    private final Verification verification = new Verification(Duration.ofDays(3));
    private final Domain requested = verification.requested(Fixtures.domain("example.com"), NOON);

    @Test
    void aRequestMakesADomainPendingAndDueAtOnce() {
        assertThat(requested.status()).isEqualTo(DomainStatus.PENDING);
        assertThat(statuses(requested)).containsOnly(RecordStatus.PENDING);
        assertThat(requested.checks().nextCheckAt()).isEqualTo(NOON);
    }

    @Test
    void aDomainIsVerifiedByTheFirstCheckThatFindsEverything() {
        var domain = verification.checked(requested, all(Outcome.RIGHT), NOON);
        assertThat(domain.status()).isEqualTo(DomainStatus.VERIFIED);
        assertThat(statuses(domain)).containsOnly(RecordStatus.VERIFIED);
        assertThat(domain.checks().nextCheckAt()).isNull();
    }

    @Test
    void oneMissingRecordKeepsADomainPending() {
        var domain = verification.checked(requested, verdicts(Outcome.RIGHT, Outcome.RIGHT, Outcome.WRONG), NOON);
        assertThat(domain.status()).isEqualTo(DomainStatus.PENDING);
        assertThat(statuses(domain))
                .containsExactly(RecordStatus.VERIFIED, RecordStatus.VERIFIED, RecordStatus.PENDING);
        assertThat(domain.checks().nextCheckAt()).isBetween(NOON.plusSeconds(1), NOON.plusMillis(1100));
    }

    @Test
    void aPendingDomainFailsWhenItsTimeIsUp() {
        var late = verification.checked(requested, all(Outcome.WRONG), NOON.plus(Duration.ofHours(71)));
        assertThat(late.status()).isEqualTo(DomainStatus.PENDING);
        var tooLate = verification.checked(late, all(Outcome.WRONG), NOON.plus(Duration.ofDays(3)));
        assertThat(tooLate.status()).isEqualTo(DomainStatus.FAILED);
        assertThat(statuses(tooLate)).containsOnly(RecordStatus.FAILED);
        assertThat(tooLate.checks().nextCheckAt()).isNull();
    }

    @Test
    void aFailedDomainMayTryAgainAndHasItsFullTime() {
        var failed = verification.checked(requested, all(Outcome.WRONG), NOON.plus(DAY.multipliedBy(3)));
        var again = verification.requested(failed, NOON.plus(DAY.multipliedBy(4)));
        assertThat(again.status()).isEqualTo(DomainStatus.PENDING);
        assertThat(statuses(again)).containsOnly(RecordStatus.PENDING);
        var later = verification.checked(again, all(Outcome.WRONG), NOON.plus(DAY.multipliedBy(6)));
        assertThat(later.status()).isEqualTo(DomainStatus.PENDING);
    }

    @Test
    void aVerifiedDomainStaysSoWhileDnsCannotTell() {
        var domain = verification.requested(verified(), NOON.plus(DAY));
        for (int day = 1; day < 10; day++)
            domain = verification.checked(domain, all(Outcome.UNKNOWN), NOON.plus(DAY.multipliedBy(day)));
        assertThat(domain.status()).isEqualTo(DomainStatus.VERIFIED);
        assertThat(statuses(domain)).containsOnly(RecordStatus.VERIFIED);
        assertThat(domain.checks().nextCheckAt()).isNotNull();
    }

    @Test
    void aVerifiedDomainThatLosesARecordHasItsTimeToBringItBack() {
        var missing = verdicts(Outcome.RIGHT, Outcome.RIGHT, Outcome.WRONG);
        var domain = verification.requested(verified(), NOON.plus(DAY));
        domain = verification.checked(domain, missing, NOON.plus(DAY));
        assertThat(domain.status()).isEqualTo(DomainStatus.VERIFIED);
        assertThat(statuses(domain)).endsWith(RecordStatus.TEMPORARY_FAILURE);

        var healed = verification.checked(domain, all(Outcome.RIGHT), NOON.plus(DAY.multipliedBy(2)));
        assertThat(healed.status()).isEqualTo(DomainStatus.VERIFIED);
        assertThat(healed.checks().since()).isNull();

        var lost = verification.checked(domain, missing, NOON.plus(DAY.multipliedBy(4)));
        assertThat(lost.status()).isEqualTo(DomainStatus.FAILED);
        assertThat(statuses(lost)).containsExactly(RecordStatus.VERIFIED, RecordStatus.VERIFIED, RecordStatus.FAILED);
    }

    @Test
    void aRecordSeenBeforeCountsWhileDnsCannotTell() {
        var two = verification.checked(requested, verdicts(Outcome.RIGHT, Outcome.RIGHT, Outcome.WRONG), NOON);
        var third = verification.checked(two, verdicts(Outcome.UNKNOWN, Outcome.RIGHT, Outcome.RIGHT), NOON);
        assertThat(third.status()).isEqualTo(DomainStatus.VERIFIED);
    }

    @Test
    void aNewRequestBeginsTheQuickLooksAnew() {
        var domain = requested;
        for (int i = 0; i < 20; i++) domain = verification.checked(domain, all(Outcome.WRONG), NOON);
        assertThat(domain.checks().nextCheckAt()).isAfterOrEqualTo(NOON.plus(Duration.ofHours(1)));
        var again = verification.requested(domain, NOON.plusSeconds(60));
        assertThat(again.checks().done()).isZero();
        assertThat(again.checks().round()).isEqualTo(domain.checks().round() + 1);
    }

    @Test
    void looksFollowWithinSecondsFirstAndHourlyLast() {
        var id = new UUID(0, 0);
        assertThat(CheckSchedule.waitAfter(1, id)).isBetween(Duration.ofSeconds(1), Duration.ofMillis(1100));
        assertThat(CheckSchedule.waitAfter(4, id)).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(11));
        assertThat(CheckSchedule.waitAfter(500, id)).isBetween(Duration.ofHours(1), Duration.ofMinutes(66));
    }

    @Test
    void domainsTakeOnlyLegalSteps() {
        assertThat(DomainStatus.NOT_STARTED.mayBecome(DomainStatus.VERIFIED)).isFalse();
        assertThat(DomainStatus.VERIFIED.mayBecome(DomainStatus.PENDING)).isFalse();
        assertThat(DomainStatus.FAILED.mayBecome(DomainStatus.PENDING)).isTrue();
    }

    private Domain verified() {
        return verification.checked(requested, all(Outcome.RIGHT), NOON);
    }

    private static List<RecordVerdict> all(Outcome outcome) {
        return verdicts(outcome, outcome, outcome);
    }

    private static List<RecordVerdict> verdicts(Outcome... outcomes) {
        var verdicts = new ArrayList<RecordVerdict>();
        for (Outcome outcome : outcomes)
            verdicts.add(new RecordVerdict(
                    outcome,
                    outcome == Outcome.RIGHT
                            ? List.of()
                            : List.of(Finding.error(Code.INVALID_VALUE, "", "", "", null))));
        return verdicts;
    }

    private static List<RecordStatus> statuses(Domain domain) {
        return domain.records().stream().map(DomainRecord::status).toList();
    }
}
