package dev.pennypost.emails;

import dev.pennypost.mail.dns.DomainName;

/// Why an email is not accepted.
public sealed interface EmailProblem {
    /// The team has no verified domain of the sender's name.
    record SenderNotVerified(DomainName domain) implements EmailProblem {}

    /// The API key may send from another domain only.
    record KeyBoundElsewhere(DomainName domain) implements EmailProblem {}

    /// Nobody to send to.
    record NoRecipients() implements EmailProblem {}

    /// More recipients in to, cc and bcc together than `limit`.
    record TooManyRecipients(int found, int limit) implements EmailProblem {}

    /// The team has no topic of the id that the email says it is about.
    record NoSuchTopic() implements EmailProblem {}

    /// Neither HTML nor text.
    record NoBody() implements EmailProblem {}

    /// The message would be larger than `limit` octets.
    record TooLarge(long limit) implements EmailProblem {}

    /// A recipient at a domain that nobody has a mailbox at.
    ///
    /// @param field where it stands: `to`, `cc` or `bcc`
    record NobodysDomain(String field, DomainName domain) implements EmailProblem {}

    /// A file of a kind that is not sent.
    ///
    /// @param ending of its name, with the dot
    record BlockedFile(String ending) implements EmailProblem {}

    /// A tag with characters or a length that tags do not have.
    record BadTag(String tag, String why) implements EmailProblem {}

    /// A request with this idempotency key was carried out before, and said something else.
    record KeyReused() implements EmailProblem {}

    /// A request with this idempotency key is being carried out now.
    record KeyInUse() implements EmailProblem {}

    /// The email is to leave later than `days` from now.
    record TooFarAhead(int days) implements EmailProblem {}

    /// The new time of an email that waits is not in the future.
    record NotInTheFuture() implements EmailProblem {}

    /// The email does not wait for its time: it left, or was canceled.
    record NotScheduled() implements EmailProblem {}

    /// The team has sent as many emails as it may in a day.
    record DailyQuotaExceeded() implements EmailProblem {}

    /// The team has sent as many emails as it may in a month.
    record MonthlyQuotaExceeded() implements EmailProblem {}

    /// A text that cannot be stored or sent: it holds a NUL, or the subject a line break.
    record BadText(String field, String why) implements EmailProblem {}
}
