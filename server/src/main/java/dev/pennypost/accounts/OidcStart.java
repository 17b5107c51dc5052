package dev.pennypost.accounts;

import java.net.URI;
import java.time.Duration;

/// Where somebody goes who wants to sign in at the OpenID provider.
public sealed interface OidcStart {
    /// To the provider.
    ///
    /// @param ticket to be kept by the browser, and shown when it comes back within ten minutes
    record Redirect(Ticket ticket, URI to) implements OidcStart {}

    /// Nowhere.
    ///
    /// @param retryAfter how long every further attempt is refused; zero when waiting is of no use
    record Refused(SignInProblem reason, Duration retryAfter) implements OidcStart {}
}
