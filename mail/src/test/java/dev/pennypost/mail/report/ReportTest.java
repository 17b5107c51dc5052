package dev.pennypost.mail.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.pennypost.mail.mime.ParsedMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.assertj.core.groups.Tuple;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Messages in the shapes that mail servers and mailbox providers give them, written for this test.
class ReportTest {
    @ParameterizedTest
    @CsvSource({
        "postfix, ada@dest.test, 5.1.1, store.dest.test",
        "exchange, ada@dest.test, 5.1.10,",
        "gmail, ada@dest.test, 5.1.1, 'mx.dest.test. (192.0.2.7, the server for the domain dest.test.)'",
        "gmail-old, ada@dest.test, 5.2.1, mx.dest.test",
        "exchange-old, ada@dest.test, 5.1.1,",
        "notes, ada@dest.test, 5.1.1,",
        "mdaemon, ada@dest.test, 5.1.1,",
        "internationalized, äda@dest.test, 5.1.1,"
    })
    void findsWhomABounceIsAbout(String file, String address, String status, String remoteMta) {
        assertThat(bounced(file)).singleElement().satisfies(failed -> {
            assertThat(failed.address()).isEqualTo(address);
            assertThat(String.valueOf(failed.status())).isEqualTo(status);
            assertThat(failed.diagnostic()).isNotBlank();
            assertThat(failed.remoteMta()).isEqualTo(remoteMta);
        });
    }

    @Test
    void unfoldsWhatTheServerSaid() {
        assertThat(bounced("postfix").getFirst().diagnostic())
                .isEqualTo("smtp; 550 5.1.1 <ada@dest.test>: Recipient address rejected: User unknown in virtual"
                        + " mailbox table");
    }

    @Test
    void readsAddressesBeyondAscii() {
        assertThat(bounced("internationalized").getFirst().original()).isEqualTo("äda@dest.test");
    }

    @Test
    void readsEveryRecipientOfQmailAndStopsAtTheMessage() {
        assertThat(bounced("qmail"))
                .extracting(
                        ReportedRecipient::address, one -> String.valueOf(one.status()), ReportedRecipient::remoteMta)
                .containsExactly(tuple("ada@dest.test", "5.1.1", null), tuple("bob@other.test", "5.7.1", "192.0.2.9"));
    }

    @Test
    void readsEveryRecipientOfEximAndStopsAtTheMessage() {
        assertThat(bounced("exim"))
                .extracting(
                        ReportedRecipient::address, one -> String.valueOf(one.status()), ReportedRecipient::original)
                .containsExactly(
                        tuple("ada@dest.test", "5.1.1", null), tuple("bob@dest.test", "5.1.1", "sales@dest.test"));
        assertThat(bounced("exim").getFirst().remoteMta()).isEqualTo("store.dest.test");
    }

    @Test
    void readsReasonsAndTheTranscriptOfSendmail() {
        assertThat(bounced("sendmail"))
                .extracting(
                        ReportedRecipient::address, one -> String.valueOf(one.status()), ReportedRecipient::original)
                .containsExactly(
                        tuple("ada@dest.test", "5.1.1", null), tuple("bob@inner.test", "5.2.2", "bob@dest.test"));
        assertThat(bounced("sendmail").getFirst().remoteMta()).isEqualTo("store.dest.test");
    }

    @Test
    void readsTheTextOfPostfixAlone() {
        assertThat(bounced("postfix-text")).singleElement().satisfies(failed -> {
            assertThat(failed.address()).isEqualTo("bob@inner.test");
            assertThat(failed.original()).isEqualTo("ada@dest.test");
            assertThat(String.valueOf(failed.status())).isEqualTo("5.1.1");
            assertThat(failed.remoteMta()).isEqualTo("store.dest.test");
        });
    }

    @Test
    void readsTheTextOfExchangeAlone() {
        assertThat(bounced("exchange-text"))
                .extracting(ReportedRecipient::address, one -> String.valueOf(one.status()))
                .containsExactly(tuple("ada@dest.test", "5.1.1"), tuple("bob@other.test", "5.2.2"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"postfix-delayed", "exim-delayed"})
    void takesADelayForNoBounce(String file) {
        assertThat(read(file)).isInstanceOf(Report.Delayed.class);
    }

    @Test
    void takesASuccessForNoBounce() {
        assertThat(read("delivered")).isInstanceOf(Report.Arrived.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"vacation", "out-of-office", "challenge"})
    void knowsTheAnswersOfPrograms(String file) {
        assertThat(read(file)).isInstanceOf(Report.AutoReply.class);
    }

    @Test
    void believesAServerThatSaysNoMoreThanThatItFailed() {
        assertThat(bounced("wordless")).isEmpty();
    }

    @Test
    void takesALetterForNothing() {
        assertThat(Report.read(octets("From: ada@dest.test\nSubject: Re: Your order\n\nThank you! 550 5.1.1\n")))
                .isInstanceOf(Report.Unknown.class);
    }

    @Test
    void findsTheReversePathInAComplaint() {
        var complaint = (Report.Complaint) read("yahoo-arf");

        assertThat(complaint.feedback().type()).isEqualTo(FeedbackReport.Type.ABUSE);
        assertThat(complaint.feedback().reversePaths()).containsExactly("bounces+token@send.acme.test");
        assertThat(complaint.feedback().recipients()).containsExactly("redacted@yahoo.test");
        assertThat(complaint.feedback().arrivalDate()).isEqualTo("Fri, 20 Nov 2026 10:00:00 +0000");
        assertThat(complaint.feedback().messageId()).contains("<0191-7@acme.test>");
    }

    @Test
    void readsAJunkMailReportOfMicrosoft() {
        var complaint = (Report.Complaint) read("jmrp");

        assertThat(complaint.feedback().type()).isEqualTo(FeedbackReport.Type.ABUSE);
        assertThat(complaint.feedback().reversePaths()).containsExactly("bounces+token@send.acme.test");
        assertThat(complaint.feedback().recipients()).containsExactly("ada@hotmail.test");
    }

    @ParameterizedTest
    @CsvSource({"not-spam, NOT_SPAM", "auth-failure, AUTH_FAILURE", "fraud, FRAUD", "opt-out, OTHER"})
    void tellsWhatAComplaintSays(String word, FeedbackReport.Type type) {
        var text = text("yahoo-arf").replace("Feedback-Type: abuse", "Feedback-Type: " + word);

        assertThat(((Report.Complaint) Report.read(octets(text))).feedback().type())
                .isEqualTo(type);
    }

    @Test
    void returnsTheHeaderOfTheOriginal() {
        var report =
                DeliveryReport.of(ParsedMessage.parse(octets(text("exchange")))).orElseThrow();

        assertThat(report.reportingMta()).isEqualTo("EX01.dest.test");
        assertThat(report.original()).extracting(field -> field.name()).contains("Message-ID", "From");
    }

    @Test
    void readsAReportThatIsCutOff() {
        byte[] whole = octets(text("postfix"));
        int end = text("postfix").replace("\n", "\r\n").indexOf("Thank you.");

        assertThat(Report.read(Arrays.copyOf(whole, end))).isInstanceOf(Report.Bounced.class);
    }

    @Test
    void cleansWhatItTakesFromAReport() {
        var failed = new ReportedRecipient(
                "a\0b@dest.test", null, Action.FAILED, null, "550 \r\nX: " + "y".repeat(5000) + "\ud800", null);

        assertThat(failed.address()).isEqualTo("a b@dest.test");
        assertThat(failed.diagnostic()).hasSize(1000).doesNotContain("\r", "\n", "\0");
    }

    @ParameterizedTest
    @CsvSource({
        "550 5.1.1 unknown, 5.1.1",
        "(#5.1.2), 5.1.2",
        "550-5.7.26 text, 5.7.26",
        "from 5.1.1.7 it came,",
        "10.5.1.1 said,"
    })
    void findsCodesAndNoAddresses(String said, String code) {
        assertThat(Codes.enhanced(said).map(String::valueOf).orElse(null)).isEqualTo(code);
    }

    /// Nothing but an answer may come of any octets, and soon.
    @Test
    void readsAnythingToItsEnd() {
        var random = new Random(7);
        List<String> files =
                List.of("postfix", "exim", "qmail", "sendmail", "gmail", "yahoo-arf", "jmrp", "exchange-text");
        for (int round = 0; round < 2000; round++) {
            byte[] message = octets(text(files.get(random.nextInt(files.size()))));
            for (int i = 0; i < 20; i++) message[random.nextInt(message.length)] = (byte) random.nextInt(256);
            byte[] cut = Arrays.copyOf(message, random.nextInt(message.length + 1));
            assertThatCode(() -> Report.read(cut)).doesNotThrowAnyException();
        }
    }

    @Test
    void readsLongLinesInLinearTime() {
        for (String line : List.of("a".repeat(60_000), "(".repeat(60_000), "<a@".repeat(20_000), "5.1.".repeat(15_000)))
            for (String file : List.of("exim", "qmail", "sendmail", "postfix-text", "exchange-text", "notes"))
                assertThatCode(() -> Report.read(octets(text(file) + line))).doesNotThrowAnyException();
    }

    private static List<ReportedRecipient> bounced(String file) {
        return ((Report.Bounced) read(file)).recipients();
    }

    private static Report read(String file) {
        return Report.read(octets(text(file)));
    }

    private static Tuple tuple(@Nullable Object... values) {
        return Tuple.tuple(values);
    }

    private static byte[] octets(String text) {
        return text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
    }

    private static String text(String file) {
        try (InputStream in = ReportTest.class.getResourceAsStream(file + ".eml")) {
            if (in == null) throw new AssertionError(file + ".eml is missing");
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
