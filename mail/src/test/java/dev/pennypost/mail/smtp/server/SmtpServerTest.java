package dev.pennypost.mail.smtp.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pennypost.mail.smtp.Body;
import dev.pennypost.mail.smtp.Envelope;
import dev.pennypost.mail.smtp.Reply;
import dev.pennypost.mail.smtp.client.ClientOptions;
import dev.pennypost.mail.smtp.client.SessionFailed;
import dev.pennypost.mail.smtp.client.SmtpSession;
import dev.pennypost.mail.smtp.client.Target;
import dev.pennypost.mail.smtp.client.TlsContexts;
import dev.pennypost.mail.smtp.client.TlsDemand;
import dev.pennypost.mail.smtp.client.TlsMode;
import dev.pennypost.mail.smtp.client.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class SmtpServerTest {
    private static final String HOST = "mx.example.test";
    private static final String ENVELOPE = "EHLO c\r\nMAIL FROM:<a@b.test>\r\nRCPT TO:<c@d.test>\r\n";

    private final KeepingHandler handler = new KeepingHandler();
    private ServerLimits limits = ServerLimits.standard().withIdle(Duration.ofSeconds(20));
    private boolean tlsFirst;
    private @Nullable SmtpServer running;

    private static final class Certificate {
        static final SelfSignedCertificate MADE = SelfSignedCertificate.temporary(HOST);
    }

    @AfterEach
    void close() {
        if (running != null) running.close();
    }

    @Test
    void takesMessagesFromOurClient() throws Exception {
        byte[] message = "Subject: x\r\n\r\n.\r\n..\r\n.a\r\n\u00e4\u0000\r\n".getBytes(StandardCharsets.ISO_8859_1);
        try (var session = connect(ClientOptions.named("client.test"))) {
            var envelope = Envelope.of("a@example.org", "b@example.test", "unknown@example.test")
                    .withBody(Body.EIGHT_BIT_MIME);
            var result = session.deliver(envelope, message);
            assertThat(result.verdicts().getFirst()).isEqualTo(new Verdict.Accepted(Reply.of(250, "2.0.0 kept")));
            assertThat(result.verdicts().getLast()).isInstanceOf(Verdict.Refused.class);
            for (int i = 0; i < 100; i++) session.deliver(envelope, message);
            assertThat(session.messagesSent()).isEqualTo(101);
            session.quit();
        }
        assertThat(handler.kept()).hasSize(101).allSatisfy(kept -> {
            assertThat(kept.message()).isEqualTo(new String(message, StandardCharsets.ISO_8859_1));
            assertThat(kept.client().tls()).isEmpty();
        });
    }

    @Test
    void encrypts() throws Exception {
        var contexts = TlsContexts.standard().withVerified(Certificate.MADE.clientContext());
        var options = ClientOptions.named("client.test").withContexts(contexts).withTls(TlsMode.REQUIRED_VERIFIED);
        byte[] large = "A line of text to make a message larger than all buffers.\r\n"
                .repeat(50_000)
                .getBytes(StandardCharsets.US_ASCII);
        try (var session = connect(options)) {
            session.deliver(Envelope.of("", "b@example.test"), large);
            session.quit();
        }
        assertThat(handler.kept()).singleElement().satisfies(kept -> {
            assertThat(kept.message()).hasSize(large.length);
            assertThat(kept.client().protocol(false)).isEqualTo("ESMTPS");
            assertThat(kept.client().helo()).isEqualTo("client.test");
        });
    }

    @Test
    void answersPipelinedCommandsInOrder() throws IOException {
        assertThat(codes(dialogue(
                        ENVELOPE + "RCPT TO:<unknown@d.test>\r\nNOOP\r\nDATA\r\n", "x\r\n.\r\nRSET\r\nQUIT\r\n")))
                .containsExactly("220", "250", "250", "250", "550", "250", "354", "250", "250", "221");
    }

    @Test
    void keepsTheMessageAsItWasMeant() throws IOException {
        dialogue(ENVELOPE + "DATA\r\n", "..a\r\n.b\r\n\r\n...\r\n.\r\nQUIT\r\n");
        assertThat(handler.kept())
                .singleElement()
                .satisfies(kept -> assertThat(kept.message()).isEqualTo(".a\r\nb\r\n\r\n..\r\n"));
    }

    @Test
    void takesAnEmptyMessage() throws IOException {
        dialogue(ENVELOPE + "DATA\r\n", ".\r\nQUIT\r\n");
        assertThat(handler.kept())
                .singleElement()
                .satisfies(kept -> assertThat(kept.message()).isEmpty());
    }

    /// Every way to end a message that some server somewhere has taken for the end.
    static Stream<String> endsThatAreNone() {
        List<String> ends = new ArrayList<>();
        List<String> breaks = List.of("\r\n", "\n", "\r", "\r\r\n", "\n\r", "\u0000\r\n", "\r\u0000\n");
        for (String before : breaks)
            for (String dot : List.of(".", "..", ".\u0000"))
                for (String after : breaks)
                    if (!(before.endsWith("\r\n") && dot.equals(".") && after.equals("\r\n")))
                        ends.add(before + dot + after);
        return ends.stream();
    }

    @ParameterizedTest
    @MethodSource("endsThatAreNone")
    void letsNobodySmuggle(String end) throws IOException {
        String smuggled = "MAIL FROM:<evil@b.test>\r\nRCPT TO:<c@d.test>\r\nDATA\r\nevil\r\n";
        var replies = dialogue(ENVELOPE + "DATA\r\n", "one" + end + smuggled + ".\r\nQUIT\r\n");
        assertThat(handler.kept())
                .noneMatch(kept -> kept.envelope().reversePath().startsWith("evil@"));
        assertThat(codes(replies)).hasSize(7).endsWith("221");
        assertThat(handler.kept())
                .allMatch(kept -> !kept.message().replace("\r\n", "").matches("(?s).*[\r\n].*"));
    }

    @Test
    void refusesBareLineEnds() throws IOException {
        assertThat(dialogue(ENVELOPE + "DATA\r\n", "a\nb\r\n.\r\nQUIT\r\n")).contains("550 5.5.2");
        assertThat(handler.kept()).isEmpty();
    }

    @Test
    void refusesCommandsWithBareLineEnds() throws IOException {
        assertThat(codes(dialogue("NOOP\nNOOP\rNOOP\r\nNO\u0000OP\r\n\u00ff\r\nNOOP\r\nQUIT\r\n")))
                .containsExactly("220", "500", "500", "500", "500", "250", "221");
    }

    @Test
    void refusesEndlessLines() throws IOException {
        assertThat(codes(dialogue("NOOP " + "x".repeat(100_000) + "\r\nNOOP\r\nQUIT\r\n")))
                .containsExactly("220", "500", "250", "221");
    }

    @Test
    void endsWithClientsThatDoNotWaitForThe354() throws IOException {
        assertThat(codes(dialogue(ENVELOPE + "DATA\r\nQUIT\r\n.\r\n"))).endsWith("554");
        assertThat(handler.kept()).isEmpty();
    }

    @Test
    void countsOctetsWhileReading() throws IOException {
        limits = limits.withMessageOctets(1000);
        String replies = dialogue(
                ENVELOPE + "DATA\r\n",
                "x".repeat(998) + "\r\n.\r\n" + ENVELOPE.substring(8) + "DATA\r\n",
                "x".repeat(999) + "\r\n.\r\nQUIT\r\n");
        assertThat(codes(replies))
                .containsExactly("220", "250", "250", "250", "354", "250", "250", "250", "354", "552", "221");
        assertThat(handler.kept()).hasSize(1);
    }

    @Test
    void stopsReadingWhatHasNoEnd() throws IOException {
        limits = limits.withMessageOctets(1000);
        assertThat(codes(dialogue(ENVELOPE + "DATA\r\n", "x\r\n".repeat(3000)))).endsWith("552");
    }

    @Test
    void turnsAwayMoreClientsThanItHasPlaceFor() throws IOException {
        limits = limits.withConnections(1);
        try (var first = new Socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), server().port())) {
            assertThat(first.getInputStream().readNBytes(4)).asString().isEqualTo("220 ");
            assertThat(dialogue("")).startsWith("421 4.3.2");
        }
    }

    @Test
    void doesNotWaitForEver() throws IOException {
        limits = limits.withIdle(Duration.ofMillis(100)).withMessage(Duration.ofMillis(100));
        assertThat(codes(dialogue("NOO"))).containsExactly("220", "421");
        assertThat(codes(dialogue(ENVELOPE + "DATA\r\n", "x"))).endsWith("354", "421");
    }

    @Test
    void saysGoodbyeWhenItShutsDown() throws IOException {
        var server = server();
        try (var socket = new Socket(server.address().getAddress(), server.port())) {
            assertThat(socket.getInputStream().readNBytes(4)).asString().isEqualTo("220 ");
            server.close();
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .contains("421 4.3.2");
        }
    }

    @Test
    void ignoresWhatWasInjectedBeforeTls() throws Exception {
        var server = server();
        try (var socket = new Socket(server.address().getAddress(), server.port())) {
            var in = socket.getInputStream();
            socket.getOutputStream()
                    .write("EHLO c\r\nSTARTTLS\r\nMAIL FROM:<evil@b.test>\r\n".getBytes(StandardCharsets.US_ASCII));
            readUntil(in, "220 2.0.0");
            var tls =
                    Certificate.MADE.clientContext().getSocketFactory().createSocket(socket, HOST, server.port(), true);
            tls.getOutputStream().write("RSET\r\nQUIT\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(codes(new String(tls.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)))
                    .containsExactly("250", "221");
        }
    }

    @Test
    void speaksTlsFirst() throws Exception {
        tlsFirst = true;
        var server = server();
        try (var tls = Certificate.MADE
                .clientContext()
                .getSocketFactory()
                .createSocket(server.address().getAddress(), server.port())) {
            tls.getOutputStream().write((ENVELOPE + "DATA\r\n").getBytes(StandardCharsets.US_ASCII));
            assertThat(readUntil(tls.getInputStream(), "354 ")).doesNotContain("STARTTLS");
            tls.getOutputStream().write("x\r\n.\r\nQUIT\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(codes(new String(tls.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)))
                    .containsExactly("250", "221");
        }
        assertThat(handler.kept())
                .singleElement()
                .satisfies(kept -> assertThat(kept.client().protocol(false)).isEqualTo("ESMTPS"));
    }

    @Test
    void saysNothingInTheClearWhereTlsComesFirst() throws IOException {
        tlsFirst = true;
        limits = limits.withIdle(Duration.ofSeconds(5));
        try (var socket = new Socket(server().address().getAddress(), server().port())) {
            socket.getOutputStream().write("EHLO c\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1))
                    .doesNotContain("220", "250");
        } catch (SocketException reset) {
            assertThat(reset).hasMessageContaining("reset");
        }
        assertThat(handler.kept()).isEmpty();
    }

    @Test
    void servesSwaks() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/swaks")), "swaks is not installed");
        for (String tls : List.of("--tls", "--tls-optional", "--pipeline")) {
            var process = new ProcessBuilder(
                            "/usr/bin/swaks",
                            "--server",
                            "127.0.0.1:" + server().port(),
                            "--to",
                            "b@example.test",
                            "--from",
                            "a@example.org",
                            "--helo",
                            "client.test",
                            tls,
                            "--body",
                            ".\nswaks\n..\n")
                    .redirectErrorStream(true)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(output).isZero();
        }
        assertThat(handler.kept()).hasSize(3).allMatch(kept -> kept.message().contains("\r\n.\r\nswaks\r\n..\r\n"));
        assertThat(handler.kept().getFirst().client().tls()).isPresent();
    }

    private SmtpServer server() throws IOException {
        if (running != null) return running;
        var listen = new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0);
        var options = ServerOptions.at(listen, HOST).withLimits(limits).withTls(Certificate.MADE.serverContext());
        if (tlsFirst) options = options.withTlsFirst(Certificate.MADE.serverContext());
        running = SmtpServer.start(options, handler);
        return running;
    }

    private SmtpSession connect(ClientOptions options) throws IOException, SessionFailed {
        var inTheClear = options.tls() instanceof TlsDemand.Opportunistic ? options.withTls(TlsMode.NONE) : options;
        return SmtpSession.open(new Target(server().address(), HOST), inTheClear);
    }

    /// Sends each part after the server has said 354 to the one before, and returns all that was said.
    private String dialogue(String... parts) throws IOException {
        try (var socket = new Socket(server().address().getAddress(), server().port())) {
            var in = socket.getInputStream();
            var said = new StringBuilder();
            for (int i = 0; i < parts.length; i++) {
                if (i > 0) said.append(readUntil(in, "354 "));
                socket.getOutputStream().write(parts[i].getBytes(StandardCharsets.ISO_8859_1));
            }
            socket.setSoTimeout(20_000);
            return said.append(new String(in.readAllBytes(), StandardCharsets.US_ASCII))
                    .toString();
        }
    }

    private static String readUntil(InputStream in, String wanted) throws IOException {
        var said = new StringBuilder();
        while (true) {
            int octet = in.read();
            if (octet < 0) throw new AssertionError("closed before " + wanted + ": " + said);
            said.append((char) octet);
            if (octet == '\n' && said.indexOf("\n" + wanted) >= 0) return said.toString();
        }
    }

    /// The codes of all replies, one per reply.
    private static List<String> codes(String replies) {
        return Arrays.stream(replies.split("\r\n"))
                .filter(line -> line.length() > 3 && line.charAt(3) == ' ')
                .map(line -> line.substring(0, 3))
                .toList();
    }
}
