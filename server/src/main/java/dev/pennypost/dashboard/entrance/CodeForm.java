package dev.pennypost.dashboard.entrance;

import dev.pennypost.accounts.SignInResult.Proof;
import java.util.Set;

/// What is asked for after a password.
///
/// @param totp whether a program shows codes
/// @param recovery whether there are recovery codes left
/// @param passkey whether there is a passkey
/// @param to where it leads
/// @param problem why it was refused; empty where it was not
record CodeForm(boolean totp, boolean recovery, boolean passkey, String to, String problem) {
    static CodeForm of(Set<Proof> proofs, String to, String problem) {
        return new CodeForm(
                proofs.contains(Proof.TOTP),
                proofs.contains(Proof.RECOVERY),
                proofs.contains(Proof.PASSKEY),
                to,
                problem);
    }

    boolean takesCodes() {
        return totp || recovery;
    }

    String label() {
        return totp ? "Code" : "Recovery code";
    }

    String hint() {
        if (!totp) return "One of the codes that you kept for the day your passkey is lost.";
        return recovery
                ? "The six digits that your program shows, or a recovery code."
                : "The six digits that your program shows.";
    }
}
