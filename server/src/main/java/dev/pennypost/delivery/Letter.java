package dev.pennypost.delivery;

import dev.pennypost.mail.smtp.Body;
import dev.pennypost.mail.smtp.client.Extensions;
import dev.pennypost.mail.smtp.client.Failure;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The message of an email in memory, shared by the deliveries to those of its recipients who get the same: composed
/// and
/// signed once, when the first of them is attempted. It has a second copy where servers lack the extensions that the
/// first asks for (RFC 6531 §3.5, RFC 6152 §3), with other octets and so with a signature of its own.
public final class Letter {
    private final Supplier<Message> compose;
    private final Supplier<Optional<Message>> convert;
    private @Nullable Copy written;
    private boolean isConverted;
    private @Nullable Copy converted;

    /// @param convert makes the message that asks for no extension; asked for only when a server lacks one
    public Letter(Supplier<Message> compose, Supplier<Optional<Message>> convert) {
        this.compose = compose;
        this.convert = convert;
    }

    /// The copy for a server: the message as it was written wherever that can be sent.
    Optional<Copy> copyFor(Extensions offered) {
        Copy asWritten = written();
        return asWritten.message.lacking(offered).isEmpty() ? Optional.of(asWritten) : converted();
    }

    /// Why there is no copy for a server, when there is none.
    Optional<Failure> lacking(Extensions offered) {
        return copyFor(offered).isPresent()
                ? Optional.empty()
                : written().message.lacking(offered);
    }

    private synchronized Copy written() {
        if (written == null) written = new Copy(compose.get());
        return written;
    }

    private synchronized Optional<Copy> converted() {
        if (!isConverted) converted = convert.get().map(Copy::new).orElse(null);
        isConverted = true;
        return Optional.ofNullable(converted);
    }

    /// One form of the message, and its signature.
    static final class Copy {
        private final Message message;
        private byte @Nullable [] signature;

        private Copy(Message message) {
            this.message = message;
        }

        Message message() {
            return message;
        }

        /// The signature headers to send before the message.
        synchronized byte[] signature(Function<byte[], byte[]> sign) {
            if (signature == null) signature = sign.apply(message.content());
            return signature;
        }
    }

    /// @param content the octets of the message (RFC 5322), unsigned
    /// @param needsSmtpUtf8 its header has UTF-8, which only RFC 6531 servers take
    /// @param body whether it has octets beyond ASCII
    public record Message(byte[] content, boolean needsSmtpUtf8, Body body) {
        /// A message that any server takes.
        public static Message sevenBit(byte[] content) {
            return new Message(content, false, Body.SEVEN_BIT);
        }

        private Optional<Failure> lacking(Extensions offered) {
            return offered.lacking(needsSmtpUtf8, body);
        }
    }
}
