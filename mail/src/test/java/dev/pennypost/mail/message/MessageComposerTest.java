package dev.pennypost.mail.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.pennypost.mail.address.Mailbox;
import dev.pennypost.mail.mime.ParsedMessage;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageComposerTest {
    private static final Instant DATE = Instant.parse("2026-11-01T09:05:07Z");
    private static final Mailbox ADA = Mailbox.parse("Ada <ada@example.org>");

    @Test
    void writesTextAlone() {
        assertThat(composed("Hi", "Hello\nthere", null)).isEqualTo(crlf("""
                From: Ada <ada@example.org>
                To: Ada <ada@example.org>
                Subject: Hi
                Date: Sun, 1 Nov 2026 09:05:07 +0000
                Message-ID: <1@example.org>
                MIME-Version: 1.0
                Content-Type: text/plain; charset=utf-8
                Content-Transfer-Encoding: 7bit

                Hello
                there
                """));
    }

    @Test
    void nestsMixedAroundAlternativeAroundRelated() {
        var image = new Attachment("l.png", "image/png", "logo", new byte[] {1});
        var file = new Attachment("f.pdf", "application/pdf", null, new byte[] {2});
        String message = compose("Hi", "text", "<img src=cid:logo>", List.of(), List.of(file, image));
        assertThat(types(message))
                .containsExactly(
                        "multipart/mixed",
                        "multipart/alternative",
                        "text/plain",
                        "multipart/related",
                        "text/html",
                        "image/png",
                        "application/pdf");
        assertThat(message).contains(crlf("""
                Content-Type: image/png
                Content-Disposition: inline; filename=l.png
                Content-ID: <logo>
                Content-Transfer-Encoding: base64

                AQ==
                --"""));
    }

    @Test
    void choosesTheSmallestTreeThatHoldsWhatIsThere() {
        var image = new Attachment("l.png", "image/png", "logo", new byte[] {1});
        assertThat(types(compose("s", null, "h", List.of(), List.of()))).containsExactly("text/html");
        assertThat(types(compose("s", null, null, List.of(), List.of()))).containsExactly("text/plain");
        assertThat(types(compose("s", "t", "h", List.of(), List.of())))
                .containsExactly("multipart/alternative", "text/plain", "text/html");
        assertThat(types(compose("s", null, "h", List.of(), List.of(image))))
                .containsExactly("multipart/related", "text/html", "image/png");
        assertThat(types(compose("s", "t", null, List.of(), List.of(image))))
                .containsExactly("multipart/mixed", "text/plain", "image/png");
        assertThat(types(compose("s", null, null, List.of(), List.of(image))))
                .containsExactly("multipart/mixed", "image/png");
    }

    @Test
    void choosesAnotherBoundaryWhenAPartHasTheFirst() {
        String stem = compose("s", "t", "h", List.of(), List.of()).replaceAll("(?s).*boundary=\"(.*?)_0\".*", "$1");
        String forged = "x\n--" + stem + "_0--\nafter";
        String message = compose("s", forged, "h", List.of(), List.of());
        assertThat(message).doesNotContain("boundary=\"" + stem);
        assertThat(ParsedMessage.parse(message.getBytes(UTF_8)).text()).isEqualTo(forged);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tail \nx",
                "tab\t\nx",
                "From here\n",
                "a\rb",
                "Gr\u00fc\u00dfe aus K\u00f6ln, alles ASCII sonst",
                "\u0001",
                "a=b \n"
            })
    void quotesWhatRelaysWouldChange(String text) {
        String message = composed("s", text, null);
        assertThat(message).contains("Content-Transfer-Encoding: quoted-printable\r\n");
        assertThat(ParsedMessage.parse(message.getBytes(UTF_8)).text()).startsWith(text.stripTrailing());
    }

    @Test
    void breaksLongLinesSoftly() {
        assertThat(composed("s", "x".repeat(998), null)).contains("Encoding: 7bit");
        String message = composed("s", "x".repeat(999), null);
        assertThat(message).contains("Encoding: quoted-printable");
        assertThat(message.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(76));
    }

    @Test
    void takesBase64WhereQuotedPrintableWouldBeMuchBigger() {
        assertThat(composed("s", "привет", null))
                .contains("Content-Transfer-Encoding: base64\r\n\r\n0L/RgNC40LLQtdGC\r\n");
    }

    @Test
    void foldsLongHeadersAtSpaces() {
        String ids = IntStream.range(0, 30)
                .mapToObj(i -> "<id" + i + "@example.org>")
                .reduce((a, b) -> a + " " + b)
                .orElseThrow();
        String message = compose("s", "t", null, List.of(new CustomHeader("References", ids)), List.of());
        assertThat(message.lines().takeWhile(line -> !line.isEmpty()))
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(78));
        assertThat(message.replace("\r\n ", " ")).contains("References: " + ids + "\r\n");
    }

    @Test
    void encodesASubjectInTheShorterForm() {
        assertThat(composed("Café in town", "t", null)).contains("Subject: =?UTF-8?Q?Caf=C3=A9_in_town?=\r\n");
        assertThat(composed("привет", "t", null)).contains("Subject: =?UTF-8?B?0L/RgNC40LLQtdGC?=\r\n");
        assertThat(composed("=?x", "t", null)).contains("Subject: =?UTF-8?B?PT94?=\r\n");
        assertThat(composed("", "t", null)).contains("\r\nSubject:\r\n");
    }

    @Test
    void neverSplitsACodePointBetweenEncodedWords() {
        for (int shift = 0; shift < 4; shift++) {
            String message = composed("x".repeat(shift) + "🎉".repeat(60), "t", null);
            Stream<String> words =
                    Arrays.stream(message.split("=\\?UTF-8\\?B\\?", -1)).skip(1);
            assertThat(words.map(word -> word.replaceAll("(?s)\\?=.*", "")))
                    .allSatisfy(
                            word -> assertThat(new String(Base64.getDecoder().decode(word), UTF_8))
                                    .doesNotContain("\ufffd"));
        }
    }

    @Test
    void writesFilenamesInTheFormTheyNeed() {
        assertThat(withFile("report 1.pdf")).contains("filename=\"report 1.pdf\"");
        assertThat(withFile("Grüße.pdf")).contains("filename*=UTF-8''Gr%C3%BC%C3%9Fe.pdf");
        assertThat(withFile("a\"b.pdf")).contains("filename*=UTF-8''a%22b.pdf");
        assertThat(withFile("x".repeat(200) + ".pdf")).contains("filename*0*=UTF-8''xxx", " filename*1*=xxx");
    }

    @Test
    void sendsAnAttachedMessageAsItIsOrAsAFile() {
        byte[] inner = "Subject: x\r\n\r\nbody\r\n".getBytes(UTF_8);
        assertThat(compose("s", "t", null, List.of(), List.of(new Attachment("m.eml", "message/rfc822", null, inner))))
                .contains("message/rfc822", "Subject: x\r\n\r\nbody\r\n");
        byte[] bare = "Subject: x\n\nbody\n".getBytes(UTF_8);
        assertThat(compose("s", "t", null, List.of(), List.of(new Attachment("m.eml", "message/rfc822", null, bare))))
                .contains("application/octet-stream")
                .doesNotContain("message/rfc822");
    }

    @Test
    void sendsAnUnreadableMediaTypeAsAPlainFile() {
        assertThat(withType("pdf")).contains("Content-Type: application/octet-stream\r\n");
        assertThat(withType("text/csv; charset=\"utf-8\"; ; =x; a"))
                .contains("Content-Type: text/csv; charset=utf-8\r\n");
    }

    @Test
    void encodesOnlyTheNameInASenderThatIsAMailbox() {
        var sender = new CustomHeader("Sender", "Café in town <ada@example.org>");
        assertThat(compose("s", "t", null, List.of(sender), List.of()))
                .contains("Sender: =?UTF-8?Q?Caf=C3=A9_in_town?= <ada@example.org>\r\n");
    }

    @Test
    void needsSmtpUtf8OnlyForAnAddressThatHasNoAsciiForm() {
        assertThat(message("s", "Grüße", null, List.of(), List.of()).needsSmtpUtf8())
                .isFalse();
        var reply = new CustomHeader("Reply-To", "grå@example.org");
        var message = message("s", "t", null, List.of(reply), List.of());
        assertThat(message.needsSmtpUtf8()).isTrue();
        assertThat(new String(MessageComposer.compose(message), UTF_8)).contains("Reply-To: grå@example.org\r\n");
    }

    @ParameterizedTest
    @ValueSource(chars = {'\r', '\n', '\0'})
    void refusesLineBreaksInEveryField(char bad) {
        refuses(() -> message("a" + bad + "b", "t", null, List.of(), List.of()));
        refuses(() -> new CustomHeader("X-A", "a" + bad + "b"));
        refuses(() -> new CustomHeader("X-A" + bad, "a"));
        refuses(() -> new Attachment("a" + bad, "text/plain", null, new byte[0]));
        refuses(() -> new Attachment("a", "text/plain" + bad, null, new byte[0]));
        refuses(() -> new Attachment("a", "text/plain", "a" + bad, new byte[0]));
        refuses(() -> new OutgoingMessage(
                ADA, List.of(), List.of(), List.of(), "s", DATE, "<1" + bad + "@x>", null, null, List.of(), List.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a b",
                "a:",
                "ä",
                "Bcc",
                "FROM",
                "content-type",
                "Content-Anything",
                "DKIM-Signature",
                "Received"
            })
    void refusesNamesThatAreNotTheSendersToSet(String name) {
        refuses(() -> new CustomHeader(name, "x"));
    }

    @Test
    void refusesASecondReplyTo() {
        var reply = new CustomHeader("reply-to", "a@example.org");
        assertThat(ReservedHeaders.contains("Reply-To")).isFalse();
        refuses(() -> new OutgoingMessage(
                ADA, List.of(), List.of(), List.of(ADA), "s", DATE, "<1@x>", null, null, List.of(reply), List.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1@x", "<1>", "<@x>", "<1@>", "<1@x", "<1 2@x>", "<1@x><2@y>", "<1@é>"})
    void refusesWhatIsNotAMessageId(String id) {
        refuses(() -> new OutgoingMessage(
                ADA, List.of(), List.of(), List.of(), "s", DATE, id, null, null, List.of(), List.of()));
    }

    @Test
    void leavesNoFilenameThatReadsAsACharsetAndAName() {
        assertThat(withFile("UTF-8''x.txt")).contains("filename*=UTF-8''UTF-8%27%27x.txt");
        assertThat(withFile("Ann's.txt")).contains("filename=\"Ann's.txt\"");
    }

    private static String withFile(String filename) {
        return compose("s", "t", null, List.of(), List.of(new Attachment(filename, "a/b", null, new byte[0])));
    }

    private static String withType(String type) {
        return compose("s", "t", null, List.of(), List.of(new Attachment("f", type, null, new byte[0])));
    }

    private static String composed(String subject, @Nullable String text, @Nullable String html) {
        return compose(subject, text, html, List.of(), List.of());
    }

    private static String compose(
            String subject,
            @Nullable String text,
            @Nullable String html,
            List<CustomHeader> headers,
            List<Attachment> files) {
        return new String(MessageComposer.compose(message(subject, text, html, headers, files)), UTF_8);
    }

    private static OutgoingMessage message(
            String subject,
            @Nullable String text,
            @Nullable String html,
            List<CustomHeader> headers,
            List<Attachment> files) {
        return new OutgoingMessage(
                ADA, List.of(ADA), List.of(), List.of(), subject, DATE, "<1@example.org>", html, text, headers, files);
    }

    private static List<String> types(String message) {
        return message.lines()
                .filter(line -> line.startsWith("Content-Type: "))
                .map(line -> line.replaceAll("Content-Type: ([^;]+).*", "$1"))
                .toList();
    }

    private static String crlf(String block) {
        return block.replace("\n", "\r\n");
    }

    private static void refuses(ThrowingCallable making) {
        assertThatIllegalArgumentException().isThrownBy(making);
    }
}
