package dev.pennypost.dashboard.smtp;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a mail program is told.
///
/// @param entrances none where the operator has switched submission off
/// @param password an API key that was just made; null when none was
record SmtpPage(
        List<Entrance> entrances,
        List<Program> programs,
        @Nullable String password,
        boolean mayMake) {
    /// The user, whoever logs in: the password says who it is.
    String user() {
        return "resend";
    }

    String host() {
        return entrances.getFirst().host();
    }
}
