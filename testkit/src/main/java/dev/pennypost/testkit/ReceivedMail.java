package dev.pennypost.testkit;

import dev.pennypost.mail.smtp.TlsFacts;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A message a [FakeMx] has taken.
///
/// @param mailParameters what followed the reverse path, such as `SIZE=120 SMTPUTF8`
/// @param bytes the message with dot-stuffing undone
/// @param wire the octets between DATA and the final dot as they came
/// @param tls null when it came in the clear
/// @param connection counts connections from 1, so that reuse shows
@SuppressWarnings("ArrayRecordComponent") // compared by its parts, never as a whole
public record ReceivedMail(
        String helo,
        String reversePath,
        String mailParameters,
        List<String> recipients,
        byte[] bytes,
        byte[] wire,
        @Nullable TlsFacts tls,
        int connection) {
    public ReceivedMail {
        recipients = List.copyOf(recipients);
    }

    /// The message, one character per octet.
    public String text() {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
