package dev.pennypost.accounts;

import java.time.Duration;
import java.util.Set;

/// What became of signing in, or of a step of it.
public sealed interface SignInResult {
    /// They are in.
    ///
    /// @param device to be kept by the browser for a year: with it, it may try again when strangers' guesses have
    ///     closed the account to strangers
    record SignedIn(SessionToken token, String device) implements SignInResult {
        @Override
        public String toString() {
            return "SignedIn[•••]";
        }
    }

    /// The password is right, and a second proof is asked for within ten minutes.
    ///
    /// @param pending to be shown with it
    record SecondFactor(Ticket pending, Set<Proof> proofs) implements SignInResult {
        public SecondFactor {
            proofs = Set.copyOf(proofs);
        }
    }

    /// They are not in.
    ///
    /// @param retryAfter how long every further attempt is refused; zero when there may be one at once
    record Refused(SignInProblem reason, Duration retryAfter) implements SignInResult {}

    /// What is a second proof.
    enum Proof {
        /// A code that changes every 30 seconds.
        TOTP,
        /// One of ten codes to be used once.
        RECOVERY,
        /// A passkey, of which nobody would have needed the password.
        PASSKEY
    }
}
