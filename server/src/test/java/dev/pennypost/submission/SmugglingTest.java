package dev.pennypost.submission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.testkit.Eventually;
import dev.pennypost.testkit.ReceivedMail;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// SMTP smuggling: a message that contains what some server takes for the end of a message, and a second one
/// behind it. Whatever stands for CRLF.CRLF, nobody gets a message that its sender did not hand in, and none
/// goes out in which the next server could find one.
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SmugglingTest {
    private static final String HEADER = "From: a@acme.test\r\nTo: ada@dest.test\r\nSubject: first\r\n\r\nfirst";
    private static final String SMUGGLED = "MAIL FROM:<evil@acme.test>\r\nRCPT TO:<victim@dest.test>\r\nDATA\r\n"
            + "From: evil@acme.test\r\nSubject: smuggled\r\n\r\nsmuggled";

    private final World world = new World();
    private int port;

    @BeforeAll
    void open() {
        port = world.openInTheClear();
    }

    @AfterAll
    void close() {
        world.close();
    }

    /// Those of the published scanners (SEC Consult 2023, hannob/smtpsmug) and every other combination.
    static Stream<String> ends() {
        var ends = new ArrayList<String>();
        List<String> breaks = List.of(
                "\r\n", "\n", "\r", "\n\r", "\r\r\n", "\r\n\n", "\r\n\r", "\0\r\n", "\r\0\n", "\r\n\0", "\u0085");
        for (String before : breaks)
            for (String dot : List.of(".", "..", ".\0", " .", ". "))
                for (String after : breaks) ends.add(before + dot + after);
        ends.removeIf(SmugglingTest::isTheEnd);
        return ends.stream();
    }

    /// CRLF.CRLF is the end and no smuggling; what stands before it or behind it does not change that.
    private static boolean isTheEnd(String end) {
        return end.contains("\r\n.\r\n");
    }

    @ParameterizedTest
    @MethodSource("ends")
    void findsOneMessageOrNone(String end) throws IOException {
        long before = count();
        String message = HEADER + end + SMUGGLED + "\r\n";
        String reply;
        try (var program = MailProgram.loggedIn(port, world.key())) {
            program.say("MAIL FROM:<a@acme.test>");
            program.say("RCPT TO:<ada@dest.test>");
            program.say("DATA");
            program.send(message + ".\r\nQUIT\r\n");
            reply = program.reply();
            assertThat(program.reply()).as("the reply to QUIT comes second").startsWith("221 ");
            assertThat(program.rest()).isEmpty();
        }
        if (!reply.startsWith("250 ")) {
            assertThat(reply).matches("550 5\\.(5\\.2|6\\.0) .*");
            assertThat(count()).isEqualTo(before);
            return;
        }
        assertThat(count()).isEqualTo(before + 1);
        assertThat(world.accepted(reply).bcc()).isEmpty();
        String kept = raw(reply);
        // RFC 5321 §4.5.2: of dots that start a line, one is not part of the message
        assertThat(kept).endsWith(message.replace("\r\n.", "\r\n"));
        assertThat(kept.replace("\r\n", "")).doesNotContain("\r", "\n", "\0");
    }

    @Test
    void sendsDotsSoThatTheNextServerFindsOneMessageToo() throws IOException {
        try (var program = MailProgram.loggedIn(port, world.key())) {
            world.id(program.handIn(HEADER + "\r\n.\r\n" + SMUGGLED + "\r\n", "dots@dest.test"));
        }
        Eventually.holds("the message arrives", () -> to("dots@dest.test").size() == 1);
        String wire = new String(to("dots@dest.test").getFirst().wire(), StandardCharsets.ISO_8859_1);
        assertThat(wire).contains("first\r\n..\r\nMAIL FROM:<evil@").endsWith("smuggled\r\n");
        assertThat(to("victim@dest.test")).isEmpty();
    }

    private List<ReceivedMail> to(String recipient) {
        return world.mx.messages().stream()
                .filter(mail -> mail.recipients().contains(recipient))
                .toList();
    }

    private long count() {
        return world.database.inTransaction(tx -> tx.handle()
                .createQuery("select count(*) from emails")
                .mapTo(Long.class)
                .one());
    }

    private String raw(String reply) {
        byte[] octets = world.database.inTransaction(tx -> tx.handle()
                .createQuery("select message from email_raws where email_id = :id")
                .bind("id", world.id(reply).value())
                .mapTo(byte[].class)
                .one());
        return new String(octets, StandardCharsets.ISO_8859_1);
    }
}
