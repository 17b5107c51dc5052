package dev.pennypost.domains;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.audit.Acting;
import dev.pennypost.audit.TestsAct;
import dev.pennypost.domains.AddResult.Added;
import dev.pennypost.domains.AddResult.Refused;
import dev.pennypost.domains.DomainProblem.AlreadyRegistered;
import dev.pennypost.domains.DomainProblem.BadName;
import dev.pennypost.domains.DomainProblem.BadReturnPath;
import dev.pennypost.domains.DomainProblem.BadTrackingSubdomain;
import dev.pennypost.domains.DomainProblem.NothingEnabled;
import dev.pennypost.domains.DomainProblem.PublicSuffix;
import dev.pennypost.domains.DomainProblem.UnknownRegion;
import dev.pennypost.domains.diagnosis.Finding;
import dev.pennypost.domains.diagnosis.Finding.Code;
import dev.pennypost.domains.diagnosis.RecordCheck;
import dev.pennypost.domains.records.PlannedRecord;
import dev.pennypost.domains.records.Purpose;
import dev.pennypost.mail.dkim.DkimKeyRecord;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.PublicSuffixList;
import dev.pennypost.secrets.SecretBox;
import dev.pennypost.storage.Database;
import dev.pennypost.storage.EventListener;
import dev.pennypost.storage.PageRequest;
import dev.pennypost.storage.TestPostgres;
import dev.pennypost.storage.Transaction;
import dev.pennypost.teams.TeamId;
import dev.pennypost.teams.Teams;
import dev.pennypost.testkit.FakeDns;
import dev.pennypost.testkit.FixedClock;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DomainsTest {
    private static final FixedClock clock = new FixedClock();
    private static final Database database = Database.open(TestPostgres.freshDatabase(), 4, clock);

    private final FakeDns dns = new FakeDns();
    private final Domains domains = node();
    private final Teams teams = new Teams(database, clock);
    private final TeamId acme = teams.create("acme");
    private final TeamId rival = teams.create("rival");

    @BeforeAll
    static void announce() {
        database.outbox().tell(DomainEvent.kinds(), List.of(new Everything()));
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @BeforeEach
    void nothingIsLeftOver() {
        database.useTransaction(tx -> {
            tx.handle().execute("delete from domains");
            tx.handle().execute("delete from outbox");
        });
    }

    @Test
    void aNewDomainIsNotStartedAndReadsBackAsAdded() {
        var domain = add(acme, "acme.test");
        assertThat(domain.status()).isEqualTo(DomainStatus.NOT_STARTED);
        assertThat(domains.get(acme, domain.id())).contains(domain);
        assertThat(events()).containsExactly("DomainCreated");
    }

    @Test
    void nothingIsAskedOfDnsBeforeSomebodyVerifies() {
        add(acme, "acme.test");
        check();
        assertThat(dns.asked()).isEmpty();
    }

    @Test
    void aDomainWhoseRecordsAreThereIsVerifiedByTheFirstCheck() {
        var domain = add(acme, "acme.test");
        Fixtures.publish(dns, domain);
        domains.verify(acme, domain.id());
        assertThat(status(domain)).isEqualTo(DomainStatus.PENDING);
        check();
        assertThat(status(domain)).isEqualTo(DomainStatus.VERIFIED);
        assertThat(events()).containsExactlyInAnyOrder("DomainCreated", "DomainUpdated", "DomainUpdated");
    }

    @Test
    void aDomainPublishedAfterwardsIsFoundSecondsLater() {
        var domain = add(acme, "acme.test");
        domains.verify(acme, domain.id());
        check();
        assertThat(now(domain).records())
                .allMatch(record -> record.findings().getFirst().code() == Code.HOST_NOT_FOUND);
        Fixtures.publish(dns, domain);
        check();
        assertThat(status(domain)).isEqualTo(DomainStatus.PENDING);
        clock.advance(Duration.ofSeconds(2));
        check();
        assertThat(status(domain)).isEqualTo(DomainStatus.VERIFIED);
        assertThat(now(domain).records()).allMatch(record -> record.findings().isEmpty());
    }

    @Test
    void aDomainThatNeverAppearsFailsAfterThreeDays() {
        var domain = add(acme, "acme.test");
        domains.verify(acme, domain.id());
        check();
        clock.advance(Duration.ofDays(3));
        check();
        assertThat(status(domain)).isEqualTo(DomainStatus.FAILED);
        clock.advance(Duration.ofDays(3));
        int asked = dns.asked().size();
        check();
        assertThat(dns.asked()).hasSize(asked);
    }

    @Test
    void aBrokenNameServerLeavesAVerifiedDomainAlone() {
        var domain = verified(acme, "acme.test");
        domain.records().forEach(record -> dns.fails(record.planned().name().ascii()));
        domains.verify(acme, domain.id());
        check();
        assertThat(status(domain)).isEqualTo(DomainStatus.VERIFIED);
        assertThat(maySend(acme, "acme.test")).isTrue();
    }

    @Test
    void anAnswerToAnOlderQuestionIsNotTakenForNews() {
        var domain = add(acme, "acme.test");
        domains.verify(acme, domain.id());
        var slow = new Domains(
                database,
                subject -> {
                    Acting.run(TestsAct.THE_TEST, () -> domains.verify(acme, domain.id()));
                    return new RecordCheck(dns).examine(subject);
                },
                secrets(),
                PublicSuffixList.bundled()::registrableDomain,
                Fixtures.CONFIG,
                clock);
        slow.checks().round();
        slow.checks().awaitIdle();
        assertThat(now(domain).checks().checkedAt()).isNull();
        assertThat(now(domain).checks().nextCheckAt()).isEqualTo(clock.instant());
    }

    @Test
    void aRoundSettlesManyDomainsEachByWhatItsOwnRecordsSay() {
        var right = List.of(add(acme, "one.test"), add(acme, "three.test"), add(rival, "four.test"));
        var missing = add(acme, "two.test");
        right.forEach(domain -> Fixtures.publish(dns, domain));
        Stream.concat(right.stream(), Stream.of(missing)).forEach(domain -> domains.verify(domain.team(), domain.id()));
        check();
        assertThat(right).allSatisfy(domain -> assertThat(status(domain)).isEqualTo(DomainStatus.VERIFIED));
        assertThat(status(missing)).isEqualTo(DomainStatus.PENDING);
        clock.advance(Duration.ofDays(2));
        check();
        assertThat(right)
                .allSatisfy(domain -> assertThat(history(domain))
                        .singleElement()
                        .satisfies(entry -> assertThat(entry.checks()).isEqualTo(2)));
    }

    @Test
    void ofTeamsThatProveANameInOneRoundOneHasIt() {
        var claimants = List.of(receiver(acme), receiver(rival));
        claimants.forEach(domain -> Fixtures.publish(dns, domain));
        claimants.forEach(domain -> domains.verify(domain.team(), domain.id()));
        check();
        assertThat(claimants).extracting(this::status).containsOnlyOnce(DomainStatus.VERIFIED);
        assertThat(claimants)
                .filteredOn(domain -> status(domain) != DomainStatus.VERIFIED)
                .singleElement()
                .satisfies(late -> assertThat(
                                now(late).records(Purpose.OWNERSHIP).getFirst().findings())
                        .extracting(Finding::code)
                        .containsExactly(Code.VERIFIED_ELSEWHERE));
    }

    private Domain receiver(TeamId team) {
        var request = new AddDomain(
                "acme.test",
                null,
                null,
                TlsMode.OPPORTUNISTIC,
                false,
                false,
                false,
                false,
                true,
                null,
                SetupMode.COPY,
                false,
                Ownership.OURS);
        return ((Added) domains.add(team, request)).domain();
    }

    private List<HistoryEntry> history(Domain domain) {
        return domains.history(domain.team(), domain.id(), PageRequest.first(10))
                .orElseThrow()
                .items();
    }

    @Test
    void aLeasedDomainIsNotCheckedTwice() {
        var domain = add(acme, "acme.test");
        domains.verify(acme, domain.id());
        assertThat(lease()).hasSize(1);
        assertThat(lease()).isEmpty();
        clock.advance(Duration.ofMinutes(1));
        assertThat(lease()).hasSize(1);
    }

    @Test
    void twoTeamsMayTryAndTheFirstToProveItHasTheDomain() {
        var late = add(rival, "acme.test");
        verified(acme, "acme.test");
        dns.forget("pennypost._domainkey.acme.test");
        Fixtures.publish(dns, late.records(Purpose.DKIM).getFirst().planned());
        domains.verify(rival, late.id());
        check();
        assertThat(status(late)).isEqualTo(DomainStatus.PENDING);
        assertThat(now(late).records(Purpose.DKIM).getFirst().findings())
                .extracting(Finding::code)
                .containsExactly(Code.VERIFIED_ELSEWHERE);
    }

    @Test
    void refusesANameTheTeamHasOrAnotherHasProved() {
        add(acme, "acme.test");
        assertThat(refusal(acme, AddDomain.named("ACME.test"))).isInstanceOf(AlreadyRegistered.class);
        verified(rival, "rival.test");
        assertThat(refusal(acme, AddDomain.named("rival.test"))).isInstanceOf(AlreadyRegistered.class);
    }

    @Test
    void refusesNamesThatNobodyCanOwn() {
        assertThat(refusal(acme, AddDomain.named("co.uk"))).isInstanceOf(PublicSuffix.class);
        assertThat(refusal(acme, AddDomain.named("github.io"))).isInstanceOf(PublicSuffix.class);
        assertThat(refusal(acme, AddDomain.named("com"))).isInstanceOf(PublicSuffix.class);
        assertThat(refusal(acme, AddDomain.named("192.0.2.1"))).isInstanceOf(BadName.class);
        assertThat(refusal(acme, AddDomain.named("https://acme.test/"))).isInstanceOf(BadName.class);
        assertThat(refusal(acme, AddDomain.named("a.".repeat(120) + "test"))).isInstanceOf(BadName.class);
    }

    @Test
    void refusesSettingsThatCannotWork() {
        assertThat(refusal(acme, request("us-west-7", null, true, null))).isInstanceOf(UnknownRegion.class);
        assertThat(refusal(acme, request(null, "1send", true, null))).isInstanceOf(BadReturnPath.class);
        assertThat(refusal(acme, request(null, "send-", true, null))).isInstanceOf(BadReturnPath.class);
        assertThat(refusal(acme, request(null, "a".repeat(64), true, null))).isInstanceOf(BadReturnPath.class);
        assertThat(refusal(acme, request(null, "links", true, "links"))).isInstanceOf(BadTrackingSubdomain.class);
        assertThat(refusal(acme, request(null, null, false, null))).isInstanceOf(NothingEnabled.class);
    }

    @Test
    void sendersSeeAVerificationAtOnce() {
        var domain = add(acme, "acme.test");
        Fixtures.publish(dns, domain);
        assertThat(maySend(acme, "acme.test")).isFalse();
        domains.verify(acme, domain.id());
        check();
        assertThat(maySend(acme, "acme.test")).isTrue();
        assertThat(domains.sending(acme, DomainName.parse("acme.test"))
                        .orElseThrow()
                        .returnPath())
                .isEqualTo(DomainName.parse("send.acme.test"));
        assertThat(domains.sending(rival, DomainName.parse("acme.test"))).isEmpty();
    }

    @Test
    void theSigningKeyIsTheOneInTheRecordAndSealedAtRest() {
        var domain = verified(acme, "acme.test");
        var identity = domains.signing(domain.id()).getFirst();
        var published = DkimKeyRecord.parse(
                domain.records(Purpose.DKIM).getFirst().planned().value());
        assertThat(published.publishes(identity.key())).isTrue();
        assertThat(identity.recordName())
                .isEqualTo(domain.records(Purpose.DKIM).getFirst().planned().name());
        byte[] stored = database.inTransaction(tx -> tx.handle()
                .createQuery("select private_key from domain_keys")
                .mapTo(byte[].class)
                .one());
        assertThat(stored).isNotEqualTo(identity.key().pkcs8());
        assertThat(secrets().open(stored, "domain:" + domain.id()))
                .isEqualTo(identity.key().pkcs8());
    }

    @Test
    void aRemovedDomainIsGoneForEverybody() {
        var domain = verified(acme, "acme.test");
        domains.signing(domain.id());
        assertThat(domains.remove(acme, domain.id())).contains(domain.id());
        assertThat(domains.get(acme, domain.id())).isEmpty();
        assertThat(domains.sending(acme, domain.name())).isEmpty();
        assertThat(domains.signing(domain.id())).isEmpty();
        assertThat(events()).contains("DomainDeleted");
        add(rival, "acme.test");
    }

    @Test
    void teamsDoNotSeeEachOthersDomains() {
        var domain = add(acme, "acme.test");
        assertThat(domains.get(rival, domain.id())).isEmpty();
        assertThat(domains.verify(rival, domain.id())).isEmpty();
        assertThat(domains.remove(rival, domain.id())).isEmpty();
        assertThat(domains.list(rival, PageRequest.first(10)).orElseThrow().items())
                .isEmpty();
        assertThat(domains.get(acme, domain.id())).contains(domain);
    }

    @Test
    void listsTheNewestFirstPageByPage() {
        var first = add(acme, "one.test");
        clock.advance(Duration.ofSeconds(1));
        var second = add(acme, "two.test");
        var page = domains.list(acme, PageRequest.first(1)).orElseThrow();
        assertThat(page.items()).containsExactly(second.summary());
        assertThat(page.hasMore()).isTrue();
        var next = new PageRequest(1, second.id().value(), null);
        assertThat(domains.list(acme, next).orElseThrow().items()).containsExactly(first.summary());
        assertThat(domains.list(acme, new PageRequest(1, new UUID(0, 0), null))).isEmpty();
    }

    @Test
    void theLoopFindsWhatIsDueByItself() throws Exception {
        var domain = add(acme, "acme.test");
        Fixtures.publish(dns, domain);
        try (var checks = domains.checks().start()) {
            domains.verify(acme, domain.id());
            assertThat(checks).isNotNull();
            var deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            while (status(domain) != DomainStatus.VERIFIED && System.nanoTime() < deadline) Thread.onSpinWait();
        }
        assertThat(status(domain)).isEqualTo(DomainStatus.VERIFIED);
    }

    @Test
    void receivingIsSwitchedOnWithARecordMoreAndSwitchedOffWithout() {
        var domain = verified(acme, "acme.test");
        domains.update(acme, domain.id(), new UpdateDomain(null, null, null, null, null, true, null, null));
        var both = now(domain);
        assertThat(both.status()).isEqualTo(DomainStatus.PARTIALLY_VERIFIED);
        assertThat(both.records(Purpose.RECEIVING)).singleElement().satisfies(record -> {
            assertThat(record.planned().name()).isEqualTo(DomainName.parse("acme.test"));
            assertThat(record.status()).isEqualTo(RecordStatus.PENDING);
        });
        Fixtures.publish(dns, both.records(Purpose.RECEIVING).getFirst().planned());
        check();
        assertThat(status(domain)).isEqualTo(DomainStatus.VERIFIED);
        domains.update(acme, domain.id(), new UpdateDomain(null, null, null, null, null, false, null, null));
        assertThat(now(domain).records(Purpose.RECEIVING)).isEmpty();
        assertThat(status(domain)).isEqualTo(DomainStatus.VERIFIED);
    }

    @Test
    void aDomainMustBeGoodForSomething() {
        var domain = add(acme, "acme.test");
        var nothing = new UpdateDomain(null, null, null, null, false, null, null, null);
        assertThat(domains.update(acme, domain.id(), nothing))
                .isEqualTo(new UpdateResult.Refused(new NothingEnabled()));
        assertThat(domains.update(rival, domain.id(), nothing)).isEqualTo(new UpdateResult.NoSuchDomain());
    }

    @Test
    void aDomainThatOnlyReceivesProvesItsOwnerByAText() {
        var request = new AddDomain(
                "in.test",
                null,
                null,
                TlsMode.OPPORTUNISTIC,
                false,
                false,
                false,
                false,
                true,
                null,
                SetupMode.COPY,
                false,
                null);
        var domain = ((Added) domains.add(acme, request)).domain();
        assertThat(domain.plan())
                .extracting(PlannedRecord::purpose)
                .containsExactly(Purpose.OWNERSHIP, Purpose.RECEIVING);
        Fixtures.publish(dns, domain);
        domains.verify(acme, domain.id());
        check();
        assertThat(status(domain)).isEqualTo(DomainStatus.VERIFIED);
        domains.update(acme, domain.id(), new UpdateDomain(null, null, null, null, true, null, null, null));
        assertThat(now(domain).records(Purpose.DKIM)).hasSize(1);
        assertThat(status(domain)).isEqualTo(DomainStatus.PARTIALLY_VERIFIED);
    }

    @Test
    void trackingHostsAreThoseWhoseRecordStandsInDns() {
        var domain = verified(acme, "acme.test");
        domains.update(acme, domain.id(), new UpdateDomain(null, true, true, null, null, null, "links", null));
        assertThat(domains.trackingHosts()).isEmpty();
        dns.cname(
                "links.acme.test",
                now(domain).records(Purpose.TRACKING).getFirst().planned().value());
        domains.verify(acme, domain.id());
        check();
        assertThat(domains.trackingHosts()).containsExactly(DomainName.parse("links.acme.test"));
    }

    @Test
    void aTrackingSubdomainIsPlannedAndKeepsNothingBack() {
        var domain = verified(acme, "acme.test");
        domains.update(acme, domain.id(), new UpdateDomain(null, true, true, null, null, null, "links", null));
        assertThat(now(domain).records(Purpose.TRACKING))
                .singleElement()
                .satisfies(
                        record -> assertThat(record.planned().name()).isEqualTo(DomainName.parse("links.acme.test")));
        assertThat(status(domain)).isEqualTo(DomainStatus.VERIFIED);
        assertThat(now(domain).settings().clickTracking()).isTrue();
        var clash = new UpdateDomain(null, null, null, null, null, null, "send", null);
        assertThat(domains.update(acme, domain.id(), clash)).isInstanceOf(UpdateResult.Refused.class);
    }

    @Test
    void anotherReturnPathSendsOnceItsRecordsAreSeenAndBouncesToTheOldOneStillCome() {
        var domain = verified(acme, "acme.test");
        domains.update(acme, domain.id(), new UpdateDomain(null, null, null, null, null, null, null, "mail"));
        assertThat(maySend(acme, "acme.test")).isFalse();
        for (String label : List.of("mail", "send"))
            assertThat(domains.isReturnPath(DomainName.parse(label + ".acme.test")))
                    .as(label)
                    .isTrue();
        assertThat(domains.isReturnPath(DomainName.parse("other.acme.test"))).isFalse();
        now(domain).plan().stream()
                .filter(planned -> planned.name().equals(DomainName.parse("mail.acme.test")))
                .forEach(planned -> Fixtures.publish(dns, planned));
        domains.verify(acme, domain.id());
        check();
        assertThat(maySend(acme, "acme.test")).isTrue();
        assertThat(now(domain).settings().returnPath()).isEqualTo("mail");
        var clash = new UpdateDomain(null, null, null, null, null, null, null, "no label");
        assertThat(domains.update(acme, domain.id(), clash))
                .isEqualTo(new UpdateResult.Refused(new DomainProblem.BadReturnPath("no label")));
    }

    @Test
    void aSuspendedDomainDoesNotSendAndIsWatchedAllTheSame() {
        var domain = verified(acme, "acme.test");
        domains.suspend(acme, domain.id(), true);
        assertThat(maySend(acme, "acme.test")).isFalse();
        assertThat(status(domain)).isEqualTo(DomainStatus.VERIFIED);
        domains.suspend(acme, domain.id(), false);
        assertThat(maySend(acme, "acme.test")).isTrue();
    }

    @Test
    void aCheckMayBeWaitedFor() {
        var domain = add(acme, "acme.test");
        Fixtures.publish(dns, domain);
        assertThat(domains.check(acme, domain.id()).orElseThrow().status()).isEqualTo(DomainStatus.VERIFIED);
        assertThat(domains.check(rival, domain.id())).isEmpty();
    }

    @Test
    void theHistoryTellsWhatChangedAndCountsTheChecksThatSawTheSame() {
        var domain = add(acme, "acme.test");
        domains.verify(acme, domain.id());
        check();
        for (int again = 0; again < 3; again++) {
            clock.advance(Duration.ofMinutes(1));
            check();
        }
        Fixtures.publish(dns, domain);
        clock.advance(Duration.ofHours(1));
        check();
        var entries = domains.history(acme, domain.id(), PageRequest.first(10))
                .orElseThrow()
                .items();
        assertThat(entries).extracting(HistoryEntry::checks).containsExactly(1, 4);
        assertThat(entries.getFirst().status()).isEqualTo(DomainStatus.VERIFIED);
        assertThat(entries.getFirst().changes()).hasSameSizeAs(domain.records()).allSatisfy(change -> {
            assertThat(change.before().codes()).containsExactly(Code.HOST_NOT_FOUND);
            assertThat(change.after().status()).isEqualTo(RecordStatus.VERIFIED);
        });
        assertThat(domains.history(rival, domain.id(), PageRequest.first(10))
                        .orElseThrow()
                        .items())
                .isEmpty();
    }

    @Test
    void aDomainThatIsVerifiedIsLookedAtAgainTheNextDay() {
        var domain = verified(acme, "acme.test");
        dns.forget("pennypost._domainkey.acme.test");
        clock.advance(Duration.ofHours(27));
        check();
        assertThat(status(domain)).isEqualTo(DomainStatus.TEMPORARY_FAILURE);
        assertThat(maySend(acme, "acme.test")).isTrue();
        assertThat(refusal(rival, AddDomain.named("acme.test"))).isInstanceOf(AlreadyRegistered.class);
    }

    private Domains node() {
        return new Domains(
                database,
                new RecordCheck(dns),
                secrets(),
                PublicSuffixList.bundled()::registrableDomain,
                Fixtures.CONFIG,
                clock);
    }

    private static SecretBox secrets() {
        return new SecretBox(new byte[32], new SecureRandom());
    }

    private static AddDomain request(
            @Nullable String region, @Nullable String returnPath, boolean sending, @Nullable String tracking) {
        return new AddDomain(
                "acme.test",
                region,
                returnPath,
                TlsMode.OPPORTUNISTIC,
                false,
                false,
                false,
                sending,
                false,
                tracking,
                SetupMode.COPY,
                false,
                null);
    }

    private Domain add(TeamId team, String name) {
        return ((Added) domains.add(team, AddDomain.named(name))).domain();
    }

    private DomainProblem refusal(TeamId team, AddDomain request) {
        return ((Refused) domains.add(team, request)).problem();
    }

    private Domain verified(TeamId team, String name) {
        var domain = add(team, name);
        Fixtures.publish(dns, domain);
        domains.verify(team, domain.id());
        check();
        assertThat(status(domain)).isEqualTo(DomainStatus.VERIFIED);
        return now(domain);
    }

    private void check() {
        domains.checks().round();
        domains.checks().awaitIdle();
    }

    private static List<Domain> lease() {
        return database
                .inTransaction(tx -> new DomainStore().lease(tx, 10, clock.instant(), Duration.ofMinutes(1)))
                .stream()
                .map(DomainStore.Leased::domain)
                .toList();
    }

    private Domain now(Domain domain) {
        return domains.get(domain.team(), domain.id()).orElseThrow();
    }

    private DomainStatus status(Domain domain) {
        return now(domain).status();
    }

    private boolean maySend(TeamId team, String name) {
        return domains.sending(team, DomainName.parse(name)).orElseThrow().maySend();
    }

    private List<String> events() {
        return database.inTransaction(tx -> tx.handle()
                .createQuery("select kind from outbox")
                .mapTo(String.class)
                .list());
    }

    private static final class Everything implements EventListener {
        @Override
        public boolean caresAbout(UUID teamId) {
            return true;
        }

        @Override
        public void on(Transaction tx, List<Published> events) {
            throw new AssertionError("nobody relays in these tests");
        }
    }
}
