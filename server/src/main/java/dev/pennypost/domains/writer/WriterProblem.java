package dev.pennypost.domains.writer;

import dev.pennypost.mail.dns.DomainName;
import java.time.Duration;
import java.util.Optional;

/// Why records were not published. What the DNS host said is cut short and has no secret in it.
public sealed interface WriterProblem {
    /// The DNS host does not know the token, or its form is wrong.
    record BadCredentials(String said) implements WriterProblem {}

    /// The account has no zone that holds the name, or the token may not see it.
    record NoSuchZone(DomainName name) implements WriterProblem {}

    /// The token is good for less than this.
    record NotPermitted(String said) implements WriterProblem {}

    /// @param retryAfter when the DNS host said so
    record RateLimited(Optional<Duration> retryAfter) implements WriterProblem {}

    /// No connection, no answer in time, an address that may not be dialled, or the DNS host is broken.
    record Unreachable(String why) implements WriterProblem {}

    /// The answer means nothing to us.
    record Nonsense(String why) implements WriterProblem {}

    /// The DNS host understood and does not want it so.
    record Rejected(String said) implements WriterProblem {}

    /// The zone is no longer what the diff was made from. Nothing was written.
    record ZoneChanged() implements WriterProblem {}

    /// Some of the changes were made, or may have been, then `cause` happened.
    record Interrupted(WriterProblem cause) implements WriterProblem {}
}
