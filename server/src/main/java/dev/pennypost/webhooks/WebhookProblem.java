package dev.pennypost.webhooks;

/// Why a webhook is refused.
public sealed interface WebhookProblem {
    /// The endpoint is not a URL we could send to.
    record BadEndpoint(String endpoint, Why why) implements WebhookProblem {}

    /// A webhook that wants no event.
    record NoEvents() implements WebhookProblem {}

    /// What is wrong with an endpoint.
    enum Why {
        /// Not an absolute URL with a host.
        NOT_A_URL,
        /// Neither `https` nor, where plain HTTP is allowed, `http`.
        SCHEME,
        /// It carries a user name or a password.
        USER_INFO,
        /// Longer than 2048 characters.
        TOO_LONG
    }
}
