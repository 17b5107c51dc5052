package dev.pennypost.delivery.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.delivery.tls.SessionOpener.Opened;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.smtp.client.Failure;
import dev.pennypost.mail.smtp.client.TlsMode;
import dev.pennypost.mail.smtp.client.TlsProblem;
import dev.pennypost.storage.Database;
import dev.pennypost.storage.TestPostgres;
import dev.pennypost.testkit.FakeMx;
import dev.pennypost.testkit.TestAuthority.Identity;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StsOutcomesTest {
    private static final Identity GOOD = StsWorld.AUTHORITY.issue(StsWorld.HOST);
    private static final Identity OF_ANOTHER = StsWorld.AUTHORITY.issue("other.test");

    private static Database database;
    private StsWorld world;

    @BeforeAll
    static void open() {
        database = Database.open(TestPostgres.freshDatabase(), 4, InstantSource.system());
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @BeforeEach
    void start() throws IOException {
        world = new StsWorld(database);
    }

    @AfterEach
    void stop() {
        world.close();
    }

    @Test
    void enforceDeliversToANamedServerWithAGoodCertificate() {
        world.announces("1").serves("enforce", "mx.dest.test").mx.withTls(GOOD.serverContext());

        assertThat(world.words()).isEqualTo("sts enforce verified");
        assertThat(world.counted()).containsExactly("sts   1");
    }

    @Test
    void enforceTakesAWildcardForOneLabel() {
        world.announces("1").serves("enforce", "*.dest.test").mx.withTls(GOOD.serverContext());

        assertThat(world.words()).isEqualTo("sts enforce verified");
    }

    @ParameterizedTest
    @CsvSource({"other.test", "*.mx.dest.test", "*.test"})
    void enforceSpeaksToNoServerThatIsNotNamed(String pattern) {
        world.announces("1").serves("enforce", pattern).mx.withTls(GOOD.serverContext());

        assertThat(world.open()).isEqualTo(new Opened.Barred(Bar.NOT_IN_POLICY, "sts enforce does not name it"));
        assertThat(world.mx.connections()).isZero();
        assertThat(world.counted()).containsExactly("sts validation_failure sts-mx-mismatch 1");
    }

    @Test
    void enforceRefusesACertificateOfAnotherHostAndOneThatNobodyTrusts() {
        world.announces("1").serves("enforce", "mx.dest.test").mx.withTls(OF_ANOTHER.serverContext());
        assertThat(problem(world.open())).isEqualTo(TlsProblem.CERTIFICATE_HOST_MISMATCH);

        world.mx.withTls(FakeMx.certificate());
        assertThat(problem(world.open())).isEqualTo(TlsProblem.CERTIFICATE_NOT_TRUSTED);

        world.mx.withTls(StsWorld.AUTHORITY.issueExpired(StsWorld.HOST).serverContext());
        assertThat(problem(world.open())).isEqualTo(TlsProblem.CERTIFICATE_EXPIRED);
        assertThat(world.mx.commands()).noneMatch(line -> line.startsWith("MAIL"));
        assertThat(world.counted())
                .containsExactly(
                        "sts certificate_expired  1",
                        "sts certificate_host_mismatch  1",
                        "sts certificate_not_trusted  1");
    }

    @Test
    void enforceRefusesAServerWithoutTls() {
        world.announces("1").serves("enforce", "mx.dest.test");

        assertThat(world.open()).isEqualTo(new Opened.Failed(new Failure.TlsNotOffered(), "sts enforce not met"));
        assertThat(world.counted()).containsExactly("sts starttls_not_supported  1");
    }

    @Test
    void testingDeliversAnywayAndTells() {
        world.announces("1").serves("testing", "mx.dest.test").mx.withTls(OF_ANOTHER.serverContext());
        assertThat(world.words()).isEqualTo("sts testing not met");

        world.mx.withTls(GOOD.serverContext());
        assertThat(world.words()).isEqualTo("sts testing verified");
        assertThat(world.counted()).containsExactly("sts   1", "sts certificate_host_mismatch  1");
    }

    @Test
    void testingDeliversInTheClearAndTells() {
        world.announces("1").serves("testing", "mx.dest.test");

        assertThat(world.words()).isEqualTo("sts testing not met, not offered");
        assertThat(world.counted()).containsExactly("sts starttls_not_supported  1");
    }

    @Test
    void testingDeliversToAServerThatIsNotNamedAndTells() {
        world.announces("1").serves("testing", "other.test").mx.withTls(GOOD.serverContext());

        assertThat(world.words()).isEqualTo("sts testing does not name it, opportunistic");
        assertThat(world.counted()).containsExactly("sts validation_failure sts-mx-mismatch 1");
    }

    @Test
    void testingLeavesWhatTheSendingDomainDemands() {
        world.announces("1").serves("testing", "mx.dest.test");

        assertThat(world.open(TlsMode.REQUIRED)).isInstanceOf(Opened.Failed.class);
    }

    @Test
    void noneIsAsIfThereWereNoPolicy() {
        world.announces("1").serves("none", "mx.dest.test");

        assertThat(world.words()).isEqualTo("opportunistic, not offered");
        assertThat(world.counted()).containsExactly("no_policy_found starttls_not_supported  1");
    }

    @Test
    void asksNobodyForAPolicyThatIsNotAnnounced() {
        world.serves("enforce", "other.test");

        assertThat(world.words()).isEqualTo("opportunistic, not offered");
        assertThat(world.fetches).hasValue(0);
    }

    @Test
    void fetchesAPolicyOnceAndKeepsItOverRestarts() {
        world.announces("1").serves("enforce", "mx.dest.test").mx.withTls(GOOD.serverContext());
        world.words();
        world.words();
        world.restart();

        assertThat(world.words()).isEqualTo("sts enforce verified");
        assertThat(world.fetches).hasValue(1);
    }

    @Test
    void fetchesAgainWhenTheIdChanges() {
        world.announces("1").serves("enforce", "other.test");
        assertThat(world.open()).isInstanceOf(Opened.Barred.class);

        world.announces("2").serves("none", "mx.dest.test");
        assertThat(world.words()).isEqualTo("opportunistic, not offered");
        assertThat(world.fetches).hasValue(2);
    }

    @Test
    void keepsAPolicyWhoseAnnouncementIsGone() {
        world.announces("1").serves("enforce", "other.test").open();
        world.dns.forget("_mta-sts.dest.test");
        world.restart();
        assertThat(world.open()).isInstanceOf(Opened.Barred.class);

        world.dns.fails("_mta-sts.dest.test");
        assertThat(world.open()).isInstanceOf(Opened.Barred.class);
    }

    @Test
    void keepsAPolicyWhenItsSuccessorCannotBeFetched() {
        world.announces("1").serves("enforce", "other.test").open();
        world.status = 500;
        world.announces("2");

        assertThat(world.open()).isInstanceOf(Opened.Barred.class);
        assertThat(world.fetches).hasValue(2);
    }

    @Test
    void forgetsAPolicyWhenItsTimeIsOver() {
        world.announces("1").serves("enforce", "other.test", 3600).open();
        world.dns.forget("_mta-sts.dest.test");
        world.clock.advance(Duration.ofMinutes(59));
        assertThat(world.open()).isInstanceOf(Opened.Barred.class);

        world.clock.advance(Duration.ofMinutes(1));
        assertThat(world.words()).isEqualTo("opportunistic, not offered");
    }

    @Test
    void refreshesAPolicyLongBeforeItsTimeIsOver() {
        world.announces("1").serves("enforce", "other.test").open();
        world.clock.advance(Duration.ofDays(6));
        world.open();
        assertThat(world.fetches).hasValue(2);

        world.clock.advance(Duration.ofDays(6)); // beyond the end that the first one had
        world.dns.forget("_mta-sts.dest.test");
        assertThat(world.open()).isInstanceOf(Opened.Barred.class);
    }

    @Test
    void doesWithoutAPolicyThatCannotBeFetchedAndTells() {
        world.announces("1").status = 404;

        assertThat(world.words()).isEqualTo("opportunistic, not offered");
        assertThat(world.counted())
                .containsExactly("no_policy_found starttls_not_supported  1", "sts sts_policy_fetch_error  1");
    }

    @Test
    void triesNoSoonerThanFiveMinutesAfterAFailure() {
        world.announces("1").serves("enforce", "other.test").status = 503;
        world.open();
        world.clock.advance(Duration.ofMinutes(5).minusSeconds(1));
        world.open();
        assertThat(world.fetches).hasValue(1);

        world.clock.advance(Duration.ofSeconds(1));
        world.status = 200;
        assertThat(world.open()).isInstanceOf(Opened.Barred.class);
    }

    @Test
    void followsNoRedirect() {
        world.announces("1").serves("enforce", "other.test").status = 301;

        assertThat(world.words()).startsWith("opportunistic");
        assertThat(world.fetches).hasValue(1);
        assertThat(world.counted()).contains("sts sts_policy_fetch_error  1");
    }

    @ParameterizedTest
    @CsvSource({"text/html, version: STSv1", "text/plain, <html>", "text/plain, version: STSv9"})
    void takesNoNonsenseForAPolicy(String contentType, String body) {
        world.announces("1").contentType = contentType;
        world.policy = body;

        assertThat(world.words()).startsWith("opportunistic");
        assertThat(world.counted()).contains("sts sts_policy_invalid  1");
    }

    @Test
    void readsNoMoreThan64KiloBytes() {
        world.announces("1").serves("enforce", "other.test").policy += "x: y\n".repeat(20_000);

        assertThat(world.words()).startsWith("opportunistic");
        assertThat(world.counted()).contains("sts sts_policy_invalid  1");
    }

    @Test
    void takesNoPolicyFromAHostWithoutAGoodCertificate() throws IOException {
        world.close();
        world = new StsWorld(database, OF_ANOTHER.serverContext());
        world.announces("1").serves("enforce", "other.test");

        assertThat(world.words()).startsWith("opportunistic");
        assertThat(world.counted()).contains("sts sts_webpki_invalid  1");
    }

    @Test
    void aSessionForOneDomainServesAnotherOnlyWhereItsPolicyIsMetToo() {
        world.announces("1").serves("enforce", "mx.dest.test").mx.withTls(GOOD.serverContext());
        var opener = world.opener();
        var forDest = new TlsWish(StsWorld.DEST, TlsMode.OPPORTUNISTIC, false);
        var forOther = new TlsWish(DomainName.parse("other.test"), TlsMode.OPPORTUNISTIC, false);

        Opened.Open verified = open(opener, forDest);
        assertThat(opener.serves(verified, world.host(), forOther)).isTrue();
        Opened.Open opportunistic = open(opener, forOther);
        assertThat(opener.serves(opportunistic, world.host(), forDest)).isFalse();

        world.announces("2").serves("enforce", "elsewhere.test");
        assertThat(opener.serves(verified, world.host(), forDest)).isFalse();
        verified.session().close();
        opportunistic.session().close();
    }

    private Opened.Open open(SessionOpener opener, TlsWish wish) {
        return (Opened.Open) opener.open(world.host(), wish, world.options(), new ArrayList<>());
    }

    private static TlsProblem problem(Opened opened) {
        return ((Failure.TlsFailed) ((Opened.Failed) opened).failure()).problem();
    }
}
