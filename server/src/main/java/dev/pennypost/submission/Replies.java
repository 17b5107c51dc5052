package dev.pennypost.submission;

import dev.pennypost.emails.EmailId;
import dev.pennypost.emails.EmailProblem;
import dev.pennypost.mail.smtp.Reply;

/// What is said to mail programs: the words of the API (contract §30) behind codes of RFC 5321 and RFC 3463.
final class Replies {
    static final Reply LOGIN_FAILED =
            Reply.of(535, "5.7.8 Authentication credentials invalid: the username is resend, the password an API key");
    static final Reply TOO_MANY_FAILED_LOGINS =
            Reply.of(421, "4.7.0 Too many failed logins from your address, try again in ten minutes");
    static final Reply KEY_GONE = Reply.of(535, "5.7.8 API key is invalid");
    static final Reply BAD_RECIPIENT = Reply.of(
            550,
            "5.1.3 Invalid `to` field. The email address needs to follow the `email@example.com` or"
                    + " `Name <email@example.com>` format.");

    private Replies() {}

    static Reply accepted(EmailId id) {
        return Reply.of(250, "2.0.0 Ok " + id);
    }

    static Reply tooFast(int perSecond) {
        return Reply.of(450, "4.7.1 Too many requests. You can only make " + perSecond + " requests per second.");
    }

    static Reply of(EmailProblem problem) {
        return switch (problem) {
            case EmailProblem.SenderNotVerified(var domain) ->
                Reply.of(550, "5.7.1 The " + domain + " domain is not verified. Please, add and verify your domain.");
            case EmailProblem.KeyBoundElsewhere(var domain) ->
                Reply.of(550, "5.7.1 This API key is not allowed to send from the " + domain + " domain.");
            case EmailProblem.NoRecipients() -> Reply.of(554, "5.5.1 Missing `to` field.");
            case EmailProblem.TooManyRecipients(int found, int limit) ->
                Reply.of(452, "4.5.3 Too many recipients: " + found + ". An email can have at most " + limit + ".");
            case EmailProblem.NoBody() -> Reply.of(550, "5.6.0 Missing `html` or `text` field.");
            case EmailProblem.TooLarge(long limit) ->
                Reply.of(552, "5.3.4 The email is too large. It may have " + limit / (1024 * 1024) + " MB.");
            case EmailProblem.NobodysDomain(String field, var domain) ->
                Reply.of(
                        550,
                        "5.1.2 Invalid `" + field
                                + "` field. Please use our testing email address instead of domains like `" + domain
                                + "`.");
            case EmailProblem.BlockedFile(String ending) ->
                Reply.of(552, "5.7.0 Attachments with the extension `" + ending + "` are not sent.");
            case EmailProblem.BadTag(String tag, String why) ->
                Reply.of(550, "5.6.0 Invalid `tags` field. `" + tag + "` " + why + ".");
            case EmailProblem.KeyReused() ->
                Reply.of(550, "5.7.1 This idempotency key has been used with another message.");
            case EmailProblem.KeyInUse() ->
                Reply.of(450, "4.7.1 There is another request in progress with the same idempotency key.");
            case EmailProblem.NoSuchTopic() -> Reply.of(550, "5.6.0 Topic not found.");
            case EmailProblem.TooFarAhead _, EmailProblem.NotInTheFuture _, EmailProblem.NotScheduled _ ->
                Reply.of(550, "5.6.0 Mail that is handed in by SMTP leaves at once.");
            case EmailProblem.DailyQuotaExceeded() ->
                Reply.of(450, "4.7.1 You have reached your daily email sending quota.");
            case EmailProblem.MonthlyQuotaExceeded() ->
                Reply.of(450, "4.7.1 You have reached your monthly email sending quota.");
            case EmailProblem.BadText(String field, String why) ->
                Reply.of(550, "5.6.0 Invalid `" + field + "` field. It " + why + ".");
        };
    }

    static Reply of(MessageProblem problem) {
        return switch (problem) {
            case MessageProblem.Nul() -> Reply.of(550, "5.6.0 The message has a NUL.");
            case MessageProblem.MalformedHeader() ->
                Reply.of(550, "5.6.0 The header of the message has a line that is no field.");
            case MessageProblem.NoFrom() -> Reply.of(550, "5.6.0 Missing `from` field.");
            case MessageProblem.BadFrom() ->
                Reply.of(
                        550,
                        "5.6.0 Invalid `from` field. There must be one, and in it one address that follows the"
                                + " `email@example.com` or `Name <email@example.com>` format.");
            case MessageProblem.Loop() -> Reply.of(554, "5.4.6 The message goes round in circles.");
            case MessageProblem.BadIdempotencyKey() ->
                Reply.of(550, "5.6.0 Idempotency keys, if present, must have between 1 and 256 characters.");
            case MessageProblem.TooComplex(String why) -> Reply.of(550, "5.6.0 Too complex: " + why + ".");
        };
    }
}
