package dev.pennypost.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.pennypost.config.HostPort;
import dev.pennypost.mail.report.FeedbackReport;
import dev.pennypost.mail.report.Report;
import dev.pennypost.mail.smtp.Envelope;
import dev.pennypost.mail.smtp.client.TlsMode;
import dev.pennypost.mail.smtp.client.Verdict;
import dev.pennypost.testkit.FakeMx;
import dev.pennypost.testkit.ReceivedMail;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the sandbox's exchanger reports of mail it took. A fake server stands for the product's listener.
class AftermathTest {
    private static final String REVERSE_PATH = "bounces+1@send.acme.test";
    private static final byte[] MESSAGE =
            "From: a@acme.test\r\nMessage-ID: <1@acme.test>\r\n\r\nhello\r\n".getBytes(StandardCharsets.US_ASCII);

    private static final byte[] TRACKED = """
            From: a@acme.test
            Content-Type: text/html

            <a href="http://links.test/t/trap" style="display: none"></a><a href="http://other.test/">elsewhere</a>
            <a href="http://links.test/t/one">one</a> <a href="http://links.test/t/two">two</a>
            <img src="http://other.test/logo.png"><img src="http://links.test/t/pixel">
            """.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII);

    @TempDir
    Path data;

    private final FakeMx product = FakeMx.start();
    private TestWorld world;

    @BeforeEach
    void start() {
        world = new TestWorld(data, new KnownDomains());
        world.world().returnsTo(new HostPort("127.0.0.1", product.port()));
    }

    @AfterEach
    void stop() {
        world.close();
        product.close();
    }

    @Test
    void reportsABounceOfWhatItTook() throws Exception {
        assertThat(said("bounced-later+7@example.com")).startsWith("250 ");

        ReceivedMail report = product.awaitMessages(1, Duration.ofSeconds(20)).getFirst();
        assertThat(report.reversePath()).isEmpty();
        assertThat(report.recipients()).containsExactly(REVERSE_PATH);
        var failed = ((Report.Bounced) Report.read(report.bytes())).recipients();
        assertThat(failed).singleElement().satisfies(one -> {
            assertThat(one.address()).isEqualTo("bounced-later+7@example.com");
            assertThat(String.valueOf(one.status())).isEqualTo("5.1.1");
        });
    }

    @Test
    void reportsAComplaintAboutWhatItTook() throws Exception {
        assertThat(said("complained-later@example.com")).startsWith("250 ");

        ReceivedMail report = product.awaitMessages(1, Duration.ofSeconds(20)).getFirst();
        var feedback = ((Report.Complaint) Report.read(report.bytes())).feedback();
        assertThat(feedback.type()).isEqualTo(FeedbackReport.Type.ABUSE);
        assertThat(feedback.reversePaths()).containsExactly(REVERSE_PATH);
        assertThat(feedback.recipients()).containsExactly("complained-later@example.com");
        assertThat(feedback.messageId()).contains("<1@acme.test>");
    }

    @Test
    void insistsWhenItIsToldLater() throws Exception {
        product.onRcpt(REVERSE_PATH, "451 4.3.0 still at it", "250 2.1.5 ok");

        said("bounced-later@example.com");

        assertThat(product.awaitMessages(1, Duration.ofSeconds(20))).hasSize(1);
    }

    @Test
    void passesMailForReturnPathsOnAndSaysWhatIsSaidThere() throws Exception {
        product.onRcpt("bounces+2@send.acme.test", "550 5.7.1 no mail was sent from that address");

        assertThat(said(REVERSE_PATH)).startsWith("250 ");
        assertThat(said("bounces+2@send.acme.test")).startsWith("550 5.7.1 ");

        assertThat(product.messages()).extracting(ReceivedMail::recipients).containsExactly(List.of(REVERSE_PATH));
        assertThat(world.json("/mail").get("data")).isEmpty();
    }

    @Test
    void reportsWhatItIsToldToPlay() throws Exception {
        said("ann@example.com");

        assertThat(play(caught(), "{\"event\":\"bounced\"}")).isEqualTo(200);
        ReceivedMail bounce = product.awaitMessages(1, Duration.ofSeconds(20)).getFirst();
        assertThat(bounce.recipients()).containsExactly(REVERSE_PATH);
        assertThat(Report.read(bounce.bytes())).isInstanceOf(Report.Bounced.class);

        assertThat(play(caught(), "{\"event\":\"complained\"}")).isEqualTo(200);
        ReceivedMail complaint =
                product.awaitMessages(2, Duration.ofSeconds(20)).getLast();
        assertThat(Report.read(complaint.bytes())).isInstanceOf(Report.Complaint.class);

        assertThat(play(caught(), "{\"event\":\"danced\"}")).isEqualTo(422);
        assertThat(play(caught(), "{\"event\":\"opened\"}")).isEqualTo(422);
    }

    @Test
    void visitsWhatCountsAtTheProductAndNowhereElse() throws Exception {
        var visits = new CopyOnWriteArrayList<String>();
        var http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/", exchange -> {
            visits.add(exchange.getRequestURI().getPath());
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        http.start();
        try {
            world.world().readsAt(new HostPort("127.0.0.1", http.getAddress().getPort()));
            said("ann@example.com", TRACKED);
            assertThat(play(caught(), "{\"event\":\"opened\"}")).isEqualTo(200);
            assertThat(play(caught(), "{\"event\":\"clicked\"}")).isEqualTo(200);
            assertThat(play(caught(), "{\"event\":\"clicked\",\"link\":\"http://links.test/t/two\"}"))
                    .isEqualTo(200);
            assertThat(play(caught(), "{\"event\":\"clicked\",\"link\":\"http://links.test/t/none\"}"))
                    .isEqualTo(422);
            assertThat(visits).containsExactly("/t/pixel", "/t/one", "/t/two");
        } finally {
            http.stop(0);
        }
    }

    private String caught() {
        return world.json("/mail").get("data").get(0).get("id").stringValue();
    }

    private int play(String id, String body) {
        return world.call("POST", "/mail/" + id + "/play", body).status();
    }

    private String said(String recipient) throws Exception {
        return said(recipient, MESSAGE);
    }

    private String said(String recipient, byte[] message) throws Exception {
        try (var session = world.session(TlsMode.NONE)) {
            var result = session.deliver(Envelope.of(REVERSE_PATH, recipient), message);
            return switch (result.verdicts().getFirst()) {
                case Verdict.Accepted(var reply) -> reply.toString();
                case Verdict.Refused(var _, var reply) -> reply.toString();
                case Verdict.Unanswered(var failure, var _) -> failure.reason();
            };
        }
    }
}
