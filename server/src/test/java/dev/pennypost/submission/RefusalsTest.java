package dev.pennypost.submission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pennypost.config.CannotStart;
import dev.pennypost.keys.Permission;
import dev.pennypost.storage.PageRequest;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is not taken, and how that is said.
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefusalsTest {
    private static final String PLAIN = "From: a@acme.test\r\nTo: ada@dest.test\r\n\r\nHello\r\n";

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

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "From: a@other.test%n%n | 550 5.7.1 The other.test domain is not verified. Please, add and verify your domain.",
                "From: a@sub.acme.test%n%n | 550 5.7.1 The sub.acme.test domain is not verified.",
                "Subject: x%n%n | 550 5.6.0 Missing `from` field.",
                "From: a@acme.test%nFROM : b@other.test%n%n | 550 5.6.0 Invalid `from` field.",
                "From: a@acme.test, b@other.test%n%n | 550 5.6.0 Invalid `from` field.",
                "From: \"b@other.test\" <a@acme.test> <b@other.test>%n%n | 550 5.6.0 Invalid `from` field.",
                "From: Group: a@acme.test;%n%n | 550 5.6.0 Invalid `from` field.",
                "From: nobody%n%n | 550 5.6.0 Invalid `from` field.",
                "From: a@acme.test%nno field%n%n | 550 5.6.0 The header of the message has a line that is no field.",
                "From ada Sat Nov 21%nFrom: a@acme.test%n%n | 550 5.6.0 The header",
                "From: a@acme.test%n%nwith \0 inside%n | 550 5.6.0 The message has a NUL.",
                "From: a@acme.test%n%n\0.%n | 550 5.6.0 The message has a NUL."
            })
    void saysWhatIsWrongWithAMessage(String message, String expected) throws IOException {
        assertThat(handIn(message.replace("%n", "\r\n").replace("\\0", "\0"))).startsWith(expected);
    }

    @Test
    void breaksLoops() throws IOException {
        assertThat(handIn("Received: by a\r\n".repeat(51) + PLAIN)).startsWith("554 5.4.6 ");
    }

    @Test
    void readsNoMessageWithoutBounds() throws IOException {
        assertThat(handIn("X: y\r\n".repeat(1_001) + PLAIN)).startsWith("550 5.6.0 Too complex: ");
    }

    @Test
    void keepsAKeyToItsDomain() throws IOException {
        var second = world.verified("second.test");
        try (var program = MailProgram.loggedIn(port, world.key(second))) {
            assertThat(program.handIn(PLAIN, "ada@dest.test"))
                    .isEqualTo("550 5.7.1 This API key is not allowed to send from the acme.test domain.");
            assertThat(program.handIn(PLAIN.replace("acme", "second"), "ada@dest.test"))
                    .startsWith("250 2.0.0 Ok ");
        }
    }

    @Test
    void stopsAtFiftyRecipients() throws IOException {
        try (var program = MailProgram.loggedIn(port, world.key())) {
            program.say("MAIL FROM:<>");
            for (int i = 0; i < 50; i++)
                assertThat(program.say("RCPT TO:<r" + i + "@dest.test>")).startsWith("250 2.1.5");
            assertThat(program.say("RCPT TO:<r50@dest.test>")).startsWith("452 4.5.3 ");
            program.say("DATA");
            assertThat(program.say(PLAIN + ".")).startsWith("250 2.0.0 Ok ");
        }
    }

    @Test
    void saysWhichRecipientsCannotBe() throws IOException {
        try (var program = MailProgram.loggedIn(port, world.key())) {
            program.say("MAIL FROM:<a@acme.test>");
            for (String recipient : List.of("a@[192.0.2.1]", "postmaster", "a@under_score.test"))
                assertThat(program.say("RCPT TO:<" + recipient + ">")).startsWith("550 5.1.3 Invalid `to` field.");
            assertThat(program.say("DATA")).startsWith("554 5.5.1");
        }
    }

    @Test
    void tellsTheLargestSizeAndKeepsToIt() throws IOException {
        try (var program = MailProgram.loggedIn(port, world.key())) {
            assertThat(program.say("EHLO c")).contains("250-SIZE 41942016\n");
            assertThat(program.say("MAIL FROM:<a@acme.test> SIZE=41942017")).startsWith("552 5.3.4 ");
            assertThat(program.handIn(PLAIN + "x".repeat(41_942_016 - PLAIN.length() - 2) + "\r\n", "ada@dest.test"))
                    .startsWith("250 2.0.0 Ok ");
            assertThat(program.handIn(PLAIN + "x".repeat(41_942_016 - PLAIN.length() - 1) + "\r\n", "ada@dest.test"))
                    .startsWith("552 5.3.4 ");
        }
    }

    @Test
    void letsNobodyInWithAWrongKeyOrName() throws IOException {
        try (var program = MailProgram.connect(port)) {
            program.reply();
            program.say("EHLO client.test");
            String key = world.key();
            assertThat(program.logIn("resend", key + "x")).startsWith("535 5.7.8 ");
            assertThat(program.logIn("admin", key)).startsWith("535 5.7.8 ");
            assertThat(program.say("MAIL FROM:<a@acme.test>")).startsWith("530 5.7.0 ");
            assertThat(program.logIn("resend", key)).startsWith("235 ");
        }
    }

    @Test
    void noticesThatAKeyWasRemoved() throws IOException {
        var made = world.keys.create(world.acme, "short-lived", Permission.FULL_ACCESS, null);
        try (var program = MailProgram.loggedIn(port, made.token().reveal())) {
            assertThat(program.handIn(PLAIN, "ada@dest.test")).startsWith("250 ");
            world.keys.remove(world.acme, made.key().id());
            assertThat(program.handIn(PLAIN, "ada@dest.test")).startsWith("535 5.7.8 API key is invalid");
        }
    }

    @Test
    void sharesTheRateWithTheApi() throws IOException {
        world.perSecond = 3;
        try (var program = MailProgram.loggedIn(port, world.key())) {
            world.rateLimit.count(world.acme); // a request over HTTP
            assertThat(program.handIn(PLAIN, "ada@dest.test")).startsWith("250 ");
            assertThat(program.handIn(PLAIN, "ada@dest.test")).startsWith("250 ");
            assertThat(program.handIn(PLAIN, "ada@dest.test"))
                    .isEqualTo("450 4.7.1 Too many requests. You can only make 3 requests per second.");
        } finally {
            world.perSecond = 0;
        }
    }

    @Test
    void startsOnlyWithWhatTlsNeeds() {
        var config = new SubmissionConfig(List.of(World.ANY), List.of(), "", "", "", false, 10, 0);
        assertThatThrownBy(() -> SubmissionDoor.open(
                        config, "smtp.test", world.keys, world.rateLimit, world.emails, world.clock))
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining("submission.certificate-file");
    }

    @Test
    void keepsNothingOfWhatItRefuses() throws IOException {
        var before = world.emails.list(world.acme, PageRequest.first(100)).orElseThrow();
        handIn("From: a@other.test\r\n\r\n");
        var after = world.emails.list(world.acme, PageRequest.first(100)).orElseThrow();
        assertThat(after.items()).hasSameSizeAs(before.items());
    }

    private String handIn(String message) throws IOException {
        try (var program = MailProgram.loggedIn(port, world.key())) {
            return program.handIn(message, "ada@dest.test");
        }
    }
}
