package dev.pennypost.mail.smtp.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pennypost.mail.smtp.Envelope;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The client against a server somebody else wrote: Postfix's `smtp-sink`.
@Timeout(60)
class SmtpSinkTest {
    private static final Path SINK = Path.of("/usr/sbin/smtp-sink");
    private static final byte[] MESSAGE = "Subject: x\r\n\r\n.dot\r\n".getBytes(StandardCharsets.US_ASCII);

    private final List<Process> processes = new ArrayList<>();
    private final ClientOptions options =
            ClientOptions.named("client.test").withTimeouts(Timeouts.all(Duration.ofSeconds(20)));

    @BeforeEach
    void needsTheTool() {
        assumeTrue(Files.isExecutable(SINK), "smtp-sink of Postfix is not installed");
    }

    @AfterEach
    void stop() {
        processes.forEach(Process::destroy);
    }

    @Test
    void deliversManyMessages() throws Exception {
        try (var session = SmtpSession.open(sink(), options)) {
            assertThat(session.facts().extensions().pipelining()).isTrue();
            for (int i = 0; i < 1000; i++) session.deliver(Envelope.of("a@example.org", "b@example.test"), MESSAGE);
            assertThat(session.messagesSent()).isEqualTo(1000);
            session.quit();
        }
    }

    @Test
    void deliversWithoutPipelining() throws Exception {
        try (var session = SmtpSession.open(sink("-p"), options)) {
            assertThat(session.facts().extensions().pipelining()).isFalse();
            var result = session.deliver(Envelope.of("a@example.org", "b@example.test"), MESSAGE);
            assertThat(result.verdicts().getFirst()).isInstanceOf(Verdict.Accepted.class);
        }
    }

    @Test
    void hearsEveryKindOfRefusal() throws Exception {
        for (Phase phase : List.of(Phase.MAIL, Phase.RCPT, Phase.DATA, Phase.DOT)) {
            String command = phase == Phase.DOT ? "." : phase.name();
            assertThat(refusal(sink("-r", command), phase)).isBetween(400, 499);
            assertThat(refusal(sink("-f", command), phase)).isBetween(500, 599);
        }
    }

    @Test
    void noticesAConnectionThatIsDropped() throws Exception {
        try (var session = SmtpSession.open(sink("-q", "."), options)) {
            var verdict = session.deliver(Envelope.of("a@example.org", "b@example.test"), MESSAGE)
                    .verdicts()
                    .getFirst();
            assertThat(verdict).isInstanceOf(Verdict.Unanswered.class);
            assertThat(((Verdict.Unanswered) verdict).mayHaveBeenDelivered()).isTrue();
        }
        var target = sink("-q", "connect");
        assertThat(catchThrowableOfType(SessionFailed.class, () -> SmtpSession.open(target, options))
                        .failure())
                .isInstanceOf(Failure.ConnectionLost.class);
    }

    private int refusal(Target target, Phase phase) throws SessionFailed {
        try (var session = SmtpSession.open(target, options)) {
            var verdict = session.deliver(Envelope.of("a@example.org", "b@example.test"), MESSAGE)
                    .verdicts()
                    .getFirst();
            assertThat(verdict).isInstanceOf(Verdict.Refused.class);
            assertThat(((Verdict.Refused) verdict).phase()).isEqualTo(phase);
            return ((Verdict.Refused) verdict).reply().code();
        }
    }

    private Target sink(String... flags) throws IOException {
        int port = freePort();
        var command = new ArrayList<>(List.of(SINK.toString()));
        if (System.getProperty("user.name").equals("root")) command.addAll(List.of("-u", "nobody"));
        command.addAll(List.of(flags));
        command.addAll(List.of("inet:127.0.0.1:" + port, "100"));
        processes.add(new ProcessBuilder(command).inheritIO().start());
        var target = Target.of(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port, "sink.test");
        awaitListening(target.address());
        return target;
    }

    /// The tool does not say when it is ready, so there is nothing to wait for but the port itself.
    private static void awaitListening(InetSocketAddress address) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (System.nanoTime() < deadline) {
            try (var probe = new Socket()) {
                probe.connect(address, 1000);
                return;
            } catch (IOException e) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
            }
        }
        throw new AssertionError("smtp-sink does not listen on " + address);
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
