package dev.pennypost.certificates;

import java.time.Instant;

/// Why a host has no certificate, or no newer one. Every problem is tried again by itself, later each time.
public sealed interface CertificateProblem {
    /// The CAA records of the host let other authorities issue, not ours (RFC 8659).
    ///
    /// @param why where the records are and what they are
    record CaaForbids(String why) implements CertificateProblem {}

    /// DNS has no address for the host, or does not answer.
    record Dns(String why) implements CertificateProblem {}

    /// The authority could not convince itself that the host is ours.
    ///
    /// @param why in the authority's words
    record ChallengeFailed(String why) implements CertificateProblem {}

    /// The authority has issued enough for now.
    record RateLimited(String why, Instant until) implements CertificateProblem {}

    /// The authority did not answer, or said something that is not ACME.
    record AuthorityUnreachable(String why) implements CertificateProblem {}

    /// The authority does not want us: terms that changed, an account it closed, a binding it asks for.
    record AccountRefused(String why) implements CertificateProblem {}

    /// The authority does not issue for this host.
    record OrderRefused(String why) implements CertificateProblem {}

    /// What happened, for people.
    String why();

    /// The problem's name in the database, the API and metrics.
    default String code() {
        return switch (this) {
            case CaaForbids _ -> "caa_forbids";
            case Dns _ -> "dns";
            case ChallengeFailed _ -> "challenge_failed";
            case RateLimited _ -> "rate_limited";
            case AuthorityUnreachable _ -> "authority_unreachable";
            case AccountRefused _ -> "account_refused";
            case OrderRefused _ -> "order_refused";
        };
    }

    /// Whether it says nothing about the host: the next order would meet it too.
    default boolean isAboutTheAuthority() {
        return this instanceof AuthorityUnreachable || this instanceof AccountRefused || this instanceof RateLimited;
    }
}
