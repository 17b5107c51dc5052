package dev.pennypost.testkit.smtp;

import static dev.pennypost.testkit.MxAnswer.cut;
import static dev.pennypost.testkit.MxAnswer.drip;
import static dev.pennypost.testkit.MxAnswer.raw;
import static dev.pennypost.testkit.MxAnswer.say;
import static dev.pennypost.testkit.MxAnswer.silence;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pennypost.mail.smtp.Body;
import dev.pennypost.mail.smtp.Envelope;
import dev.pennypost.mail.smtp.Reply;
import dev.pennypost.mail.smtp.client.ClientOptions;
import dev.pennypost.mail.smtp.client.Failure;
import dev.pennypost.mail.smtp.client.Phase;
import dev.pennypost.mail.smtp.client.SessionFailed;
import dev.pennypost.mail.smtp.client.SmtpLogin;
import dev.pennypost.mail.smtp.client.SmtpSession;
import dev.pennypost.mail.smtp.client.Step;
import dev.pennypost.mail.smtp.client.Target;
import dev.pennypost.mail.smtp.client.Timeouts;
import dev.pennypost.mail.smtp.client.TlsContexts;
import dev.pennypost.mail.smtp.client.TlsMode;
import dev.pennypost.mail.smtp.client.TlsProblem;
import dev.pennypost.mail.smtp.client.TransactionResult;
import dev.pennypost.mail.smtp.client.Verdict;
import dev.pennypost.testkit.FakeMx;
import dev.pennypost.testkit.MxMoment;
import dev.pennypost.testkit.ReceivedMail;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class SmtpSessionTest {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Duration SHORT = Duration.ofMillis(500);
    private static final TlsContexts CONTEXTS = TlsContexts.standard();
    private static final byte[] MESSAGE = octets("Subject: hello\r\n\r\nHello.\r\n");

    private final FakeMx mx = FakeMx.start();
    private ClientOptions options =
            ClientOptions.named("client.example.test").withContexts(CONTEXTS).withTimeouts(Timeouts.all(SOON));

    @AfterEach
    void close() {
        mx.close();
    }

    @Test
    void deliversAMessageInOneTransaction() throws SessionFailed {
        try (var session = open()) {
            var result = session.deliver(envelope("b@example.test"), MESSAGE);

            assertThat(result.verdicts()).containsExactly(accepted("2.0.0 queued"));
            assertThat(session.messagesSent()).isEqualTo(1);
            ReceivedMail mail = mx.awaitMessages(1, SOON).getFirst();
            assertThat(mail.reversePath()).isEqualTo("a@example.org");
            assertThat(mail.recipients()).containsExactly("b@example.test");
            assertThat(mail.bytes()).isEqualTo(MESSAGE);
            assertThat(mail.helo()).isEqualTo("client.example.test");
            assertThat(mail.mailParameters()).isEqualTo("SIZE=" + MESSAGE.length);
        }
    }

    @Test
    void keepsTheConversation() throws SessionFailed {
        try (var session = open()) {
            var result = session.deliver(envelope("b@example.test"), MESSAGE);

            assertThat(session.facts().steps())
                    .extracting(Step::phase)
                    .containsExactly(Phase.CONNECT, Phase.GREETING, Phase.EHLO);
            assertThat(session.facts().greeting().code()).isEqualTo(220);
            assertThat(session.facts().tls()).isEmpty();
            assertThat(result.steps())
                    .extracting(Step::command)
                    .containsExactly(
                            "MAIL FROM:<a@example.org> SIZE=" + MESSAGE.length,
                            "RCPT TO:<b@example.test>",
                            "DATA",
                            "[" + MESSAGE.length + " octets] .");
            assertThat(result.steps()).extracting(step -> reply(step).code()).containsExactly(250, 250, 354, 250);
            assertThat(result.steps()).allMatch(step -> !step.took().isNegative());
        }
    }

    /// Without pipelining the first reply, which never comes, would be waited for before RCPT is sent.
    @Test
    void sendsTheWholeEnvelopeBeforeTheFirstReply() throws SessionFailed {
        mx.at(MxMoment.MAIL, silence());
        options = options.withTimeouts(shortAt(Phase.MAIL));
        try (var session = open()) {
            var result = session.deliver(envelope("b@example.test"), MESSAGE);
            assertThat(result.steps()).extracting(Step::phase).containsExactly(Phase.MAIL, Phase.RCPT, Phase.DATA);
            assertThat(result.steps()).allMatch(step -> step.reply() == null);
        }
    }

    @Test
    void speaksOneCommandAtATimeWhereThereIsNoPipelining() throws SessionFailed {
        mx.without("PIPELINING").onRcpt("bad@*", "550 5.1.1 no such user");
        try (var session = open()) {
            var result = session.deliver(envelope("bad@example.test", "b@example.test"), MESSAGE);
            assertThat(result.verdicts())
                    .containsExactly(refused(Phase.RCPT, 550, "5.1.1 no such user"), accepted("2.0.0 queued"));
        }
    }

    @Test
    void sendsNoDataWithoutPipeliningWhenNobodyIsWanted() throws SessionFailed {
        mx.without("PIPELINING").onRcpt("*", "550 5.1.1 no such user");
        try (var session = open()) {
            session.deliver(envelope("b@example.test"), MESSAGE);
            assertThat(mx.commands()).doesNotContain("DATA");
            mx.onRcpt("*", "250 2.1.5 ok");
            assertThat(session.deliver(envelope("b@example.test"), MESSAGE).verdicts())
                    .containsExactly(accepted("2.0.0 queued"));
            assertThat(mx.commands()).contains("RSET");
        }
    }

    @Test
    void stopsAfterARefusedMailWithoutPipelining() throws SessionFailed {
        mx.without("PIPELINING").onMail("*", "550 5.7.1 not you");
        try (var session = open()) {
            var result = session.deliver(envelope("b@example.test"), MESSAGE);
            assertThat(result.verdicts()).containsExactly(refused(Phase.MAIL, 550, "5.7.1 not you"));
            assertThat(mx.commands()).noneMatch(line -> line.startsWith("RCPT"));
            assertThat(session.isOpen()).isTrue();
        }
    }

    @Test
    void deliversManyRecipientsInBatches() throws SessionFailed {
        String[] many = new String[350];
        Arrays.setAll(many, i -> "r" + i + "@example.test");
        mx.onRcpt("r7@*", "450 4.2.1 busy");
        try (var session = open()) {
            var result = session.deliver(envelope(many), MESSAGE);
            assertThat(result.verdicts().get(7)).isEqualTo(refused(Phase.RCPT, 450, "4.2.1 busy"));
            assertThat(result.verdicts().stream().filter(Verdict.Accepted.class::isInstance))
                    .hasSize(349);
            assertThat(mx.awaitMessages(1, SOON).getFirst().recipients()).hasSize(349);
        }
    }

    @Test
    void sendsPiecesAsOneMessageAndDoublesDots() throws SessionFailed {
        try (var session = open()) {
            session.deliver(
                    envelope("b@example.test"),
                    octets(".a\r\n."),
                    octets(".b\r\n.\r\nMAIL FROM:<x@y>\r\n"),
                    octets("..end"));
        }
        var mail = mx.awaitMessages(1, SOON).getFirst();
        assertThat(mail.text()).isEqualTo(".a\r\n..b\r\n.\r\nMAIL FROM:<x@y>\r\n..end\r\n");
        assertThat(new String(mail.wire(), StandardCharsets.ISO_8859_1))
                .isEqualTo("..a\r\n...b\r\n..\r\nMAIL FROM:<x@y>\r\n...end\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\n.\nb",
                "a\r.\rb",
                "a\n.\r\nb",
                "a\r\n.\nb",
                "a\r\n.\rb",
                "a\r\r\n.\r\nb",
                "a\n\n.\n\nb",
                "\n.\n",
                "a\r"
            })
    void letsNoBareLineEndThrough(String body) throws SessionFailed {
        byte[] message = octets("S: x\r\n\r\n" + body);
        try (var session = open()) {
            for (int split = 0; split <= message.length; split++) {
                var result = session.deliver(
                        envelope("b@example.test"),
                        Arrays.copyOf(message, split),
                        Arrays.copyOfRange(message, split, message.length));
                assertThat(result.verdicts()).containsExactly(accepted("2.0.0 queued"));
            }
        }
        assertThat(mx.messages()).hasSize(message.length + 1).allSatisfy(mail -> {
            String wire = new String(mail.wire(), StandardCharsets.ISO_8859_1);
            assertThat(wire.replace("\r\n", "")).doesNotContain("\r", "\n");
            assertThat(wire).isEqualTo(new String(mx.messages().getFirst().wire(), StandardCharsets.ISO_8859_1));
        });
    }

    @Test
    void sendsAnEmptyMessage() throws SessionFailed {
        try (var session = open()) {
            assertThat(session.deliver(envelope("b@example.test"), new byte[0]).verdicts())
                    .containsExactly(accepted("2.0.0 queued"));
        }
        assertThat(mx.awaitMessages(1, SOON).getFirst().bytes()).isEmpty();
    }

    @Test
    void sendsALargeMessageWhole() throws SessionFailed {
        byte[] large = octets("S: x\r\n\r\n" + "..a line of some length to fill things up\r\n".repeat(100_000));
        try (var session = open()) {
            assertThat(session.deliver(envelope("b@example.test"), large).verdicts())
                    .containsExactly(accepted("2.0.0 queued"));
        }
        assertThat(mx.awaitMessages(1, SOON).getFirst().bytes()).isEqualTo(large);
    }

    @Test
    void announcesEightBitsAndUtf8WhereTheyAreOffered() throws SessionFailed {
        try (var session = open()) {
            var envelope = Envelope.of("grå@example.org", "b@example.test").withBody(Body.EIGHT_BIT_MIME);
            session.deliver(envelope, MESSAGE);
        }
        assertThat(mx.commands())
                .contains("MAIL FROM:<grå@example.org> SIZE=" + MESSAGE.length + " BODY=8BITMIME SMTPUTF8");
    }

    @Test
    void keepsEightBitMessagesFromServersThatDoNotKnowThem() throws SessionFailed {
        mx.without("8BITMIME");
        try (var session = open()) {
            var result = session.deliver(envelope("b@example.test").withBody(Body.EIGHT_BIT_MIME), MESSAGE);
            assertThat(result.verdicts())
                    .containsExactly(new Verdict.Unanswered(new Failure.EightBitNotOffered(), false));
            assertThat(session.isOpen()).isTrue();
        }
    }

    @Test
    void keepsUtf8AddressesFromServersThatDoNotKnowThem() throws SessionFailed {
        mx.without("SMTPUTF8");
        try (var session = open()) {
            var result = session.deliver(envelope("grå@example.test"), MESSAGE);
            assertThat(result.verdicts()).containsExactly(new Verdict.Unanswered(new Failure.Utf8NotOffered(), false));
            assertThat(session.isOpen()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a@b>\r\nDATA", "a@b> SIZE=1", "a\n@b", "a b@c", "\"open@c", "a@b\u0000"})
    void refusesAddressesThatWouldBeCommands(String address) throws SessionFailed {
        try (var session = open()) {
            assertThatThrownBy(() -> session.deliver(envelope(address), MESSAGE))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(session.deliver(envelope("\"a b>\\\"\"@example.test"), MESSAGE)
                            .verdicts())
                    .containsExactly(accepted("2.0.0 queued"));
        }
    }

    @Test
    void fallsBackToHelo() throws SessionFailed {
        mx.onEhlo("502 5.5.1 what?");
        try (var session = open()) {
            assertThat(session.facts().extensions().offered()).isEmpty();
            session.deliver(envelope("b@example.test"), MESSAGE);
        }
        assertThat(mx.commands())
                .startsWith("EHLO client.example.test", "HELO client.example.test", "MAIL FROM:<a@example.org>");
    }

    @Test
    void takesLeave() throws SessionFailed {
        var session = open();
        session.quit();
        mx.awaitCommand("QUIT", SOON);
        assertThat(session.isOpen()).isFalse();
    }

    @Test
    void carriesManyMessages() throws SessionFailed {
        try (var session = open()) {
            for (int i = 0; i < 5; i++) {
                assertThat(session.deliver(envelope("b@example.test"), MESSAGE).transactionsBefore())
                        .isEqualTo(i);
            }
            assertThat(session.messagesSent()).isEqualTo(5);
        }
        assertThat(mx.messages()).hasSize(5).allMatch(mail -> mail.connection() == 1);
        assertThat(mx.commands()).doesNotContain("RSET");
    }

    @Test
    void resetsAfterATransactionThatCameToNothing() throws SessionFailed {
        mx.onRcpt("bad@*", "550 5.1.1 no such user");
        try (var session = open()) {
            session.deliver(envelope("bad@example.test"), MESSAGE);
            var second = session.deliver(envelope("b@example.test"), MESSAGE);
            assertThat(second.verdicts()).containsExactly(accepted("2.0.0 queued"));
            assertThat(second.steps().getFirst().command()).isEqualTo("RSET");
        }
    }

    @Test
    void goesOnAfterARefusedMessage() throws SessionFailed {
        mx.onDot("554 5.7.1 spam", "250 2.0.0 queued");
        try (var session = open()) {
            assertThat(session.deliver(envelope("b@example.test"), MESSAGE).verdicts())
                    .containsExactly(refused(Phase.DOT, 554, "5.7.1 spam"));
            assertThat(session.deliver(envelope("b@example.test"), MESSAGE).verdicts())
                    .containsExactly(accepted("2.0.0 queued"));
            assertThat(session.messagesSent()).isEqualTo(1);
        }
    }

    @Test
    void noticesThatAReusedConnectionIsGone() throws SessionFailed {
        mx.at(MxMoment.DOT, say("250 2.0.0 queued").then(cut()));
        try (var session = open()) {
            assertThat(session.deliver(envelope("b@example.test"), MESSAGE).verdicts())
                    .containsExactly(accepted("2.0.0 queued"));
            var second = session.deliver(envelope("b@example.test"), MESSAGE);
            assertThat(second.verdicts())
                    .singleElement()
                    .satisfies(verdict -> assertUnanswered(verdict, Phase.MAIL, false));
            assertThat(second.transactionsBefore()).isEqualTo(1);
            assertThat(session.isOpen()).isFalse();
        }
    }

    @Test
    void hearsThatAReusedConnectionWasEndedPolitely() throws SessionFailed {
        mx.at(MxMoment.DOT, say("250 2.0.0 queued", "421 4.4.2 idle too long").then(cut()));
        try (var session = open()) {
            session.deliver(envelope("b@example.test"), MESSAGE);
            assertThat(session.deliver(envelope("b@example.test"), MESSAGE).verdicts())
                    .containsExactly(refused(Phase.MAIL, 421, "4.4.2 idle too long"));
            assertThat(session.isOpen()).isFalse();
        }
    }

    @Test
    void doesNotBelieveAServerThatRepliesTooMuch() throws SessionFailed {
        mx.onDot("250 2.0.0 queued\r\n250 2.0.0 and one more");
        try (var session = open()) {
            session.deliver(envelope("b@example.test"), MESSAGE);
            var second = session.deliver(envelope("b@example.test"), MESSAGE);
            assertThat(failure(second)).isInstanceOf(Failure.BadReply.class);
        }
    }

    @Test
    void reportsARefusalPerRecipient() throws SessionFailed {
        mx.onRcpt("bounced@*", "550 5.1.1 no such user").onRcpt("later@*", "451 4.7.1 greylisted");
        try (var session = open()) {
            var result =
                    session.deliver(envelope("bounced@example.test", "b@example.test", "later@example.test"), MESSAGE);
            assertThat(result.verdicts())
                    .containsExactly(
                            refused(Phase.RCPT, 550, "5.1.1 no such user"),
                            accepted("2.0.0 queued"),
                            refused(Phase.RCPT, 451, "4.7.1 greylisted"));
            assertThat(mx.awaitMessages(1, SOON).getFirst().recipients()).containsExactly("b@example.test");
        }
    }

    @Test
    void takesBackDataThatNobodyReceives() throws SessionFailed {
        mx.onRcpt("*", "550 5.1.1 no such user").onData("354 go ahead anyway");
        try (var session = open()) {
            var result = session.deliver(envelope("b@example.test"), MESSAGE);
            assertThat(result.verdicts()).containsExactly(refused(Phase.RCPT, 550, "5.1.1 no such user"));
            assertThat(result.steps().getLast().command()).isEqualTo(".");
            assertThat(mx.commands()).contains("[0 octets] .");
            assertThat(session.isOpen()).isTrue();
            assertThat(session.messagesSent()).isZero();
        }
        assertThat(mx.messages()).isEmpty();
    }

    @Test
    void blamesARefusedMailOnMail() throws SessionFailed {
        mx.onMail("*", "452 4.3.1 disk full");
        try (var session = open()) {
            var result = session.deliver(envelope("b@example.test", "c@example.test"), MESSAGE);
            assertThat(result.verdicts()).containsOnly(refused(Phase.MAIL, 452, "4.3.1 disk full"));
            assertThat(session.isOpen()).isTrue();
        }
    }

    @Test
    void reportsRefusedData() throws SessionFailed {
        mx.onData("451 4.3.0 later", "354 go");
        try (var session = open()) {
            assertThat(session.deliver(envelope("b@example.test"), MESSAGE).verdicts())
                    .containsExactly(refused(Phase.DATA, 451, "4.3.0 later"));
            assertThat(session.deliver(envelope("b@example.test"), MESSAGE).verdicts())
                    .containsExactly(accepted("2.0.0 queued"));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = MxMoment.class,
            names = {"MAIL", "RCPT", "DATA", "DOT"})
    void ends421AtAnyPoint(MxMoment moment) throws SessionFailed {
        mx.at(moment, say("421 4.3.2 shutting down").then(cut()));
        try (var session = open()) {
            var result = session.deliver(envelope("b@example.test", "c@example.test"), MESSAGE);
            assertThat(result.verdicts())
                    .hasSize(2)
                    .containsOnly(refused(Phase.valueOf(moment.name()), 421, "4.3.2 shutting down"));
            assertThat(session.isOpen()).isFalse();
        }
    }

    @Test
    void hears421AfterSomeRecipientsWereAccepted() throws SessionFailed {
        mx.onRcpt("c@*", say("421 4.3.2 shutting down").then(cut())).onRcpt("x@*", "550 5.1.1 no such user");
        try (var session = open()) {
            var result = session.deliver(
                    envelope("x@example.test", "b@example.test", "c@example.test", "d@example.test"), MESSAGE);
            assertThat(result.verdicts().getFirst()).isEqualTo(refused(Phase.RCPT, 550, "5.1.1 no such user"));
            assertThat(result.verdicts().subList(1, 4)).containsOnly(refused(Phase.RCPT, 421, "4.3.2 shutting down"));
        }
        assertThat(mx.messages()).isEmpty();
    }

    @Test
    void reportsWhatIsSaidInTheMiddleOfAMessage() throws SessionFailed {
        mx.at(MxMoment.CONTENT, say("552 5.3.4 too big").then(cut()));
        byte[] huge = octets(("x".repeat(70) + "\r\n").repeat(400_000));
        try (var session = open()) {
            var verdict =
                    session.deliver(envelope("b@example.test"), huge).verdicts().getFirst();
            // The reset that follows an early close may overtake the reply.
            if (verdict instanceof Verdict.Refused)
                assertThat(verdict).isEqualTo(refused(Phase.DATA, 552, "5.3.4 too big"));
            else assertUnanswered(verdict, Phase.DATA, false);
            assertThat(session.isOpen()).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = MxMoment.class,
            names = {"MAIL", "RCPT", "DATA"})
    void knowsThatNothingWasDeliveredWhenTheConnectionIsLostBeforeTheDot(MxMoment moment) throws SessionFailed {
        mx.at(moment, cut());
        try (var session = open()) {
            var result = session.deliver(envelope("b@example.test"), MESSAGE);
            assertUnanswered(result.verdicts().getFirst(), Phase.valueOf(moment.name()), false);
            assertThat(failure(result)).isInstanceOf(Failure.ConnectionLost.class);
            assertThat(result.steps().getLast().reply()).isNull();
            assertThat(session.isOpen()).isFalse();
            assertThatThrownBy(() -> session.deliver(envelope("b@example.test"), MESSAGE))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void doesNotKnowWhetherTheMessageArrivedWhenTheConnectionIsLostAfterTheDot() throws SessionFailed {
        mx.at(MxMoment.DOT, cut());
        try (var session = open()) {
            var result = session.deliver(envelope("b@example.test"), MESSAGE);
            assertUnanswered(result.verdicts().getFirst(), Phase.DOT, true);
            assertThat(session.messagesSent()).isZero();
        }
        assertThat(mx.messages()).hasSize(1);
    }

    @Test
    void doesNotKnowWhetherTheMessageArrivedWhenNoReplyToTheDotComes() throws SessionFailed {
        mx.at(MxMoment.DOT, silence());
        options = options.withTimeouts(shortAt(Phase.DOT));
        try (var session = open()) {
            var result = session.deliver(envelope("b@example.test"), MESSAGE);
            assertThat(failure(result)).isEqualTo(new Failure.TimedOut(Phase.DOT, SHORT));
            assertUnanswered(result.verdicts().getFirst(), Phase.DOT, true);
        }
    }

    @Test
    void keepsRefusalsWhenTheConnectionIsLostLater() throws SessionFailed {
        mx.onRcpt("bad@*", "550 5.1.1 no such user").at(MxMoment.DATA, cut());
        try (var session = open()) {
            var result = session.deliver(envelope("bad@example.test", "b@example.test"), MESSAGE);
            assertThat(result.verdicts().getFirst()).isEqualTo(refused(Phase.RCPT, 550, "5.1.1 no such user"));
            assertUnanswered(result.verdicts().get(1), Phase.DATA, false);
        }
    }

    @Test
    void givesUpOnAServerThatStopsReading() throws SessionFailed {
        mx.at(MxMoment.CONTENT, silence());
        options = options.withTimeouts(shortAt(Phase.DATA));
        try (var session = open()) {
            var result = session.deliver(envelope("b@example.test"), new byte[64 * 1024 * 1024]);
            assertThat(failure(result)).isEqualTo(new Failure.TimedOut(Phase.DATA, SHORT));
            assertUnanswered(result.verdicts().getFirst(), Phase.DATA, false);
        }
    }

    @Test
    void givesUpOnASlowDrip() {
        mx.at(MxMoment.EHLO, drip("250 " + "a".repeat(500), Duration.ofMillis(20)));
        options = options.withTimeouts(shortAt(Phase.EHLO));
        assertThat(openingFailure()).isEqualTo(new Failure.TimedOut(Phase.EHLO, SHORT));
    }

    @Test
    void readsRepliesThatComeOctetByOctet() throws SessionFailed {
        mx.at(MxMoment.DOT, drip("250 2.0.0 slowly", Duration.ofMillis(1)));
        try (var session = open()) {
            assertThat(session.deliver(envelope("b@example.test"), MESSAGE).verdicts())
                    .containsExactly(accepted("2.0.0 slowly"));
        }
    }

    @Test
    void readsRepliesOfManyLines() throws SessionFailed {
        mx.onDot("250-2.0.0 one\r\n250-2.0.0 two\r\n250");
        try (var session = open()) {
            var verdict = (Verdict.Accepted) session.deliver(envelope("b@example.test"), MESSAGE)
                    .verdicts()
                    .getFirst();
            assertThat(verdict.reply()).isEqualTo(Reply.of(250, "2.0.0 one", "2.0.0 two", ""));
        }
    }

    @Test
    void readsEightBitReplies() throws SessionFailed {
        mx.at(
                MxMoment.DOT,
                raw("550 5.7.1 Absender unzul\u00e4ssig\u0000\u0007\r\n"),
                raw("550 5.7.1 unzul\u00c3\u00a4ssig\n"));
        try (var session = open()) {
            assertThat(session.deliver(envelope("b@example.test"), MESSAGE).verdicts())
                    .containsExactly(refused(Phase.DOT, 550, "5.7.1 Absender unzulässig??"));
            assertThat(session.deliver(envelope("b@example.test"), MESSAGE).verdicts())
                    .containsExactly(refused(Phase.DOT, 550, "5.7.1 unzulässig"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hello?",
                "25",
                "2500 ok",
                "250_ok",
                "150 wait",
                "600 what",
                "999 no",
                "",
                "-1 x",
                "354 why",
                "250-only\r\nnonsense"
            })
    void refusesWhatIsNoReply(String nonsense) throws SessionFailed {
        mx.at(MxMoment.MAIL, raw(nonsense + "\r\n"));
        try (var session = open()) {
            var result = session.deliver(envelope("b@example.test"), MESSAGE);
            assertThat(failure(result)).isInstanceOf(Failure.BadReply.class);
            assertUnanswered(result.verdicts().getFirst(), Phase.MAIL, false);
        }
    }

    @Test
    void readsLongLinesUpToALimit() throws SessionFailed {
        mx.at(MxMoment.MAIL, say("250 " + "a".repeat(4000)), say("250 " + "a".repeat(5000)));
        try (var session = open()) {
            assertThat(session.deliver(envelope("b@example.test"), MESSAGE).verdicts())
                    .containsExactly(accepted("2.0.0 queued"));
            assertThat(failure(session.deliver(envelope("b@example.test"), MESSAGE)))
                    .isInstanceOf(Failure.BadReply.class);
        }
    }

    @Test
    void readsManyLinesUpToALimit() throws SessionFailed {
        mx.at(MxMoment.MAIL, raw("250-a\r\n".repeat(99) + "250 end\r\n"), raw("250-a\r\n".repeat(1000)));
        try (var session = open()) {
            assertThat(session.deliver(envelope("b@example.test"), MESSAGE).verdicts())
                    .containsExactly(accepted("2.0.0 queued"));
            assertThat(failure(session.deliver(envelope("b@example.test"), MESSAGE)))
                    .isInstanceOf(Failure.BadReply.class);
        }
    }

    @Test
    void reportsAConnectionThatIsRefused() {
        mx.close();
        assertThat(openingFailure())
                .isInstanceOfSatisfying(
                        Failure.ConnectionLost.class,
                        lost -> assertThat(lost.phase()).isEqualTo(Phase.CONNECT));
    }

    @Test
    void reportsAGreetingThatSaysNo() {
        mx.onGreeting("554 5.7.1 your address is listed");
        assertThat(openingFailure())
                .isEqualTo(new Failure.Refused(Phase.GREETING, Reply.of(554, "5.7.1 your address is listed")));
    }

    @Test
    void reportsSilenceInsteadOfAGreeting() {
        mx.at(MxMoment.GREETING, silence());
        options = options.withTimeouts(shortAt(Phase.GREETING));
        assertThat(openingFailure()).isEqualTo(new Failure.TimedOut(Phase.GREETING, SHORT));
    }

    @Test
    void reportsAConnectionCutAtTheGreeting() {
        mx.at(MxMoment.GREETING, cut());
        assertThat(openingFailure())
                .isInstanceOfSatisfying(
                        Failure.ConnectionLost.class,
                        lost -> assertThat(lost.phase()).isEqualTo(Phase.GREETING));
    }

    @Test
    void reportsARefusedEhlo() {
        mx.onEhlo("550 5.7.1 fake name");
        var failed = catchThrowableOfType(SessionFailed.class, this::open);
        assertThat(failed.failure()).isEqualTo(new Failure.Refused(Phase.EHLO, Reply.of(550, "5.7.1 fake name")));
        assertThat(failed.steps()).extracting(Step::phase).containsExactly(Phase.CONNECT, Phase.GREETING, Phase.EHLO);
    }

    @Test
    void encryptsWhereItCan() throws SessionFailed {
        mx.withTls();
        try (var session = open()) {
            assertThat(session.facts().tls())
                    .hasValueSatisfying(tls -> assertThat(tls.protocol()).isEqualTo("TLSv1.3"));
            assertThat(session.facts().extensions().startTls()).isFalse();
            assertThat(session.facts().steps())
                    .extracting(Step::command)
                    .containsExactly("", "", "EHLO client.example.test", "STARTTLS", "", "EHLO client.example.test");
            session.deliver(envelope("b@example.test"), MESSAGE);
        }
        assertThat(mx.awaitMessages(1, SOON).getFirst().tls()).isNotNull();
    }

    @Test
    void sendsALargeMessageOverTls() throws SessionFailed {
        mx.withTls();
        byte[] large = octets("S: x\r\n\r\n" + "a line of some length to fill things up\r\n".repeat(100_000));
        try (var session = open()) {
            assertThat(session.deliver(envelope("b@example.test"), large).verdicts())
                    .containsExactly(accepted("2.0.0 queued"));
            session.quit();
        }
        assertThat(mx.awaitMessages(1, SOON).getFirst().bytes()).isEqualTo(large);
    }

    @Test
    void staysInTheClearWhenToldTo() throws SessionFailed {
        mx.withTls();
        options = options.withTls(TlsMode.NONE);
        try (var session = open()) {
            assertThat(session.facts().tls()).isEmpty();
        }
        assertThat(mx.commands()).doesNotContain("STARTTLS");
    }

    @Test
    void goesOnInTheClearWhenOpportunisticTlsIsUnavailable() throws SessionFailed {
        mx.withTls().at(MxMoment.STARTTLS, say("454 4.7.0 not now"));
        try (var session = open()) {
            assertThat(session.deliver(envelope("b@example.test"), MESSAGE).verdicts())
                    .containsExactly(accepted("2.0.0 queued"));
        }
    }

    @Test
    void insistsOnTlsWhereItIsRequired() {
        options = options.withTls(TlsMode.REQUIRED);
        assertThat(openingFailure()).isEqualTo(new Failure.TlsNotOffered());
        mx.withTls().at(MxMoment.STARTTLS, say("454 4.7.0 not now"));
        assertThat(openingFailure()).isEqualTo(new Failure.Refused(Phase.TLS, Reply.of(454, "4.7.0 not now")));
        assertThat(mx.commands()).noneMatch(line -> line.startsWith("MAIL"));
    }

    @Test
    void logsInWithOneCommandWhereTheServerTakesPlain() throws SessionFailed {
        mx.withTls().offering("AUTH LOGIN PLAIN").at(MxMoment.OTHER, say("235 2.7.0 welcome"));
        options = options.withLogin(new SmtpLogin("post", "s3cret"));
        try (var session = open()) {
            assertThat(session.deliver(envelope("b@example.test"), MESSAGE).verdicts())
                    .containsExactly(accepted("2.0.0 queued"));
            // RFC 4616 §4: NUL post NUL s3cret
            assertThat(mx.commands()).contains("AUTH PLAIN AHBvc3QAczNjcmV0");
            assertThat(session.facts().steps().toString())
                    .contains("AUTH PLAIN •••")
                    .doesNotContain("AHBvc3QAczNjcmV0");
        }
    }

    @Test
    void logsInStepByStepWhereTheServerOnlyTakesLogin() throws SessionFailed {
        mx.offering("AUTH LOGIN")
                .at(MxMoment.OTHER, say("334 VXNlcm5hbWU6"), say("334 UGFzc3dvcmQ6"), say("235 2.7.0 welcome"));
        options = options.withLogin(new SmtpLogin("post", "s3cret"));
        try (var session = open()) {
            assertThat(mx.commands()).containsSubsequence("AUTH LOGIN", "cG9zdA==", "czNjcmV0");
            assertThat(session.facts().steps().toString()).doesNotContain("czNjcmV0");
        }
    }

    @Test
    void saysSoWhenItsLoginIsNotTaken() {
        options = options.withLogin(new SmtpLogin("post", "wrong"));
        assertThat(openingFailure()).isInstanceOf(Failure.LoginNotPossible.class);
        mx.offering("AUTH PLAIN").at(MxMoment.OTHER, say("535 5.7.8 no"));
        assertThat(openingFailure()).isEqualTo(new Failure.Refused(Phase.AUTH, Reply.of(535, "5.7.8 no")));
    }

    @Test
    void sendsLinesTooLongForDataInOneChunkWhereTheServerTakesChunks() throws SessionFailed {
        byte[] longLine = ("Subject: x\r\n\r\n.." + "y".repeat(1200) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        mx.offering("CHUNKING");
        try (var session = open()) {
            assertThat(session.deliver(envelope("b@example.test"), longLine).verdicts())
                    .containsExactly(accepted("2.0.0 queued"));
            assertThat(session.deliver(envelope("b@example.test"), MESSAGE).verdicts())
                    .containsExactly(accepted("2.0.0 queued"));
        }
        assertThat(mx.messages().getFirst().wire()).isEqualTo(longLine);
        assertThat(mx.commands()).contains("BDAT " + longLine.length + " LAST").containsOnlyOnce("DATA");
    }

    @Test
    void resetsAfterAChunkThatNobodyWasThereFor() throws SessionFailed {
        byte[] longLine = ("Subject: x\r\n\r\n" + "y".repeat(1200) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        mx.offering("CHUNKING").onRcpt("nobody@example.test", "550 5.1.1 no");
        try (var session = open()) {
            assertThat(session.deliver(envelope("nobody@example.test"), longLine)
                            .verdicts())
                    .containsExactly(new Verdict.Refused(Phase.RCPT, Reply.of(550, "5.1.1 no")));
            assertThat(session.deliver(envelope("b@example.test"), longLine).verdicts())
                    .containsExactly(accepted("2.0.0 queued"));
        }
        assertThat(mx.commands())
                .contains("RSET")
                .filteredOn(line -> line.startsWith("BDAT"))
                .hasSize(1);
    }

    @Test
    void reportsBrokenTlsAsItsOwnFailure() {
        mx.withBrokenTls();
        assertThat(openingFailure())
                .isInstanceOfSatisfying(
                        Failure.TlsFailed.class,
                        failed -> assertThat(failed.problem()).isEqualTo(TlsProblem.HANDSHAKE_FAILED));
    }

    @Test
    void givesUpOnAHandshakeThatNeverComes() {
        mx.withTls().at(MxMoment.STARTTLS, say("220 2.0.0 go").then(silence()));
        options = options.withTimeouts(shortAt(Phase.TLS));
        assertThat(openingFailure()).isInstanceOf(Failure.TlsFailed.class);
    }

    @Test
    void acceptsACertificateThatIsTrustedAndNamesTheHost() throws SessionFailed {
        mx.withTls();
        options = options.withTls(TlsMode.REQUIRED_VERIFIED)
                .withContexts(CONTEXTS.withVerified(FakeMx.certificate().clientContext()));
        try (var session = open()) {
            assertThat(session.facts().tls()).isPresent();
        }
    }

    @Test
    void refusesACertificateThatNobodyTrusts() {
        mx.withTls();
        options = options.withTls(TlsMode.REQUIRED_VERIFIED);
        assertThat(openingFailure())
                .isInstanceOfSatisfying(
                        Failure.TlsFailed.class,
                        failed -> assertThat(failed.problem()).isEqualTo(TlsProblem.CERTIFICATE_NOT_TRUSTED));
    }

    @Test
    void refusesACertificateOfAnotherHost() {
        mx.withTls();
        options = options.withTls(TlsMode.REQUIRED_VERIFIED)
                .withContexts(CONTEXTS.withVerified(FakeMx.certificate().clientContext()));
        var failed = catchThrowableOfType(
                SessionFailed.class, () -> SmtpSession.open(new Target(mx.address(), "other.example.test"), options));
        assertThat(failed.failure())
                .isInstanceOfSatisfying(
                        Failure.TlsFailed.class,
                        tls -> assertThat(tls.problem()).isEqualTo(TlsProblem.CERTIFICATE_HOST_MISMATCH));
    }

    @Test
    void forgetsWhatWasInjectedBeforeTheHandshake() throws SessionFailed {
        mx.withTls().at(MxMoment.STARTTLS, raw("220 2.0.0 go\r\n250-evil.example\r\n250 CHUNKING\r\n"));
        try (var session = open()) {
            assertThat(session.facts().extensions().chunking()).isFalse();
            assertThat(session.deliver(envelope("b@example.test"), MESSAGE).verdicts())
                    .containsExactly(accepted("2.0.0 queued"));
        }
    }

    private SmtpSession open() throws SessionFailed {
        return SmtpSession.open(new Target(mx.address(), FakeMx.HOST), options);
    }

    /// Short where the test waits, long where a busy machine should not matter.
    private static Timeouts shortAt(Phase phase) {
        return new Timeouts(
                SOON,
                phase == Phase.GREETING ? SHORT : SOON,
                phase == Phase.EHLO || phase == Phase.MAIL ? SHORT : SOON,
                phase == Phase.TLS ? SHORT : SOON,
                SOON,
                phase == Phase.DATA ? SHORT : SOON,
                phase == Phase.DOT ? SHORT : SOON,
                SOON);
    }

    private Failure openingFailure() {
        return catchThrowableOfType(SessionFailed.class, this::open).failure();
    }

    private static Envelope envelope(String... recipients) {
        return Envelope.of("a@example.org", recipients);
    }

    private static Verdict accepted(String text) {
        return new Verdict.Accepted(Reply.of(250, text));
    }

    private static Verdict refused(Phase phase, int code, String text) {
        return new Verdict.Refused(phase, Reply.of(code, text));
    }

    private static void assertUnanswered(Verdict verdict, Phase phase, boolean mayHaveBeenDelivered) {
        assertThat(verdict).isInstanceOfSatisfying(Verdict.Unanswered.class, unanswered -> {
            assertThat(unanswered.failure().phase()).isEqualTo(phase);
            assertThat(unanswered.mayHaveBeenDelivered()).isEqualTo(mayHaveBeenDelivered);
        });
    }

    private static Failure failure(TransactionResult result) {
        List<Verdict> verdicts = result.verdicts();
        return ((Verdict.Unanswered) verdicts.getLast()).failure();
    }

    private static Reply reply(Step step) {
        Reply reply = step.reply();
        if (reply == null) throw new AssertionError("no reply to " + step.command());
        return reply;
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
