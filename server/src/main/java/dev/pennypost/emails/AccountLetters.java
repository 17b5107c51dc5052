package dev.pennypost.emails;

import dev.pennypost.accounts.AccountMail;
import dev.pennypost.mail.address.Address;
import dev.pennypost.teams.TeamId;
import java.time.InstantSource;

/// Sends invitations and links for new passwords as emails of the operator's own team, of which
/// nobody can read afterwards what they say.
public final class AccountLetters implements AccountMail {
    private final OperatorMail mail;
    private final InstantSource clock;

    public AccountLetters(Emails emails, TeamId team, Address from, InstantSource clock) {
        this.mail = new OperatorMail(emails, team, from, "letters about accounts");
        this.clock = clock;
    }

    @Override
    public void send(Letter letter) {
        mail.sendConfidentially(letter.key(), letter.to(), letter.subject(), letter.text(), clock.instant());
    }
}
