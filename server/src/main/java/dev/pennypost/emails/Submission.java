package dev.pennypost.emails;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An email as a customer wrote it himself, down to its octets.
///
/// @param email what it says, for people and events: nobody is in to, cc or bcc who is not to get it, and
/// everybody who is to get it is in one of them; to may be empty when others are not
/// @param message what is delivered, signed and otherwise unchanged
/// @param messageId its Message-ID field with angle brackets; null when it has none, and one is put in front
/// @param idempotencyKey that a repetition of this request carries too
/// @param tlsReport it is a report of how TLS with its recipient fails, and goes there all the same (RFC 8460
/// §3)
public record Submission(
        SendEmail email,
        RawMessage message,
        @Nullable String messageId,
        Optional<IdempotencyKey> idempotencyKey,
        boolean tlsReport) {
    public Submission(
            SendEmail email, RawMessage message, @Nullable String messageId, Optional<IdempotencyKey> idempotencyKey) {
        this(email, message, messageId, idempotencyKey, false);
    }

    /// The message with a Message-ID, which every message should have (RFC 5322 §3.6.4).
    RawMessage identified(String id) {
        if (messageId != null) return message;
        byte[] field = ("Message-ID: " + id + "\r\n").getBytes(StandardCharsets.UTF_8);
        byte[] octets = new byte[field.length + message.octets().length];
        System.arraycopy(field, 0, octets, 0, field.length);
        System.arraycopy(message.octets(), 0, octets, field.length, message.octets().length);
        return new RawMessage(octets, message.smtpUtf8(), message.confidential());
    }
}
