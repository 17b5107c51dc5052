package dev.pennypost.emails;

import dev.pennypost.keys.Caller;
import dev.pennypost.keys.KeyId;
import dev.pennypost.keys.Permission;
import dev.pennypost.mail.address.Address;
import dev.pennypost.mail.address.BadAddress;
import dev.pennypost.mail.address.Mailbox;
import dev.pennypost.teams.TeamId;
import dev.pennypost.webhooks.NoticeMail;
import java.util.List;
import java.util.UUID;

/// Sends notices about webhooks as emails of the operator's own team.
public final class WebhookNoticeMail implements NoticeMail {
    private static final System.Logger LOG = System.getLogger(WebhookNoticeMail.class.getName());
    private static final String SCOPE = "notices about webhooks";

    /// No key was shown: the caller is us.
    private static final KeyId NO_KEY = new KeyId(new UUID(0, 0));

    private final Emails emails;
    private final TeamId team;
    private final Address from;

    public WebhookNoticeMail(Emails emails, TeamId team, Address from) {
        this.emails = emails;
        this.team = team;
        this.from = from;
    }

    @Override
    public void send(Notice notice) {
        try {
            var email = email(notice, Address.parse(notice.to()));
            var caller = new Caller(team, NO_KEY, Permission.SENDING_ACCESS, null);
            var key = IdempotencyKey.of(SCOPE, notice.key(), notice.toString());
            if (emails.send(caller, () -> email, key) instanceof SendResult.Refused(EmailProblem problem))
                LOG.log(System.Logger.Level.WARNING, () -> "a notice from " + from + " is refused: " + problem);
        } catch (BadAddress bad) {
            LOG.log(System.Logger.Level.WARNING, () -> "a notice has no address to go to: " + bad.getMessage());
        }
    }

    private SendEmail email(Notice notice, Address to) {
        return new SendEmail(
                Mailbox.of(from),
                List.of(Mailbox.of(to)),
                List.of(),
                List.of(),
                List.of(),
                notice.subject(),
                null,
                notice.text(),
                List.of(),
                List.of(),
                List.of());
    }
}
