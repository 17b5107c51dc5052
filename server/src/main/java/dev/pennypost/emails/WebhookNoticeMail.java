package dev.pennypost.emails;

import dev.pennypost.mail.address.Address;
import dev.pennypost.teams.TeamId;
import dev.pennypost.webhooks.NoticeMail;

/// Sends notices about webhooks as emails of the operator's own team.
public final class WebhookNoticeMail implements NoticeMail {
    private final OperatorMail mail;

    public WebhookNoticeMail(Emails emails, TeamId team, Address from) {
        this.mail = new OperatorMail(emails, team, from, "notices about webhooks");
    }

    @Override
    public void send(Notice notice) {
        mail.send(notice.key(), notice.to(), notice.subject(), notice.text());
    }
}
