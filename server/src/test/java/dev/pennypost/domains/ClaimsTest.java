package dev.pennypost.domains;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.audit.AuditRecord;
import dev.pennypost.audit.Records;
import dev.pennypost.domains.AddResult.Added;
import dev.pennypost.domains.Claim.BlockedReason;
import dev.pennypost.domains.Claim.Status;
import dev.pennypost.domains.ClaimResult.Claimed;
import dev.pennypost.domains.ClaimResult.Refused;
import dev.pennypost.domains.ClaimResult.StillOpen;
import dev.pennypost.domains.DomainProblem.AlreadyRegistered;
import dev.pennypost.domains.DomainProblem.NobodyElseHasIt;
import dev.pennypost.domains.diagnosis.Finding;
import dev.pennypost.domains.diagnosis.Finding.Code;
import dev.pennypost.domains.diagnosis.RecordCheck;
import dev.pennypost.domains.records.Purpose;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.PublicSuffixList;
import dev.pennypost.secrets.SecretBox;
import dev.pennypost.storage.Database;
import dev.pennypost.storage.TestPostgres;
import dev.pennypost.teams.TeamId;
import dev.pennypost.teams.Teams;
import dev.pennypost.testkit.FakeDns;
import dev.pennypost.testkit.FixedClock;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClaimsTest {
    private static final String NAME = "acme.test";
    private static final FixedClock clock = new FixedClock();
    private static final Database database = Database.open(TestPostgres.freshDatabase(), 4, clock);

    private final FakeDns dns = new FakeDns();
    private final Domains domains = new Domains(
            database,
            new RecordCheck(dns),
            new SecretBox(new byte[32], new SecureRandom()),
            PublicSuffixList.bundled()::registrableDomain,
            Fixtures.CONFIG,
            clock);
    private final Activity activity = new Activity();
    private final Claims claims =
            new Claims(database, domains, new RecordCheck(dns), activity, Fixtures.CONFIG, clock, new SecureRandom());
    private final Teams teams = new Teams(database, clock);
    private final TeamId owner = teams.create("owner");
    private final TeamId claimer = teams.create("claimer");

    @BeforeAll
    static void announce() {
        database.outbox().tell(DomainEvent.kinds(), List.of());
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @BeforeEach
    void nothingIsLeftOver() {
        database.useTransaction(tx -> {
            tx.handle().execute("delete from domain_claims");
            tx.handle().execute("delete from domains");
        });
    }

    @Test
    void aClaimGivesTheTeamADomainThatHoldsItsPlaceAndATokenToPublish() {
        ownedForLong();
        var claim = claimed();
        assertThat(claim.status()).isEqualTo(Status.PENDING);
        assertThat(claim.record().name()).isEqualTo(DomainName.parse(NAME));
        assertThat(claim.record().value()).matches("pennypost-domain-verification=[0-9a-f]{40}");
        assertThat(claim.expiresAt()).isEqualTo(clock.instant().plus(Duration.ofDays(7)));
        assertThat(domains.get(claimer, claim.domain()).orElseThrow().status()).isEqualTo(DomainStatus.NOT_STARTED);
    }

    @Test
    void claimingAgainChangesNothing() {
        ownedForLong();
        var first = claimed();
        assertThat(claims.claim(claimer, AddDomain.named(NAME))).isEqualTo(new StillOpen(first));
    }

    @Test
    void aClaimForAnotherRegionSupersedesTheOneBefore() {
        ownedForLong();
        var first = claimed();
        database.useTransaction(
                tx -> tx.handle().execute("update domain_claims set region = 'eu-west-1' where id = ?", first.id()));
        var second = claimed();
        assertThat(second.id()).isNotEqualTo(first.id());
        assertThat(statusOf(first)).isEqualTo("superseded");
    }

    @Test
    void whatNobodyHasNeedsNoClaim() {
        assertThat(claims.claim(claimer, AddDomain.named(NAME)))
                .isEqualTo(new Refused(new NobodyElseHasIt(DomainName.parse(NAME))));
    }

    @Test
    void anOwnDomainCannotBeClaimed() {
        ownedForLong();
        assertThat(claims.claim(owner, AddDomain.named(NAME)))
                .isEqualTo(new Refused(new AlreadyRegistered(DomainName.parse(NAME))));
    }

    @Test
    void withoutTheTokenNothingHappensUntilTheClaimExpires() {
        ownedForLong();
        var claim = claimed();
        assertThat(verified(claim).status()).isEqualTo(Status.PENDING);
        clock.advance(Duration.ofDays(8));
        assertThat(claims.get(claimer, claim.domain()).orElseThrow().status()).isEqualTo(Status.EXPIRED);
        publish(claim);
        assertThat(verified(claim).status()).isEqualTo(Status.EXPIRED);
    }

    @Test
    void theTokenInDnsMovesTheNameAndTheOldKeyCannotWinItBack() {
        var old = ownedForLong();
        var claim = claimed();
        publish(claim);
        assertThat(verified(claim).status()).isEqualTo(Status.COMPLETED);
        assertThat(Records.of(database, claimer.value()))
                .extracting(AuditRecord::action)
                .contains("domain.claimed", "domain.claim_verification_requested", "domain.claim_completed");
        assertThat(Records.of(database, old.team().value()))
                .extracting(AuditRecord::action)
                .contains("domain.lost");

        var lost = now(owner, old.id());
        assertThat(lost.status()).isEqualTo(DomainStatus.FAILED);
        assertThat(lost.records(Purpose.DKIM).getFirst().findings())
                .extracting(Finding::code)
                .containsExactly(Code.VERIFIED_ELSEWHERE);
        assertThat(domains.sending(owner, DomainName.parse(NAME)).orElseThrow().maySend())
                .isFalse();

        domains.verify(owner, old.id());
        check();
        assertThat(now(owner, old.id()).status()).isEqualTo(DomainStatus.PENDING);

        var mine = now(claimer, claim.domain());
        dns.forget("pennypost._domainkey." + NAME);
        Fixtures.publish(dns, mine.records(Purpose.DKIM).getFirst().planned());
        domains.verify(claimer, mine.id());
        check();
        assertThat(now(claimer, mine.id()).status()).isEqualTo(DomainStatus.VERIFIED);
    }

    @Test
    void anOwnerWhoVerifiedYesterdayIsLeftInPeace() {
        owned();
        clock.advance(Duration.ofDays(1));
        assertBlocked(BlockedReason.GRACE_PERIOD);
    }

    @Test
    void anOwnerWhoSendsIsLeftInPeaceUntilItIsQuiet() {
        ownedForLong();
        activity.sent = clock.instant().minus(Duration.ofDays(2));
        var claim = assertBlocked(BlockedReason.RECENT_OWNER_ACTIVITY);
        clock.advance(Duration.ofDays(6));
        assertThat(verified(claim).status()).isEqualTo(Status.COMPLETED);
    }

    @Test
    void anOwnerWithPlannedMailIsLeftInPeace() {
        ownedForLong();
        activity.scheduled = true;
        assertBlocked(BlockedReason.PENDING_SCHEDULED_EMAILS);
    }

    @Test
    void removingTheDomainThatHoldsThePlaceCancelsTheClaim() {
        ownedForLong();
        var claim = claimed();
        domains.remove(claimer, claim.domain());
        assertThat(claims.get(claimer, claim.domain())).isEmpty();
        assertThat(statusOf(claim)).isEqualTo("canceled");
    }

    @Test
    void anotherTeamsClaimIsNobodysBusiness() {
        ownedForLong();
        var claim = claimed();
        assertThat(claims.get(owner, claim.domain())).isEmpty();
        assertThat(claims.verify(owner, claim.domain())).isEmpty();
    }

    private Claim assertBlocked(BlockedReason reason) {
        var claim = claimed();
        publish(claim);
        var blocked = verified(claim);
        assertThat(blocked.status()).isEqualTo(Status.BLOCKED);
        assertThat(blocked.blocked()).isEqualTo(reason);
        return claim;
    }

    private Domain owned() {
        var domain = ((Added) domains.add(owner, AddDomain.named(NAME))).domain();
        Fixtures.publish(dns, domain);
        domains.verify(owner, domain.id());
        check();
        return now(owner, domain.id());
    }

    private Domain ownedForLong() {
        var domain = owned();
        clock.advance(Duration.ofDays(30));
        return domain;
    }

    private Claim claimed() {
        return ((Claimed) claims.claim(claimer, AddDomain.named(NAME))).claim();
    }

    private void publish(Claim claim) {
        dns.txt(NAME, claim.record().value());
    }

    private Claim verified(Claim claim) {
        claims.verify(claimer, claim.domain());
        claims.round();
        return claims.get(claimer, claim.domain()).orElseThrow();
    }

    private void check() {
        domains.checks().round();
        domains.checks().awaitIdle();
    }

    private Domain now(TeamId team, DomainId id) {
        return domains.get(team, id).orElseThrow();
    }

    private static String statusOf(Claim claim) {
        return database.inTransaction(tx -> tx.handle()
                .createQuery("select status from domain_claims where id = :id")
                .bind("id", claim.id())
                .mapTo(String.class)
                .one());
    }

    private static final class Activity implements OwnerActivity {
        private Instant sent = Instant.MIN;
        private boolean scheduled;

        @Override
        public boolean hasSentSince(TeamId team, DomainId domain, Instant time) {
            return !sent.isBefore(time);
        }

        @Override
        public boolean hasScheduled(TeamId team, DomainId domain) {
            return scheduled;
        }
    }
}
