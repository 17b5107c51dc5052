package dev.pennypost.mail.smtp.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.mail.smtp.Body;
import dev.pennypost.mail.smtp.TlsFacts;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerConversationTest {
    private final KeepingHandler handler = new KeepingHandler();
    private ServerLimits limits = ServerLimits.standard();

    @Test
    void takesAMessage() {
        conversation("""
            S: 220 mx.example.test ESMTP *
            C: EHLO client.test
            S: 250-mx.example.test
            S: 250-PIPELINING
            S: 250-SIZE 41943040
            S: 250-8BITMIME
            S: 250-STARTTLS
            S: 250-ENHANCEDSTATUSCODES
            S: 250 SMTPUTF8
            C: MAIL FROM:<a@example.org> SIZE=20 BODY=8BITMIME
            S: 250 2.1.0 *
            C: RCPT TO:<b@example.test>
            S: 250 2.1.5 *
            C: RCPT TO:<unknown@example.test>
            S: 550 5.1.1 *
            C: DATA
            S: 354 *
            C: Subject: hello
            C: .
            S: 250 2.0.0 kept
            C: QUIT
            S: 221 2.0.0 *""");
        assertThat(handler.kept()).singleElement().satisfies(kept -> {
            assertThat(kept.envelope().reversePath()).isEqualTo("a@example.org");
            assertThat(kept.envelope().recipients()).containsExactly("b@example.test");
            assertThat(kept.envelope().body()).isEqualTo(Body.EIGHT_BIT_MIME);
            assertThat(kept.message()).isEqualTo("Subject: hello\r\n");
            assertThat(kept.client().helo()).isEqualTo("client.test");
            assertThat(kept.client().protocol(false)).isEqualTo("ESMTP");
        });
    }

    @Test
    void speaksToOldClients() {
        conversation("""
            C: helo old.test
            S: 250 mx.example.test
            C: mail from: <>
            S: 250 *
            C: rcpt to: <Postmaster>
            S: 250 *""");
    }

    @Test
    void wantsCommandsInOrder() {
        conversation("""
            C: MAIL FROM:<a@example.org>
            S: 503 5.5.1 *
            C: HELO client.test
            S: 250 *
            C: RCPT TO:<b@example.test>
            S: 503 5.5.1 *
            C: DATA
            S: 503 5.5.1 *
            C: MAIL FROM:<a@example.org>
            S: 250 *
            C: MAIL FROM:<a@example.org>
            S: 503 5.5.1 *
            C: DATA
            S: 554 5.5.1 *""");
    }

    @Test
    void startsOverAfterRset() {
        conversation("""
            C: HELO client.test
            S: 250 *
            C: MAIL FROM:<a@example.org>
            S: 250 *
            C: RSET
            S: 250 *
            C: RCPT TO:<b@example.test>
            S: 503 *
            C: MAIL FROM:<c@example.org>
            S: 250 *
            C: EHLO again.test
            S: 250-*
            S: 250-*
            S: 250-*
            S: 250-*
            S: 250-*
            S: 250-*
            S: 250 *
            C: RCPT TO:<b@example.test>
            S: 503 *""");
    }

    @Test
    void takesOneMessageAfterAnother() {
        conversation("""
            C: HELO client.test
            S: 250 *
            C: MAIL FROM:<a@example.org>
            S: 250 *
            C: RCPT TO:<b@example.test>
            S: 250 *
            C: DATA
            S: 354 *
            C: one
            C: .
            S: 250 *
            C: RCPT TO:<b@example.test>
            S: 503 *
            C: MAIL FROM:<a@example.org>
            S: 250 *""");
    }

    @Test
    void refusesASenderTheHandlerDoesNotWant() {
        conversation("""
            C: HELO client.test
            S: 250 *
            C: MAIL FROM:<refused@example.org>
            S: 550 5.7.1 not you
            C: RCPT TO:<b@example.test>
            S: 503 5.5.1 *""");
    }

    @Test
    void answersTheSmallCommands() {
        conversation("""
            C: NOOP
            S: 250 2.0.0 *
            C: noop whatever
            S: 250 2.0.0 *
            C: VRFY postmaster
            S: 252 2.5.0 *
            C: EXPN list
            S: 500 5.5.1 *
            C: EHLO
            S: 501 5.5.4 *
            C: QUIT now
            S: 501 5.5.4 *
            C: GET / HTTP/1.1
            S: 500 5.5.1 *""");
    }

    @Test
    void refusesWhatIsTooBigBeforeItIsSent() {
        conversation("""
            C: HELO client.test
            S: 250 *
            C: MAIL FROM:<a@example.org> SIZE=41943041
            S: 552 5.3.4 *
            C: MAIL FROM:<a@example.org> SIZE=99999999999999999999
            S: 552 5.3.4 *
            C: MAIL FROM:<a@example.org> SIZE=1x
            S: 501 5.5.4 *
            C: MAIL FROM:<a@example.org> FUTURE=1
            S: 555 5.5.4 *
            C: MAIL FROM:<a@example.org> SIZE=41943040
            S: 250 *""");
    }

    @Test
    void wantsSmtpUtf8Announced() {
        conversation("""
            C: HELO client.test
            S: 250 *
            C: MAIL FROM:<grå@example.org>
            S: 553 5.6.7 *
            C: MAIL FROM:<a@example.org>
            S: 250 *
            C: RCPT TO:<grå@example.test>
            S: 553 5.6.7 *
            C: RSET
            S: 250 *
            C: MAIL FROM:<grå@example.org> SMTPUTF8
            S: 250 *
            C: RCPT TO:<blå@exåmple.test>
            S: 250 *""");
    }

    @Test
    void takesOnlySoManyRecipients() {
        limits = limits.withRecipients(1);
        conversation("""
            C: HELO client.test
            S: 250 *
            C: MAIL FROM:<a@example.org>
            S: 250 *
            C: RCPT TO:<b@example.test>
            S: 250 *
            C: RCPT TO:<c@example.test>
            S: 452 4.5.3 *""");
    }

    @Test
    void losesPatience() {
        limits = limits.withBadCommands(2);
        var conversation = conversation("""
            C: a
            S: 500 *
            C: b
            S: 500 *
            C: c
            S: 421 4.7.0 *""");
        assertThat(conversation.next()).isEqualTo(Next.CLOSE);
    }

    @Test
    void survivesAHandlerThatBreaks() {
        conversation("""
            C: HELO client.test
            S: 250 *
            C: MAIL FROM:<a@example.org>
            S: 250 *
            C: RCPT TO:<broken@example.test>
            S: 451 4.3.0 *
            C: RCPT TO:<b@example.test>
            S: 250 *""");
    }

    @Test
    void startsOverInsideTls() {
        var conversation = conversation("""
            C: EHLO client.test
            S: 250-*
            S: 250-*
            S: 250-*
            S: 250-*
            S: 250-STARTTLS
            S: 250-*
            S: 250 *
            C: MAIL FROM:<a@example.org>
            S: 250 *
            C: STARTTLS
            S: 220 2.0.0 *""");
        assertThat(conversation.next()).isEqualTo(Next.TLS);
        conversation.encrypted(new TlsFacts("TLSv1.3", "TLS_AES_128_GCM_SHA256"));
        Transcript.play(conversation, """
            C: MAIL FROM:<a@example.org>
            S: 503 5.5.1 *
            C: EHLO client.test
            S: 250-*
            S: 250-PIPELINING
            S: 250-SIZE *
            S: 250-8BITMIME
            S: 250-ENHANCEDSTATUSCODES
            S: 250 SMTPUTF8
            C: STARTTLS
            S: 503 5.5.1 *""");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<a@b.test>",
                "<\"a b\"@b.test>",
                "<\"a>\\\"@\"@b.test>",
                "<a@[192.0.2.1]>",
                "<a@[IPv6:2001:db8::1]>",
                "<@relay.test,@other.test:a@b.test>",
                "<a+b=c@b.test>",
                "<a_b@b_c.test>",
                " <a@b.test>"
            })
    void understandsAddresses(String path) {
        conversation("C: HELO client.test\nS: 250 *\nC: MAIL FROM:" + path + "\nS: 250 *");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a@b.test",
                "<a@b.test",
                "<a>",
                "<@b.test>",
                "<a@>",
                "<a b@c.test>",
                "<a@b c>",
                "<a..b@c.test>",
                "<.a@b.test>",
                "<\"a@b.test>",
                "<a@b.test>x",
                "<a@b..test>",
                "<a@[1]x>",
                "<a@b.test> <c@d.test>",
                "<\"a\"b@c.test>",
                "<a@b@c.test>",
                "<aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@b.test>"
            })
    void refusesWhatIsNoAddress(String path) {
        conversation("C: HELO client.test\nS: 250 *\nC: MAIL FROM:" + path + "\nS: 5*");
    }

    private ServerConversation conversation(String transcript) {
        var conversation =
                new ServerConversation("mx.example.test", InetAddress.getLoopbackAddress(), handler, limits, true);
        Transcript.play(conversation, transcript);
        return conversation;
    }
}
