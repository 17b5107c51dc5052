package dev.pennypost.accounts;

import java.time.Duration;

/// What became of beginning to sign in with a passkey.
public sealed interface PasskeyStart {
    /// The browser may ask its authenticators.
    record Begun(Ceremony ceremony) implements PasskeyStart {}

    /// It may not.
    ///
    /// @param retryAfter how long every further attempt is refused; zero when waiting is of no use
    record Refused(SignInProblem reason, Duration retryAfter) implements PasskeyStart {}
}
