package dev.pennypost.dashboard.mailbox;

import dev.pennypost.mail.mime.ParsedMessage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The mail that a sandbox caught, whichever team sent it.
public interface CaughtMailbox {
    Stream<Caught> newestFirst();

    Optional<Caught> find(UUID id);

    /// The octets as they came over SMTP; nothing when the mail is gone.
    Optional<byte[]> message(UUID id);

    /// What a receiver would think of a mail; nothing when it is gone.
    Optional<Verdicts> verdicts(UUID id, byte[] message, ParsedMessage parsed);

    /// Does what a recipient does.
    ///
    /// @param link which link is followed, as it stands in the mail; null for the first that counts
    Played play(UUID id, Act act, @Nullable String link);

    /// Deletes every mail that is here now.
    void clear();

    /// A mail without its message.
    ///
    /// @param mailFrom the reverse path; empty for the null reverse path
    /// @param helo the name the client gave
    /// @param tls the protocol; null in the clear
    /// @param size in octets
    record Caught(
            UUID id,
            String mailFrom,
            List<String> recipients,
            Instant at,
            String helo,
            String clientIp,
            @Nullable String tls,
            long size,
            @Nullable String subject) {
        public Caught {
            recipients = List.copyOf(recipients);
        }
    }

    /// In the words of RFC 8601 §2.7.
    record Verdicts(String spf, String dkim, String dmarc) {}

    /// What recipients and their servers do with mail they got.
    enum Act {
        BOUNCE,
        COMPLAIN,
        OPEN,
        CLICK
    }

    /// What came of it.
    enum Played {
        DONE,
        NO_RETURN_PATH,
        NOTHING_TRACKED,
        NOT_REACHED,
        /// The mail was deleted.
        GONE
    }
}
