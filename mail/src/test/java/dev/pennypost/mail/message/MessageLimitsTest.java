package dev.pennypost.mail.message;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimePart;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// What RFCs allow of lines, encoded words, transfer encodings and boundaries, over messages of every shape.
class MessageLimitsTest {
    private static final Pattern FIELD = Pattern.compile("[!-9;-~]+:.*");
    private static final Pattern ENCODED_WORD = Pattern.compile("=\\?UTF-8\\?[QB]\\?[!->@-~]*\\?=");
    private static final Pattern QUOTED = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"");
    private static final Pattern BOUNDARY = Pattern.compile("boundary=\"?(=_[0-9a-f]{16})_");
    private static final Pattern QUOTED_PRINTABLE_LINE = Pattern.compile("(?:[!-<>-~]|[ \t](?!$)|=[0-9A-F]{2})*=?");

    @Test
    void everyHeaderLineIsAFieldOrItsContinuation() {
        eachMessage((seed, message) -> assertThat(headerLines(message))
                .as("message %d", seed)
                .allMatch(line -> line.startsWith(" ") || FIELD.matcher(line).matches()));
    }

    @Test
    void foldsEveryHeaderLineThatCanBeFolded() {
        eachMessage((seed, message) -> assertThat(headerLines(message).stream().filter(line -> line.length() > 78))
                .as("message %d", seed)
                .noneMatch(MessageLimitsTest::hasPlaceToFold));
    }

    @Test
    void keepsEncodedWordsWithinTheirLength() {
        eachMessage((seed, message) -> {
            for (String line : headerLines(message)) {
                var words = ENCODED_WORD.matcher(line);
                while (words.find())
                    assertThat(words.group()).as("message %d", seed).hasSizeLessThanOrEqualTo(75);
            }
        });
    }

    @Test
    void declaresTheTransferEncodingThatIsUsed() {
        eachMessage((seed, message) -> {
            for (MimePart part : new AngusReader(message).leaves())
                assertThat(isEncodedAs(part.getEncoding(), raw(part)))
                        .as("%s of message %d", part.getEncoding(), seed)
                        .isTrue();
        });
    }

    @Test
    void hasItsBoundaryOnlyBetweenParts() {
        eachMessage((seed, message) -> {
            String text = new String(message, ISO_8859_1);
            var boundary = BOUNDARY.matcher(text);
            if (!boundary.find()) return;
            String stem = Pattern.quote(boundary.group(1));
            String rest = text.replaceAll("boundary=\"?" + stem + "_\\d", "")
                    .replaceAll("(?m)^--" + stem + "_\\d(--)?(?=\r\n)", "");
            assertThat(rest).as("message %d", seed).doesNotContain(boundary.group(1));
        });
    }

    private interface Check {
        void on(long seed, byte[] message) throws Exception;
    }

    private static void eachMessage(Check check) {
        RoundTripTest.seeds().forEach(seed -> {
            try {
                check.on(seed, MessageComposer.compose(new RandomMessages(seed).next()));
            } catch (Exception e) {
                throw new AssertionError("message " + seed, e);
            }
        });
    }

    // The header of the message and those of its parts, as octets.
    private static List<String> headerLines(byte[] message) {
        String text = new String(message, ISO_8859_1);
        var boundary = BOUNDARY.matcher(text);
        String delimiter = boundary.find() ? "--" + boundary.group(1) : "\n";
        var lines = new ArrayList<String>();
        boolean inHeader = true;
        for (String line : text.split("\r\n", -1)) {
            if (line.startsWith(delimiter)) inHeader = !line.endsWith("--");
            else if (line.isEmpty()) inHeader = false;
            else if (inHeader) lines.add(line);
        }
        return lines;
    }

    // A quoted string is one word to us; a name and its first word stay together.
    private static boolean hasPlaceToFold(String line) {
        String words = QUOTED.matcher(line)
                .replaceAll("q")
                .replaceFirst("^[!-9;-~]+: ", "")
                .strip();
        return words.contains(" ");
    }

    private static boolean isEncodedAs(String encoding, byte[] raw) {
        var lines = new String(raw, ISO_8859_1).split("\r\n", -1);
        return switch (encoding) {
            case "7bit" ->
                all(lines, line -> line.length() <= 998 && line.matches("[\\x01-\\x09\\x0b\\x0c\\x0e-\\x7f]*"));
            case "quoted-printable" ->
                all(
                        lines,
                        line -> line.length() <= 76
                                && QUOTED_PRINTABLE_LINE.matcher(line).matches());
            case "base64" -> all(lines, line -> line.length() <= 76 && line.matches("[A-Za-z0-9+/]*={0,2}"));
            default -> false;
        };
    }

    private static boolean all(String[] lines, Predicate<String> check) {
        return Arrays.stream(lines).allMatch(check);
    }

    private static byte[] raw(MimePart part) throws Exception {
        try (InputStream in = part instanceof MimeBodyPart body
                ? body.getRawInputStream()
                : ((MimeMessage) part).getRawInputStream()) {
            return in.readAllBytes();
        }
    }
}
