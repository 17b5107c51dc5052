package dev.pennypost.submission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.emails.Content;
import dev.pennypost.emails.Email;
import dev.pennypost.emails.LastEvent;
import dev.pennypost.mail.dkim.DkimResult;
import dev.pennypost.mail.dkim.DkimVerifier;
import dev.pennypost.testkit.ReceivedMail;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Messages from a mail program to the other side's mail exchanger.
@Timeout(120)
class HandingInTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String PLAIN =
            "From: Acme <a@acme.test>\r\nTo: ada@dest.test\r\nSubject: Hello\r\n\r\nHello\r\n";

    private final World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void deliversAMessageAsItCameAndSigned() throws IOException {
        world.publishKey();
        String message = "X-First:  odd   spacing\t\r\nfrom:\"Acme\" <a@acme.test>\r\n"
                + "To: ada@dest.test\r\nMessage-ID: <mine@client.test>\r\nDate: Thu, 1 Jan 2026 09:00:00 +0200\r\n"
                + "Subject: folded\r\n  oddly\r\nX-Entity-Ref-ID: 7\r\n\r\n.\r\n..dots\r\ntrailing  \r\n\r\n\r\n";

        Email email = handIn(message, "ada@dest.test");

        ReceivedMail mail = world.mx.awaitMessages(1, SOON).getFirst();
        assertThat(unsigned(mail))
                .isEqualTo("Received: by smtp.test with UTF8SMTPA;\r\n\tThu, 1 Jan 2026 12:00:00 +0000\r\n" + message);
        assertThat(new DkimVerifier(world.dns).verify(mail.bytes(), world.clock.instant()))
                .singleElement()
                .isInstanceOf(DkimResult.Pass.class);
        assertThat(mail.reversePath()).startsWith("bounces+" + email.id() + ".");
        assertThat(mail.recipients()).containsExactly("ada@dest.test");
        assertThat(email.messageId()).isEqualTo("<mine@client.test>");
        assertThat(email.headers()).containsEntry("X-Entity-Ref-ID", "7").doesNotContainKeys("from", "To", "Date");
        world.awaitLastEvent(email.id(), LastEvent.DELIVERED);
    }

    @Test
    void deliversTheSameOctetsAfterAWait() throws IOException {
        world.mx.onRcpt("ada@dest.test", "450 4.2.1 later", "250 ok");
        Email email = handIn(PLAIN + "\u00e4 in ISO 8859-1\r\n", "ada@dest.test");
        world.awaitLastEvent(email.id(), LastEvent.DELIVERY_DELAYED);

        world.clock.advance(Duration.ofHours(1));

        ReceivedMail mail = world.mx.awaitMessages(1, SOON).getFirst();
        assertThat(unsigned(mail))
                .endsWith(PLAIN + "\u00e4 in ISO 8859-1\r\n")
                .contains("\r\nDate: Thu, 1 Jan 2026 12:");
        assertThat(mail.mailParameters()).contains("BODY=8BITMIME").doesNotContain("SMTPUTF8");
    }

    @Test
    void addsADateAndAMessageIdWhereTheyAreMissing() throws IOException {
        Email email = handIn(PLAIN, "ada@dest.test");

        assertThat(email.messageId()).isEqualTo("<" + email.id() + "@acme.test>");
        assertThat(unsigned(world.mx.awaitMessages(1, SOON).getFirst()))
                .isEqualTo("Message-ID: " + email.messageId()
                        + "\r\nReceived: by smtp.test with UTF8SMTPA;\r\n\tThu, 1 Jan 2026 12:00:00 +0000\r\n"
                        + "Date: Thu, 1 Jan 2026 12:00:00 +0000\r\n" + PLAIN);
    }

    @Test
    void takesOutWhatIsNotTheRecipientsToSee() throws IOException {
        handIn(
                "Return-Path: <x@y.test>\r\nBcc: hidden@dest.test,\r\n other@dest.test\r\n"
                        + "resend-idempotency-key: k-1\r\nResent-Bcc: a@b.test\r\nMessage-ID:\r\n" + PLAIN,
                "ada@dest.test",
                "hidden@dest.test");

        assertThat(world.mx.awaitMessages(1, SOON))
                .singleElement()
                .satisfies(mail -> assertThat(unsigned(mail))
                        .endsWith("+0000\r\n" + PLAIN)
                        .containsOnlyOnce("Message-ID")
                        .doesNotContainIgnoringCase("bcc", "hidden@", "Return-Path", "Idempotency"));
    }

    @Test
    void believesTheEnvelopeAndNotTheHeader() throws IOException {
        Email email = handIn(
                "From: a@acme.test\r\nTo: Ada <Ada@dest.test>, elsewhere@other.test\r\n"
                        + "Cc: =?utf-8?q?J=C3=BCrgen?= <j@dest.test>, ada@dest.test\r\n\r\n",
                "ada@dest.test",
                "j@dest.test",
                "blind@dest.test",
                "blind@dest.test");

        assertThat(email.to()).containsExactly("Ada <ada@dest.test>");
        assertThat(email.cc()).containsExactly("J\u00fcrgen <j@dest.test>");
        assertThat(email.bcc()).containsExactly("blind@dest.test");
        assertThat(email.subject()).isEmpty();
        assertThat(world.mx.awaitMessages(1, SOON))
                .flatExtracting(ReceivedMail::recipients)
                .containsExactlyInAnyOrder("ada@dest.test", "j@dest.test", "blind@dest.test");
    }

    @Test
    void sendsToPeopleThatNoFieldNames() throws IOException {
        Email email = handIn("From: a@acme.test\r\nTo: list@other.test\r\n\r\nx\r\n", "ada@dest.test");

        assertThat(email.to()).isEmpty();
        assertThat(email.bcc()).containsExactly("ada@dest.test");
        assertThat(world.mx.awaitMessages(1, SOON)).hasSize(1);
    }

    @Test
    void showsWhatIsInTheMessage() throws IOException {
        Email email = handIn("""
                From: =?utf-8?q?Gr=C3=BC=C3=9Fe?= <a@acme.test>
                To: ada@dest.test
                Reply-To: r@acme.test
                Subject: =?utf-8?b?w5xicnVuZw==?=
                List-Unsubscribe: <https://acme.test/u>
                MIME-Version: 1.0
                Content-Type: multipart/mixed; boundary=m

                --m
                Content-Type: multipart/alternative; boundary=a

                --a
                Content-Type: text/plain; charset=utf-8
                Content-Transfer-Encoding: base64

                SMOkAGxsbw==
                --a
                Content-Type: text/html; charset=iso-8859-1
                Content-Transfer-Encoding: quoted-printable

                <p>H=E4llo</p>
                --a--
                --m
                Content-Type: text/csv; name=a.csv
                Content-Disposition: attachment; filename=a.csv

                a,b
                --m--
                """.replace("\n", "\r\n"), "ada@dest.test");

        assertThat(email.from()).isEqualTo("Gr\u00fc\u00dfe <a@acme.test>");
        assertThat(email.subject()).isEqualTo("\u00dcbrung");
        assertThat(email.replyTo()).containsExactly("r@acme.test");
        assertThat(email.headers()).containsOnlyKeys("List-Unsubscribe");
        Content content = world.emails.content(world.acme, email.id()).orElseThrow();
        assertThat(content.text()).isEqualTo("H\u00e4\ufffdllo");
        assertThat(content.html()).isEqualTo("<p>H\u00e4llo</p>");
        assertThat(world.database.<List<String>>inTransaction(tx -> tx.handle()
                        .createQuery("select filename || ' ' || content_type from attachments")
                        .mapTo(String.class)
                        .list()))
                .containsExactly("a.csv text/csv");
    }

    @Test
    void asksForSmtpUtf8WhereTheHeaderNeedsIt() throws IOException {
        String utf8 = new String(
                "Subject: Gr\u00fc\u00dfe\r\n".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        Email email = handIn(utf8 + "From: a@acme.test\r\nTo: ada@dest.test\r\n\r\nx\r\n", "ada@dest.test");

        assertThat(email.subject()).isEqualTo("Gr\u00fc\u00dfe");
        assertThat(world.mx.awaitMessages(1, SOON).getFirst().mailParameters()).contains("SMTPUTF8", "BODY=8BITMIME");
    }

    @Test
    void asksForSmtpUtf8WhereTheProgramForgotTo() throws IOException {
        try (var program = MailProgram.loggedIn(world.openInTheClear(), world.key())) {
            program.say("MAIL FROM:<bounces@client.test> BODY=8BITMIME");
            program.say("RCPT TO:<ada@dest.test>");
            program.say("DATA");
            program.send(octets("Subject: Gr\u00fc\u00dfe\r\n") + PLAIN + ".\r\n");
            world.accepted(program.reply());
        }

        assertThat(world.mx.awaitMessages(1, SOON).getFirst().mailParameters()).contains("SMTPUTF8", "BODY=8BITMIME");
    }

    @Test
    void convertsAnEightBitMessageForAServerWithoutTheExtensionsAndSignsWhatItSends() throws IOException {
        world.publishKey();
        world.mx.without("8BITMIME").without("SMTPUTF8");
        Email email = handIn(
                octets("From: a@acme.test\r\nTo: ada@dest.test\r\nSubject: Gr\u00fc\u00dfe\r\nMIME-Version: 1.0\r\n"
                        + "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
                        + "Viele Gr\u00fc\u00dfe!\r\n"),
                "ada@dest.test");

        ReceivedMail mail = world.mx.awaitMessages(1, SOON).getFirst();
        assertThat(mail.mailParameters()).doesNotContain("SMTPUTF8").doesNotContain("8BITMIME");
        assertThat(unsigned(mail))
                .contains("Subject: =?UTF-8?B?R3LDvMOfZQ==?=\r\n")
                .endsWith("Content-Transfer-Encoding: quoted-printable\r\n\r\nViele Gr=C3=BC=C3=9Fe!\r\n");
        assertThat(new DkimVerifier(world.dns).verify(mail.bytes(), world.clock.instant()))
                .singleElement()
                .isInstanceOf(DkimResult.Pass.class);
        world.awaitLastEvent(email.id(), LastEvent.DELIVERED);
    }

    @Test
    void bouncesAnEightBitMessageThatMustNotBeConverted() throws IOException {
        world.mx.without("8BITMIME");
        Email email = handIn(
                "From: a@acme.test\r\nContent-Type: multipart/signed; boundary=b\r\n\r\n--b\r\n\r\n"
                        + "\u00e9\r\n--b\r\n\r\nsignature\r\n--b--\r\n",
                "ada@dest.test");

        world.awaitLastEvent(email.id(), LastEvent.BOUNCED);
        assertThat(world.database.<String>inTransaction(tx -> tx.handle()
                        .createQuery("select reply from attempts")
                        .mapTo(String.class)
                        .one()))
                .isEqualTo("5.6.3 8BITMIME is needed and not offered");
        assertThat(world.mx.commands()).noneMatch(line -> line.startsWith("MAIL"));
    }

    @Test
    void takesManyMessagesOverOneConnection() throws IOException {
        try (var program = MailProgram.loggedIn(world.openInTheClear(), world.key())) {
            for (int i = 0; i < 20; i++) world.id(program.handIn(PLAIN, "ada@dest.test"));
            assertThat(program.say("QUIT")).startsWith("221 ");
        }
        assertThat(world.mx.awaitMessages(20, SOON)).hasSize(20);
    }

    private Email handIn(String message, String... recipients) throws IOException {
        try (var program = MailProgram.loggedIn(world.openInTheClear(), world.key())) {
            return world.accepted(program.handIn(message, recipients));
        }
    }

    /// UTF-8 with one character per octet.
    private static String octets(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    /// Without the signatures in front.
    private static String unsigned(ReceivedMail mail) {
        return mail.text().replaceFirst("(?s)^(DKIM-Signature:.*?\r\n(?![ \t]))+", "");
    }
}
