package dev.pennypost.emails;

import dev.pennypost.mail.address.Address;
import dev.pennypost.teams.TeamId;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A report about an email, as it is kept.
///
/// @param recipient null when the report is about nobody in particular
/// @param meaning null unless it bounced
record Returned(
        TeamId team,
        EmailId email,
        @Nullable Address recipient,
        Kind kind,
        @Nullable ReturnMeaning meaning,
        @Nullable String status,
        @Nullable String diagnostic,
        @Nullable String remoteMta,
        Instant at) {
    enum Kind {
        BOUNCED,
        COMPLAINED,
        /// A complaint that anybody could have written, or that fits several recipients: nothing follows from
        /// it.
        UNPROVEN;

        String column() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Kind fromColumn(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }
    }

    static Returned complaint(TeamId team, EmailId email, @Nullable Address recipient, Kind kind, Instant at) {
        return new Returned(team, email, recipient, kind, null, null, null, null, at);
    }
}
