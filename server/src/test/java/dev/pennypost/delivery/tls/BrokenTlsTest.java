package dev.pennypost.delivery.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.delivery.tls.MailHost.Found;
import dev.pennypost.delivery.tls.SessionOpener.Opened;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.smtp.client.ClientOptions;
import dev.pennypost.mail.smtp.client.Failure;
import dev.pennypost.mail.smtp.client.Step;
import dev.pennypost.mail.smtp.client.Target;
import dev.pennypost.mail.smtp.client.TlsMode;
import dev.pennypost.testkit.FakeDns;
import dev.pennypost.testkit.FakeMx;
import dev.pennypost.testkit.FixedClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BrokenTlsTest {
    private static final DomainName DEST = DomainName.parse("dest.test");

    private final FixedClock clock = new FixedClock();
    private final FakeMx mx = FakeMx.start();
    private final List<Step> said = new ArrayList<>();
    private SessionOpener opener = opener(false);

    @AfterEach
    void close() {
        mx.close();
    }

    @Test
    void speaksInTheClearToAServerThatBreaksTls() {
        mx.withBrokenTls();

        assertThat(open(TlsMode.OPPORTUNISTIC)).isEqualTo("clear: TLS broken");
        assertThat(mx.connections()).isEqualTo(2);
        assertThat(said).as("what was said in vain").isNotEmpty();
    }

    @Test
    void remembersItForThreeDays() {
        mx.withBrokenTls();
        open(TlsMode.OPPORTUNISTIC);

        clock.advance(Duration.ofDays(3).minusSeconds(1));
        assertThat(open(TlsMode.OPPORTUNISTIC)).isEqualTo("clear: broken TLS remembered");
        assertThat(mx.connections()).isEqualTo(3);

        clock.advance(Duration.ofSeconds(1));
        mx.withTls().at(dev.pennypost.testkit.MxMoment.STARTTLS, dev.pennypost.testkit.MxAnswer.say("220 2.0.0 go"));
        assertThat(open(TlsMode.OPPORTUNISTIC)).isEqualTo("opportunistic");
    }

    @Test
    void remembersNothingOfAServerThatTakesNoMailInTheClearEither() {
        mx.withBrokenTls().onGreeting("220 hello", "554 go away", "220 hello", "220 hello");

        assertThat(open(TlsMode.OPPORTUNISTIC)).isEqualTo("clear: TLS broken");
        assertThat(open(TlsMode.OPPORTUNISTIC)).as("tried anew").isEqualTo("clear: TLS broken");
    }

    @Test
    void doesNotHelpWhereTlsIsDemanded() {
        mx.withBrokenTls();
        open(TlsMode.OPPORTUNISTIC);

        assertThat(opened(TlsMode.REQUIRED))
                .isInstanceOfSatisfying(
                        Opened.Failed.class,
                        failed -> assertThat(failed.failure()).isInstanceOf(Failure.TlsFailed.class));
    }

    @Test
    void demandsTlsOfServersThatAreKnownToInsist() {
        assertThat(opened(TlsMode.OPPORTUNISTIC, true))
                .isEqualTo(new Opened.Failed(new Failure.TlsNotOffered(), "required not met"));
    }

    @Test
    void anInsistingServerIsNotVerifiedForIt() {
        mx.withTls();
        opener = opener(true);

        Opened opened = opened(TlsMode.OPPORTUNISTIC, true);
        assertThat(opened.tlsPolicy()).isEqualTo("required");
        if (opened instanceof Opened.Open(var session, var _, var _)) session.close();
    }

    @Test
    void enforcedVerifiesWhereTheOperatorSaysSo() {
        mx.withTls();
        assertThat(open(TlsMode.REQUIRED)).isEqualTo("required");

        opener = opener(true);
        assertThat(open(TlsMode.REQUIRED)).isEqualTo("required and verified not met");
        assertThat(open(TlsMode.OPPORTUNISTIC)).isEqualTo("opportunistic");
    }

    private String open(TlsMode given) {
        Opened opened = opened(given);
        if (opened instanceof Opened.Open(var session, var _, var _)) session.close();
        return opened.tlsPolicy();
    }

    private Opened opened(TlsMode given) {
        return opened(given, false);
    }

    private Opened opened(TlsMode given, boolean serverInsists) {
        return opener.open(
                new MailHost(new Target(mx.address(), FakeMx.HOST), Found.BY_DNS),
                new TlsWish(DEST, given, serverInsists),
                ClientOptions.named("mta.test"),
                said);
    }

    private SessionOpener opener(boolean enforcedVerifies) {
        var policies = new TlsPolicies(new FakeDns(), StsSource.NONE, enforcedVerifies, clock);
        return new SessionOpener(policies, TlsResults.uncounted(), clock);
    }
}
