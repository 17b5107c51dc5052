package dev.pennypost.upstreams;

/// Why something with an upstream cannot be done.
public sealed interface UpstreamProblem {
    /// The organisation has stored no key.
    record NoKey() implements UpstreamProblem {}

    /// The text is no URL an upstream could have; `why` ends a sentence that begins with the URL.
    record BadUrl(String url, String why) implements UpstreamProblem {}

    /// The text is no API key.
    record BadKey() implements UpstreamProblem {}

    /// The text is no domain name; `why` ends a sentence that begins with the text.
    record BadName(String name, String why) implements UpstreamProblem {}

    /// The organisation has a domain, or one is being added this moment.
    record AlreadyConfigured(String name) implements UpstreamProblem {}

    /// The organisation has no domain yet.
    record NoDomain() implements UpstreamProblem {}

    /// The upstream has no domain of this id.
    record NotAtUpstream(String id) implements UpstreamProblem {}

    /// The upstream does not take the key, or not for this.
    record KeyRefused() implements UpstreamProblem {}

    /// The upstream refuses what it was asked; `message` is what it says, shortened and on one line.
    record Refused(int status, String message) implements UpstreamProblem {}

    /// No connection, or one that broke; `why` is for people.
    record Unreachable(String why) implements UpstreamProblem {}

    /// No answer in time.
    record TimedOut(int seconds) implements UpstreamProblem {}

    /// An answer that is not what this API answers.
    record Nonsense(String why) implements UpstreamProblem {}
}
