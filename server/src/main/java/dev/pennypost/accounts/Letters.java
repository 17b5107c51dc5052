package dev.pennypost.accounts;

import dev.pennypost.accounts.AccountMail.Letter;
import java.util.HexFormat;

/// What is written to people about their accounts.
final class Letters {
    private Letters() {}

    static Letter invitation(Invitation invitation, String link, String token) {
        String who = invitation.invitedBy() == null ? "Somebody" : invitation.invitedBy();
        return new Letter(
                key(token),
                invitation.email(),
                "You are invited to " + invitation.teamName() + " on Pennypost",
                who + " invites you to join the team " + invitation.teamName() + " on Pennypost.\n\n"
                        + "To accept, open this link within seven days:\n\n" + link + "\n\n"
                        + "If you do not know what this is about, you need not do anything.\n");
    }

    static Letter reset(Person person, String link, String token) {
        return new Letter(
                key(token),
                person.email(),
                "A new password for Pennypost",
                "Hello " + person.name() + ",\n\n"
                        + "somebody, hopefully you, asked for a new password for your account on Pennypost.\n"
                        + "To choose one, open this link within an hour:\n\n" + link + "\n\n"
                        + "If it was not you, you need not do anything: your password stays as it is.\n");
    }

    /// Tells letters apart without telling what lets their recipients in.
    private static String key(String token) {
        return HexFormat.of().formatHex(Tokens.hash(token));
    }
}
