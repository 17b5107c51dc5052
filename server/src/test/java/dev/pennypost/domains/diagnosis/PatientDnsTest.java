package dev.pennypost.domains.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.Question;
import dev.pennypost.mail.dns.RecordType;
import dev.pennypost.mail.dns.ServerReply;
import dev.pennypost.mail.dns.ServerReply.Response;
import dev.pennypost.mail.dns.ServerReply.Silence;
import dev.pennypost.testkit.Eventually;
import dev.pennypost.testkit.FakeInternet;
import dev.pennypost.testkit.FakeInternet.Manners;
import dev.pennypost.testkit.FixedClock;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PatientDnsTest {
    private static final InetSocketAddress SERVER = new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 53);
    private static final InetSocketAddress OTHER = new InetSocketAddress(InetAddress.ofLiteral("192.0.2.2"), 53);

    private final FixedClock clock = new FixedClock();
    private final FakeInternet internet = new FakeInternet()
            .serves("192.0.2.1", "example.com", "@ A 192.0.2.7")
            .serves("192.0.2.2", "example.com", "@ A 192.0.2.7");
    private final PatientDns dns = new PatientDns(internet, clock);

    @Test
    void leavesAServerAloneThatWasSilentTwice() {
        internet.server("192.0.2.1", Manners.SILENT);
        for (int i = 0; i < 5; i++) assertThat(ask(SERVER)).isInstanceOf(Silence.class);
        assertThat(internet.asked()).hasSize(2);
        assertThat(ask(OTHER)).isInstanceOf(Response.class);
    }

    @Test
    void looksWithOneQuestionWhetherItIsBack() {
        internet.server("192.0.2.1", Manners.SILENT);
        for (int i = 0; i < 5; i++) ask(SERVER);
        clock.advance(Duration.ofSeconds(16));
        for (int i = 0; i < 5; i++) ask(SERVER);
        assertThat(internet.asked()).hasSize(3);
    }

    @Test
    void trustsAServerAgainThatIsBack() {
        internet.server("192.0.2.1", Manners.SILENT);
        for (int i = 0; i < 5; i++) ask(SERVER);
        internet.server("192.0.2.1", Manners.GOOD);
        clock.advance(Duration.ofSeconds(16));
        for (int i = 0; i < 5; i++) assertThat(ask(SERVER)).isInstanceOf(Response.class);
    }

    @Test
    void goesOnAskingAServerThatRefuses() {
        internet.server("192.0.2.1", Manners.REFUSING);
        for (int i = 0; i < 5; i++) ask(SERVER);
        assertThat(internet.asked()).hasSize(5);
    }

    @Test
    void waitsForNoAnswerThatManyOthersHaveWaitedForInVain() {
        var put = new AtomicInteger();
        var end = new CompletableFuture<Void>();
        var stuck = new PatientDns(
                (_, _) -> {
                    put.incrementAndGet();
                    end.join();
                    return new Silence(ServerReply.Reason.TIMEOUT, "no answer within 4000 ms");
                },
                clock);
        for (int i = 0; i < 8; i++) Thread.startVirtualThread(() -> ask(stuck, SERVER));
        Eventually.holds("all are asked", () -> put.get() == 8);
        clock.advance(Duration.ofSeconds(2));
        assertThat(ask(stuck, SERVER)).isInstanceOf(Silence.class);
        assertThat(put).hasValue(8);
        end.complete(null);
    }

    private ServerReply ask(InetSocketAddress server) {
        return ask(dns, server);
    }

    private static ServerReply ask(PatientDns dns, InetSocketAddress server) {
        return dns.ask(server, Question.ofAuthority(new DomainName("example.com"), RecordType.A));
    }
}
