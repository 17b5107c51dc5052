package dev.pennypost.emails;

import dev.pennypost.accounts.AccountMail;
import dev.pennypost.mail.address.Address;
import dev.pennypost.teams.TeamId;

/// Sends invitations and links for new passwords as emails of the operator's own team.
public final class AccountLetters implements AccountMail {
    private final OperatorMail mail;

    public AccountLetters(Emails emails, TeamId team, Address from) {
        this.mail = new OperatorMail(emails, team, from, "letters about accounts");
    }

    @Override
    public void send(Letter letter) {
        mail.send(letter.key(), letter.to(), letter.subject(), letter.text());
    }
}
