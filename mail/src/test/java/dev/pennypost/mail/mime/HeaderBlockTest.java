package dev.pennypost.mail.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderBlockTest {
    private static final String MESSAGE = "From: a@b.test\r\nBCC: x@y.test,\r\n\tz@y.test\r\nSubject : hi\r\nbcc:\r\n"
            + "X:  kept  \r\n as it is\r\n\r\nBcc: of the body\r\n";

    @Test
    void takesFieldsOutWithTheirFoldsAndTouchesNothingElse() {
        assertThat(rewritten(MESSAGE, "Received: x\r\n", "bcc"))
                .isEqualTo("Received: x\r\nFrom: a@b.test\r\nSubject : hi\r\nX:  kept  \r\n as it is\r\n\r\n"
                        + "Bcc: of the body\r\n");
    }

    @Test
    void changesNothingWhenThereIsNothingToTakeOut() {
        assertThat(rewritten(MESSAGE, "", "return-path")).isEqualTo(MESSAGE);
    }

    @Test
    void countsFieldsInAnyCase() {
        var header = HeaderBlock.of(octets(MESSAGE)).orElseThrow();
        assertThat(header.count("Bcc")).isEqualTo(2);
        assertThat(header.has("subject")).isTrue();
        assertThat(header.has("To")).isFalse();
    }

    @Test
    void looksForUnicodeInTheHeaderOnly() {
        assertThat(HeaderBlock.of(octets("A: b\r\n\r\n\u00fc")).orElseThrow().isAscii())
                .isTrue();
        assertThat(HeaderBlock.of(octets("A: \u00fc\r\n\r\nb")).orElseThrow().isAscii())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\r\n", "\r\nbody", "A: b", "A: b\r\n", "A:\r\n b\r\n\r\n"})
    void readsWhatIsIncomplete(String message) {
        assertThat(rewritten(message, "", "x")).isEqualTo(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no field\r\n\r\n",
                "From ada Sat Nov 21\r\nFrom: a@b.test\r\n\r\n",
                " A: b\r\n\r\n",
                "A: b\r\n: c\r\n\r\n",
                "A: b\r\nbody without an empty line\r\n",
                "\u00dcber: b\r\n\r\n"
            })
    void refusesWhatOthersMayReadOtherwise(String message) {
        assertThat(HeaderBlock.of(octets(message))).isEmpty();
    }

    private static String rewritten(String message, String front, String name) {
        byte[] rewritten = HeaderBlock.of(octets(message)).orElseThrow().rewritten(octets(front), Set.of(name));
        return new String(rewritten, StandardCharsets.ISO_8859_1);
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
