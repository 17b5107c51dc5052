package dev.pennypost.emails;

import dev.pennypost.keys.Caller;
import dev.pennypost.keys.KeyId;
import dev.pennypost.keys.Permission;
import dev.pennypost.mail.address.Address;
import dev.pennypost.mail.address.BadAddress;
import dev.pennypost.mail.address.Mailbox;
import dev.pennypost.mail.message.MessageComposer;
import dev.pennypost.mail.message.OutgoingMessage;
import dev.pennypost.teams.TeamId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Sends what the installation itself has to say, as emails of the operator's own team. What is refused is logged and
/// given up.
final class OperatorMail {
    private static final System.Logger LOG = System.getLogger(OperatorMail.class.getName());

    /// No key was shown: the caller is us.
    private static final KeyId NO_KEY = new KeyId(new UUID(0, 0));

    private final Emails emails;
    private final TeamId team;
    private final Address from;
    private final String scope;

    OperatorMail(Emails emails, TeamId team, Address from, String scope) {
        this.emails = emails;
        this.team = team;
        this.from = from;
        this.scope = scope;
    }

    /// @param key with which only one email is sent, however often it is asked for
    void send(String key, String to, String subject, String text) {
        sending(key, to, subject, text, (caller, recipient, once) -> {
            var email = email(recipient, subject, text);
            return emails.send(caller, () -> email, once);
        });
    }

    /// Sends what only its recipient may read: whoever may look at the team's emails finds that it was sent, and not what
    /// it says.
    void sendConfidentially(String key, String to, String subject, String text, Instant now) {
        sending(key, to, subject, text, (caller, recipient, once) -> {
            String id = "<" + UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8)) + "@"
                    + from.domain().ascii() + ">";
            var shown = email(recipient, subject, "The text of this message is for its recipient only.");
            var message = message(recipient, subject, text, id, now);
            var raw = new RawMessage(MessageComposer.compose(message), message.needsSmtpUtf8());
            return emails.submit(caller, new Submission(shown, raw, id, Optional.of(once)));
        });
    }

    private void sending(String key, String to, String subject, String text, Sending sending) {
        try {
            var recipient = Address.parse(to);
            var caller = new Caller(team, NO_KEY, Permission.SENDING_ACCESS, null);
            var once = IdempotencyKey.of(scope, key, String.join("\n", to, subject, text));
            if (sending.send(caller, recipient, once) instanceof SendResult.Refused(EmailProblem problem))
                LOG.log(System.Logger.Level.WARNING, () -> "mail from " + from + " is refused: " + problem);
        } catch (BadAddress bad) {
            LOG.log(System.Logger.Level.WARNING, () -> "mail has no address to go to: " + bad.getMessage());
        }
    }

    private OutgoingMessage message(Address to, String subject, String text, String id, Instant now) {
        return new OutgoingMessage(
                Mailbox.of(from),
                List.of(Mailbox.of(to)),
                List.of(),
                List.of(),
                subject,
                now,
                id,
                null,
                text,
                List.of(),
                List.of());
    }

    private SendEmail email(Address to, String subject, String text) {
        return new SendEmail(
                Mailbox.of(from),
                List.of(Mailbox.of(to)),
                List.of(),
                List.of(),
                List.of(),
                subject,
                null,
                text,
                List.of(),
                List.of(),
                List.of());
    }

    private interface Sending {
        SendResult send(Caller caller, Address to, IdempotencyKey once);
    }
}
