package dev.pennypost.suppressions;

import dev.pennypost.mail.address.Address;
import dev.pennypost.teams.TeamId;
import java.util.Locale;

/// Somebody a team sends to, as suppressions compare: case makes no difference, and neither does the script in which a
/// domain is written (RFC 5890 §2.3.2.1).
///
/// @param email in lower case, the domain as A-labels
public record Recipient(TeamId team, String email) {
    public static Recipient of(TeamId team, Address address) {
        return new Recipient(team, address.toString().toLowerCase(Locale.ROOT));
    }
}
