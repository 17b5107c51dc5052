package dev.pennypost.mail.smtp.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.mail.smtp.Body;
import dev.pennypost.mail.smtp.TlsFacts;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerConversationTest {
    private final KeepingHandler handler = new KeepingHandler();
    private ServerLimits limits = ServerLimits.standard();
    private @Nullable Logins logins;

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

    @Test
    void losesPatienceWithCommandsThatLeadToNoMail() {
        limits = limits.withIdleCommands(3);
        conversation("""
            C: HELO client.test
            S: 250 *
            C: NOOP
            S: 250 *
            C: MAIL FROM:<a@example.org>
            S: 250 *
            C: RSET
            S: 250 *
            C: RSET
            S: 250 *
            C: VRFY a
            S: 252 *
            C: NOOP
            S: 250 *
            C: NOOP
            S: 421 4.7.0 *""");
    }

    @Test
    void offersLoginsInsideTlsOnly() {
        logins = Logins.encrypted(KeepingHandler.LOGINS);
        var conversation = conversation("""
            C: EHLO client.test
            S: 250-*
            S: 250-PIPELINING
            S: 250-SIZE *
            S: 250-8BITMIME
            S: 250-STARTTLS
            S: 250-ENHANCEDSTATUSCODES
            S: 250 SMTPUTF8
            C: MAIL FROM:<a@example.org>
            S: 530 5.7.0 Must issue a STARTTLS command first
            C: AUTH PLAIN AGFkYQBzZWNyZXQ=
            S: 538 5.7.11 *
            C: AUTH LOGIN
            S: 538 5.7.11 *
            C: STARTTLS
            S: 220 *""");
        conversation.encrypted(new TlsFacts("TLSv1.3", "TLS_AES_128_GCM_SHA256"));
        Transcript.play(conversation, """
            C: AUTH PLAIN AGFkYQBzZWNyZXQ=
            S: 503 5.5.1 *
            C: EHLO client.test
            S: 250-*
            S: 250-PIPELINING
            S: 250-SIZE *
            S: 250-8BITMIME
            S: 250-AUTH PLAIN LOGIN
            S: 250-ENHANCEDSTATUSCODES
            S: 250 SMTPUTF8
            C: MAIL FROM:<a@example.org>
            S: 530 5.7.0 Authentication required
            C: RCPT TO:<b@example.test>
            S: 503 5.5.1 *
            C: AUTH PLAIN AGFkYQBzZWNyZXQ=
            S: 235 2.7.0 *
            C: EHLO client.test
            S: 250-*
            S: 250-PIPELINING
            S: 250-SIZE *
            S: 250-8BITMIME
            S: 250-ENHANCEDSTATUSCODES
            S: 250 SMTPUTF8
            C: MAIL FROM:<a@example.org> AUTH=<>
            S: 250 *
            C: RCPT TO:<b@example.test>
            S: 250 *
            C: DATA
            S: 354 *
            C: Subject: hello
            C: .
            S: 250 *""");
        assertThat(handler.kept()).singleElement().satisfies(kept -> {
            assertThat(kept.client().login().orElseThrow().getName()).isEqualTo("ada");
            assertThat(kept.client().protocol(false)).isEqualTo("ESMTPSA");
            assertThat(kept.client().protocol(true)).isEqualTo("UTF8SMTPSA");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "C: AUTH PLAIN AGFkYQBzZWNyZXQ=",
                "C: auth plain AGFkYQBzZWNyZXQ=",
                "C: AUTH PLAIN YWRhAGFkYQBzZWNyZXQ=",
                "C: AUTH PLAIN\nS: 334*\nC: AGFkYQBzZWNyZXQ=",
                "C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: YWRh\nS: 334 UGFzc3dvcmQ6\nC: c2VjcmV0",
                "C: AUTH LOGIN YWRh\nS: 334 UGFzc3dvcmQ6\nC: c2VjcmV0"
            })
    void logsInByEveryWayThereIs(String way) {
        loggingInTheClear(way + "\nS: 235 2.7.0 *\nC: MAIL FROM:<a@b.test>\nS: 250 *");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "C: AUTH PLAIN AGFkYQB3cm9uZw==\nS: 535 5.7.8 *",
                "C: AUTH PLAIN Z3JhY2UAYWRhAHNlY3JldA==\nS: 535 5.7.8 *",
                "C: AUTH PLAIN YWRhAHNlY3JldA==\nS: 501 5.5.2 *",
                "C: AUTH PLAIN =\nS: 501 5.5.2 *",
                "C: AUTH PLAIN !!!\nS: 501 5.5.2 *",
                "C: AUTH PLAIN AP8A/w==\nS: 501 5.5.2 *",
                "C: AUTH PLAIN a b\nS: 501 5.5.4 *",
                "C: AUTH\nS: 501 5.5.4 *",
                "C: AUTH CRAM-MD5\nS: 504 5.5.4 *",
                "C: AUTH PLAIN\nS: 334*\nC: *\nS: 501 5.7.0 *",
                "C: AUTH LOGIN\nS: 334 *\nC: YWRh\nS: 334 *\nC: *\nS: 501 5.7.0 *",
                "C: AUTH LOGIN\nS: 334 *\nC: YWRh\nS: 334 *\nC: d3Jvbmc=\nS: 535 5.7.8 *",
                "C: AUTH LOGIN YnJva2Vu\nS: 334 *\nC: c2VjcmV0\nS: 454 4.7.0 *"
            })
    void letsNobodyElseIn(String attempt) {
        loggingInTheClear(attempt + "\nC: MAIL FROM:<a@b.test>\nS: 530 5.7.0 *");
    }

    @Test
    void logsInOnceAndNotInTheMiddle() {
        loggingInTheClear("""
            C: AUTH PLAIN AGFkYQBzZWNyZXQ=
            S: 235 *
            C: AUTH PLAIN AGFkYQBzZWNyZXQ=
            S: 503 5.5.1 *
            C: MAIL FROM:<a@b.test>
            S: 250 *
            C: AUTH PLAIN AGFkYQBzZWNyZXQ=
            S: 503 5.5.1 *""");
    }

    @Test
    void forgetsInTheClearLoginsInsideTls() {
        var conversation = loggingInTheClear("""
            C: AUTH PLAIN AGFkYQBzZWNyZXQ=
            S: 235 *
            C: STARTTLS
            S: 220 *""");
        conversation.encrypted(new TlsFacts("TLSv1.3", "TLS_AES_128_GCM_SHA256"));
        Transcript.play(conversation, """
            C: HELO client.test
            S: 250 *
            C: MAIL FROM:<a@b.test>
            S: 530 5.7.0 Authentication required""");
    }

    @Test
    void endsTheConnectionWhereTheAuthenticatorDoes() {
        var conversation = loggingInTheClear("C: AUTH PLAIN AG1hbGxvcnkAYQ==\nS: 421 4.7.0 *");
        assertThat(conversation.next()).isEqualTo(Next.CLOSE);
    }

    @Test
    void knowsNoLoginsAsAMailExchanger() {
        conversation("C: EHLO c\nS: 250-*\nS: 250-*\nS: 250-*\nS: 250-*\nS: 250-*\nS: 250-*\nS: 250 *\n"
                + "C: AUTH PLAIN\nS: 502 5.5.1 *");
    }

    @Test
    void dropsALoginWhoseResponseIsNoLine() {
        var conversation = loggingInTheClear("C: AUTH PLAIN\nS: 334*");
        assertThat(conversation.longestLine()).isEqualTo(12288);
        assertThat(conversation.lineTooLong().code()).isEqualTo(500);
        Transcript.play(conversation, "C: AGFkYQBzZWNyZXQ=\nS: 500 5.5.1 *");
    }

    private ServerConversation loggingInTheClear(String transcript) {
        logins = new Logins(KeepingHandler.LOGINS, InetAddress::isLoopbackAddress);
        return conversation("""
            C: EHLO client.test
            S: 250-*
            S: 250-*
            S: 250-*
            S: 250-*
            S: 250-STARTTLS
            S: 250-AUTH PLAIN LOGIN
            S: 250-*
            S: 250 *
            """ + transcript);
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
        var conversation = new ServerConversation(
                "mx.example.test", InetAddress.getLoopbackAddress(), handler, limits, true, logins);
        Transcript.play(conversation, transcript);
        return conversation;
    }
}
