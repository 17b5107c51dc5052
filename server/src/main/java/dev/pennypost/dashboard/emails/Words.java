package dev.pennypost.dashboard.emails;

import dev.pennypost.emails.EmailProblem;

/// Why an email is not accepted or not changed, in plain words.
public final class Words {
    private Words() {}

    public static String of(EmailProblem problem) {
        return switch (problem) {
            case EmailProblem.SenderNotVerified(var domain) ->
                "The domain " + domain.unicode()
                        + " may not send now: it is not verified, or it is suspended. Its page says what is missing.";
            case EmailProblem.KeyBoundElsewhere(var domain) -> "This may not be sent from " + domain.unicode() + ".";
            case EmailProblem.NoRecipients() -> "There is nobody to send it to.";
            case EmailProblem.TooManyRecipients(int found, int limit) ->
                "It has " + found + " recipients; " + limit + " are the most.";
            case EmailProblem.NoSuchTopic() -> "The topic that it is about is gone.";
            case EmailProblem.NoBody() -> "It has neither HTML nor text.";
            case EmailProblem.TooLarge(long limit) ->
                "It is too large: with its files it may have " + limit / (1024 * 1024) + " MB.";
            case EmailProblem.NobodysDomain(var _, var domain) -> "Nobody has a mailbox at " + domain.unicode() + ".";
            case EmailProblem.BlockedFile(String ending) -> "Files that end in " + ending + " are not sent.";
            case EmailProblem.BadTag(String tag, String why) -> "The tag " + tag + " " + why + ".";
            case EmailProblem.KeyReused _, EmailProblem.KeyInUse _ -> "The same was asked for a moment ago.";
            case EmailProblem.TooFarAhead(int days) -> "That is too far ahead: " + days + " days are the most.";
            case EmailProblem.NotInTheFuture() -> "That time is over. Choose one that is still to come.";
            case EmailProblem.NotScheduled() -> "It does not wait for its time any more: it left, or was canceled.";
            case EmailProblem.DailyQuotaExceeded() -> "The team has sent as many emails as it may today.";
            case EmailProblem.MonthlyQuotaExceeded() -> "The team has sent as many emails as it may this month.";
            case EmailProblem.BadText(String field, String why) -> "The " + field + " " + why + ".";
        };
    }
}
