package dev.pennypost.domains;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.domains.diagnosis.Examination;
import dev.pennypost.domains.diagnosis.Finding;
import dev.pennypost.domains.diagnosis.Finding.Code;
import dev.pennypost.domains.diagnosis.Finding.Severity;
import dev.pennypost.domains.diagnosis.RecordReport;
import dev.pennypost.domains.diagnosis.RecordState;
import dev.pennypost.domains.records.Purpose;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class VerificationTest {
    private static final Instant NOON = Fixtures.NOON;
    private static final Duration DAY = Duration.ofDays(1);
    private static final DomainSettings BOTH =
            new UpdateDomain(null, null, null, null, true, true, null, null).appliedTo(Fixtures.settings("send"));

    private final Verification verification = new Verification(Duration.ofDays(3));
    private final Domain requested = verification.requested(Fixtures.domain("example.com"), NOON);

    @Test
    void aRequestMakesADomainPendingAndDueAtOnce() {
        assertThat(requested.status()).isEqualTo(DomainStatus.PENDING);
        assertThat(requested.records()).extracting(DomainRecord::status).containsOnly(RecordStatus.PENDING);
        assertThat(requested.checks().nextCheckAt()).isEqualTo(NOON);
    }

    @Test
    void aDomainIsVerifiedByTheFirstCheckThatFindsEverythingAndWatchedFromThenOn() {
        var domain = seen(requested, RecordState.RIGHT, NOON);
        assertThat(domain.status()).isEqualTo(DomainStatus.VERIFIED);
        assertThat(domain.life().verifiedAt()).isEqualTo(NOON);
        assertThat(domain.life().maySend()).isTrue();
        assertThat(domain.checks().nextCheckAt())
                .isBetween(NOON.plus(DAY), NOON.plus(DAY).plus(DAY.dividedBy(10)));
    }

    @Test
    void oneMissingRecordKeepsADomainPending() {
        var domain = seen(requested, RecordState.RIGHT, Map.of(Purpose.DKIM, RecordState.WRONG), NOON);
        assertThat(domain.status()).isEqualTo(DomainStatus.PENDING);
        assertThat(status(domain, Purpose.DKIM)).isEqualTo(RecordStatus.PENDING);
        assertThat(status(domain, Purpose.SPF)).isEqualTo(RecordStatus.VERIFIED);
        assertThat(domain.checks().nextCheckAt()).isBetween(NOON.plusSeconds(1), NOON.plusMillis(1100));
    }

    @Test
    void aMissingPolicyKeepsNothingBackAndIsLookedForAllTheSame() {
        var domain = seen(requested, RecordState.RIGHT, Map.of(Purpose.DMARC, RecordState.NOT_PUBLISHED), NOON);
        assertThat(domain.status()).isEqualTo(DomainStatus.VERIFIED);
        assertThat(status(domain, Purpose.DMARC)).isEqualTo(RecordStatus.PENDING);
        assertThat(domain.checks().nextCheckAt()).isBefore(NOON.plusSeconds(2));
        var given = seen(
                domain,
                RecordState.RIGHT,
                Map.of(Purpose.DMARC, RecordState.NOT_PUBLISHED),
                NOON.plus(DAY.multipliedBy(3)));
        assertThat(status(given, Purpose.DMARC)).isEqualTo(RecordStatus.FAILED);
        assertThat(given.status()).isEqualTo(DomainStatus.VERIFIED);
    }

    @Test
    void aPendingDomainFailsWhenItsTimeIsUp() {
        var late = seen(requested, RecordState.WRONG, NOON.plus(Duration.ofHours(71)));
        assertThat(late.status()).isEqualTo(DomainStatus.PENDING);
        var tooLate = seen(late, RecordState.WRONG, NOON.plus(Duration.ofDays(3)));
        assertThat(tooLate.status()).isEqualTo(DomainStatus.FAILED);
        assertThat(tooLate.checks().nextCheckAt()).isNull();
    }

    @Test
    void aFailedDomainMayTryAgainAndHasItsFullTime() {
        var failed = seen(requested, RecordState.WRONG, NOON.plus(DAY.multipliedBy(3)));
        var again = verification.requested(failed, NOON.plus(DAY.multipliedBy(4)));
        assertThat(again.status()).isEqualTo(DomainStatus.PENDING);
        var later = seen(again, RecordState.WRONG, NOON.plus(DAY.multipliedBy(6)));
        assertThat(later.status()).isEqualTo(DomainStatus.PENDING);
    }

    @Test
    void aVerifiedDomainStaysSoWhileDnsCannotTell() {
        var domain = verification.requested(seen(requested, RecordState.RIGHT, NOON), NOON.plus(DAY));
        for (int day = 1; day < 30; day++) domain = seen(domain, RecordState.UNKNOWN, NOON.plus(DAY.multipliedBy(day)));
        assertThat(domain.status()).isEqualTo(DomainStatus.VERIFIED);
        assertThat(domain.records()).extracting(DomainRecord::status).containsOnly(RecordStatus.VERIFIED);
        assertThat(domain.checks().nextCheckAt()).isNotNull();
    }

    @Test
    void oneStaleNameServerDoesNotMakeAVerifiedRecordMissing() {
        var domain = seen(seen(requested, RecordState.RIGHT, NOON), RecordState.PARTLY_PUBLISHED, NOON.plus(DAY));
        assertThat(domain.status()).isEqualTo(DomainStatus.VERIFIED);
    }

    @Test
    void whatOldCachesStillHideIsPendingUntilTheyClear() {
        var clears = NOON.plus(Duration.ofMinutes(7));
        var reports = requested.records().stream()
                .map(record -> new RecordReport(record.planned(), RecordState.CACHED_ELSEWHERE, List.of(), clears))
                .toList();
        var domain = requested;
        for (int look = 0; look < 11; look++)
            domain = verification.examined(domain, new Examination(null, List.of(), null, List.of(), reports), NOON);
        assertThat(domain.status()).isEqualTo(DomainStatus.PENDING);
        assertThat(domain.checks().nextCheckAt()).isEqualTo(clears);
    }

    @Test
    void aVerifiedDomainThatLosesARecordGoesOnSendingForThreeDaysWhileItIsLookedFor() {
        var domain = seen(requested, RecordState.RIGHT, NOON);
        var missing = Map.of(Purpose.SPF, RecordState.WRONG);
        domain = seen(domain, RecordState.RIGHT, missing, NOON.plus(DAY));
        assertThat(domain.status()).isEqualTo(DomainStatus.TEMPORARY_FAILURE);
        assertThat(status(domain, Purpose.SPF)).isEqualTo(RecordStatus.TEMPORARY_FAILURE);
        assertThat(domain.life().maySend()).isTrue();
        assertThat(domain.checks().nextCheckAt()).isBefore(NOON.plus(DAY).plusSeconds(2));

        domain = seen(domain, RecordState.RIGHT, missing, NOON.plus(DAY.multipliedBy(2)));
        domain = seen(domain, RecordState.RIGHT, missing, NOON.plus(DAY.multipliedBy(4)));
        assertThat(domain.status()).isEqualTo(DomainStatus.FAILED);
        assertThat(domain.life().maySend()).isFalse();
    }

    @Test
    void aRecordThatComesBackInTimeIsAsIfNothingHadHappened() {
        var domain = seen(seen(requested, RecordState.RIGHT, NOON), RecordState.WRONG, NOON.plus(DAY));
        assertThat(domain.status()).isEqualTo(DomainStatus.TEMPORARY_FAILURE);
        var back = seen(domain, RecordState.RIGHT, NOON.plus(DAY.multipliedBy(2)));
        assertThat(back.status()).isEqualTo(DomainStatus.VERIFIED);
        assertThat(back.records()).allMatch(record -> record.since() == null && record.misses() == 0);
    }

    @Test
    void twoLooksAreNotEnoughToGiveALostRecordUp() {
        var domain = seen(seen(requested, RecordState.RIGHT, NOON), RecordState.WRONG, NOON.plus(DAY));
        domain = seen(domain, RecordState.WRONG, NOON.plus(DAY.multipliedBy(9)));
        assertThat(domain.status()).isEqualTo(DomainStatus.TEMPORARY_FAILURE);
        assertThat(seen(domain, RecordState.WRONG, NOON.plus(DAY.multipliedBy(10)))
                        .status())
                .isEqualTo(DomainStatus.FAILED);
    }

    @Test
    void aRecordSeenOnceIsNotMissedBeforeTheRestWasThereToo() {
        var domain = seen(requested, RecordState.RIGHT, Map.of(Purpose.DKIM, RecordState.WRONG), NOON);
        domain = seen(domain, RecordState.RIGHT, Map.of(Purpose.SPF, RecordState.WRONG), NOON.plusSeconds(9));
        assertThat(status(domain, Purpose.SPF)).isEqualTo(RecordStatus.PENDING);
        assertThat(domain.status()).isEqualTo(DomainStatus.PENDING);
        assertThat(domain.life().maySend()).isFalse();
    }

    @Test
    void sendingMayBeVerifiedWhileReceivingIsNot() {
        var both = verification.requested(Fixtures.domain("example.com", BOTH), NOON);
        var missing = Map.of(Purpose.RECEIVING, RecordState.NOT_PUBLISHED);
        var partly = seen(both, RecordState.RIGHT, missing, NOON);
        assertThat(partly.status()).isEqualTo(DomainStatus.PARTIALLY_VERIFIED);
        assertThat(partly.life().maySend()).isTrue();
        assertThat(partly.life().mayReceive()).isFalse();
        var failed = seen(partly, RecordState.RIGHT, missing, NOON.plus(DAY.multipliedBy(3)));
        assertThat(failed.status()).isEqualTo(DomainStatus.PARTIALLY_FAILED);
        assertThat(failed.life().maySend()).isTrue();
    }

    @Test
    void anMxThatLeadsToUsProvesNothingAboutItsOwner() {
        var both = verification.requested(Fixtures.domain("example.com", BOTH), NOON);
        var stranger = seen(both, RecordState.NOT_PUBLISHED, Map.of(Purpose.RECEIVING, RecordState.RIGHT), NOON);
        assertThat(status(stranger, Purpose.RECEIVING)).isEqualTo(RecordStatus.VERIFIED);
        assertThat(stranger.life().mayReceive()).isFalse();
        assertThat(stranger.status()).isEqualTo(DomainStatus.PENDING);
    }

    @Test
    void receivingSwitchedOnLaterIsLookedForAtOnceAndLeavesSendingAlone() {
        var verified = seen(requested, RecordState.RIGHT, NOON);
        var records = RecordPlan.standing(Fixtures.plan("example.com", BOTH), verified.records());
        var domain = verification.replanned(verified, BOTH, records, NOON.plusSeconds(5));
        assertThat(domain.status()).isEqualTo(DomainStatus.PARTIALLY_VERIFIED);
        assertThat(domain.life().maySend()).isTrue();
        assertThat(domain.checks().nextCheckAt()).isEqualTo(NOON.plusSeconds(5));
    }

    @Test
    void theWaitsGrowFromSecondsToAnHour() {
        var id = new UUID(1, 1);
        assertThat(CheckSchedule.waitAfter(1, id)).isLessThan(Duration.ofSeconds(2));
        assertThat(CheckSchedule.waitAfter(11, id)).isBetween(Duration.ofMinutes(30), Duration.ofMinutes(33));
        assertThat(CheckSchedule.waitAfter(12, id)).isBetween(Duration.ofHours(1), Duration.ofMinutes(66));
        assertThat(CheckSchedule.waitAfter(500, id)).isBetween(Duration.ofHours(1), Duration.ofMinutes(66));
    }

    private Domain seen(Domain domain, RecordState all, Instant at) {
        return seen(domain, all, Map.of(), at);
    }

    private Domain seen(Domain domain, RecordState usual, Map<Purpose, RecordState> others, Instant at) {
        var states = new EnumMap<Purpose, RecordState>(Purpose.class);
        states.putAll(others);
        var reports = domain.records().stream()
                .map(record ->
                        report(record, states.getOrDefault(record.planned().purpose(), usual)))
                .toList();
        return verification.examined(domain, new Examination(null, List.of(), null, List.of(), reports), at);
    }

    private static RecordReport report(DomainRecord record, RecordState state) {
        @Nullable String observed = null;
        var why = new Finding(Code.INVALID_VALUE, Severity.ERROR, "", "", null, observed);
        List<Finding> findings = state == RecordState.RIGHT ? List.of() : List.of(why);
        return new RecordReport(record.planned(), state, findings, null);
    }

    private static RecordStatus status(Domain domain, Purpose purpose) {
        return domain.records(purpose).getFirst().status();
    }
}
