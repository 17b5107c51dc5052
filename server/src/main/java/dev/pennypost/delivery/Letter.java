package dev.pennypost.delivery;

import dev.pennypost.mail.smtp.Body;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The message of an email in memory, shared by the deliveries to its recipients: composed and signed once, when the
/// first of them is attempted.
public final class Letter {
    private final Supplier<Message> compose;
    private @Nullable Message message;
    private byte @Nullable [] signature;

    public Letter(Supplier<Message> compose) {
        this.compose = compose;
    }

    synchronized Message message() {
        if (message == null) message = compose.get();
        return message;
    }

    /// The signature headers to send before the message.
    synchronized byte[] signature(Function<byte[], byte[]> sign) {
        if (signature == null) signature = sign.apply(message().content());
        return signature;
    }

    /// @param content the octets of the message (RFC 5322), unsigned
    /// @param needsSmtpUtf8 its header has addresses that only RFC 6531 servers take
    /// @param body whether it has octets beyond ASCII
    public record Message(byte[] content, boolean needsSmtpUtf8, Body body) {}
}
