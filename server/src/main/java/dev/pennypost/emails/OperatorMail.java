package dev.pennypost.emails;

import dev.pennypost.keys.Caller;
import dev.pennypost.keys.KeyId;
import dev.pennypost.keys.Permission;
import dev.pennypost.mail.address.Address;
import dev.pennypost.mail.address.BadAddress;
import dev.pennypost.mail.address.Mailbox;
import dev.pennypost.teams.TeamId;
import java.util.List;
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
        try {
            var email = email(Address.parse(to), subject, text);
            var caller = new Caller(team, NO_KEY, Permission.SENDING_ACCESS, null);
            var once = IdempotencyKey.of(scope, key, String.join("\n", to, subject, text));
            if (emails.send(caller, () -> email, once) instanceof SendResult.Refused(EmailProblem problem))
                LOG.log(System.Logger.Level.WARNING, () -> "mail from " + from + " is refused: " + problem);
        } catch (BadAddress bad) {
            LOG.log(System.Logger.Level.WARNING, () -> "mail has no address to go to: " + bad.getMessage());
        }
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
}
