package dev.pennypost.emails;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RawMessageTest {
    /// `|` stands for the end of a line.
    @ParameterizedTest
    @CsvSource(
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "Message-ID: <a@b>|From: c|||Body,From: c|||Body",
                "From: c|message-id : <a@b>|To: d|||Body,From: c|To: d|||Body",
                "From: c|MESSAGE-ID:| <a@b>|To: d|||Body,From: c|To: d|||Body",
                "From: c|Message-ID: <a@b>|||Body,From: c|||Body",
                "From: c|||Message-ID: in the body,From: c|||Message-ID: in the body",
                "From: c|X-Message-ID: stays|||Body,From: c|X-Message-ID: stays|||Body"
            })
    void losesItsMessageIdAndNothingElse(String before, String after) {
        var message = new RawMessage(octets(before.replace("|||", "||")), false);
        assertThat(message.withoutMessageId().octets()).isEqualTo(octets(after.replace("|||", "||")));
    }

    private static byte[] octets(String text) {
        return text.replace("|", "\r\n").getBytes(StandardCharsets.UTF_8);
    }
}
