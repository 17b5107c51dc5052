package dev.pennypost.dashboard.settings;

import dev.pennypost.accounts.Factors;
import dev.pennypost.accounts.OpenSession;
import dev.pennypost.accounts.Person;
import dev.pennypost.accounts.SessionId;
import java.util.List;

/// What the profile shows.
///
/// @param passkeysWork whether browsers have passkeys for where we are reached
/// @param part of the page that was refused; empty for none
/// @param problem why
record Profile(
        Person person,
        Factors.Overview factors,
        boolean passkeysWork,
        List<OpenSession> sessions,
        SessionId current,
        String part,
        String problem) {
    String problemOf(String asked) {
        return part.equals(asked) ? problem : "";
    }

    /// Whether a password alone does not let them in.
    boolean asksForMore() {
        return factors.totp() || !factors.passkeys().isEmpty();
    }

    String recoveryCodesLeft() {
        int left = factors.recoveryCodes();
        if (left == 0) return "None is left: make new ones.";
        return left == 1 ? "One is left." : left + " are left.";
    }

    String browserOf(OpenSession session) {
        return BrowserName.of(session.program());
    }

    boolean isCurrent(OpenSession session) {
        return session.id().equals(current);
    }
}
