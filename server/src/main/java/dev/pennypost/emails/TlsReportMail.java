package dev.pennypost.emails;

import dev.pennypost.delivery.tls.ReportMail;
import dev.pennypost.keys.Caller;
import dev.pennypost.keys.KeyId;
import dev.pennypost.keys.Permission;
import dev.pennypost.mail.address.Address;
import dev.pennypost.mail.address.Mailbox;
import dev.pennypost.mail.tlsrpt.TlsReportMessage;
import dev.pennypost.teams.TeamId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Sends TLS reports as emails of the operator's own team.
public final class TlsReportMail implements ReportMail {
    private static final System.Logger LOG = System.getLogger(TlsReportMail.class.getName());

    /// No key was shown: the caller is us.
    private static final KeyId NO_KEY = new KeyId(new UUID(0, 0));

    private final Emails emails;
    private final TeamId team;

    public TlsReportMail(Emails emails, TeamId team) {
        this.emails = emails;
        this.team = team;
    }

    @Override
    public boolean send(TlsReportMessage message, Address from, Address to) {
        var caller = new Caller(team, NO_KEY, Permission.SENDING_ACCESS, null);
        SendResult result = emails.submit(caller, submission(message, from, to));
        if (result instanceof SendResult.Refused(EmailProblem problem))
            LOG.log(System.Logger.Level.WARNING, () -> "a TLS report from " + from + " is refused: " + problem);
        return result instanceof SendResult.Accepted;
    }

    private static Submission submission(TlsReportMessage message, Address from, Address to) {
        var email = new SendEmail(
                Mailbox.of(from),
                List.of(Mailbox.of(to)),
                List.of(),
                List.of(),
                List.of(),
                message.subject(),
                null,
                message.text(),
                List.of(),
                List.of(),
                List.of());
        return new Submission(email, new RawMessage(message.octets(), false), null, Optional.empty(), true);
    }
}
