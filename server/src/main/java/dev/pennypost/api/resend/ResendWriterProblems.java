package dev.pennypost.api.resend;

import dev.pennypost.api.http.Response;
import dev.pennypost.domains.writer.WriterProblem;
import dev.pennypost.domains.writer.WriterProblem.BadCredentials;
import dev.pennypost.domains.writer.WriterProblem.Interrupted;
import dev.pennypost.domains.writer.WriterProblem.NoSuchZone;
import dev.pennypost.domains.writer.WriterProblem.Nonsense;
import dev.pennypost.domains.writer.WriterProblem.NotPermitted;
import dev.pennypost.domains.writer.WriterProblem.RateLimited;
import dev.pennypost.domains.writer.WriterProblem.Rejected;
import dev.pennypost.domains.writer.WriterProblem.Unreachable;
import dev.pennypost.domains.writer.WriterProblem.ZoneChanged;

/// Problems of publishing in this API's words. All are 422: nothing of ours broke, and trying the same again without
/// doing something first does not help.
final class ResendWriterProblems {
    private ResendWriterProblems() {}

    static Response spell(WriterProblem problem) {
        return ResendErrors.invalid(sentence(problem));
    }

    private static String sentence(WriterProblem problem) {
        return switch (problem) {
            case BadCredentials(var said) ->
                "Your DNS host does not accept the token. Copy it again, or make a new one." + quoted(said);
            case NoSuchZone(var name) ->
                "This account at your DNS host has no zone for `" + name.unicode()
                        + "`, or the token may not see it. Use a token of the account where the domain's DNS is kept.";
            case NotPermitted(var said) ->
                "The token may not do this. Make one that may read and change the domain's DNS records." + quoted(said);
            case RateLimited(var retryAfter) ->
                "Your DNS host got too many requests. Try again "
                        + retryAfter
                                .map(time -> "in " + time.toSeconds() + " seconds.")
                                .orElse("in a few minutes.");
            case Unreachable(var why) -> "Your DNS host could not be reached. Try again later." + quoted(why);
            case Nonsense(var why) ->
                "Your DNS host gave an answer that we do not understand. Publish the records by hand." + quoted(why);
            case Rejected(var said) -> "Your DNS host refused the change." + quoted(said);
            case ZoneChanged() ->
                "The zone has changed since the preview, so nothing was written. Make a new preview and publish that.";
            case Interrupted(var cause) ->
                "Some of the records may have been written before something went wrong: " + sentence(cause)
                        + " Make a new preview to see what is left to do.";
        };
    }

    private static String quoted(String said) {
        return said.isEmpty() ? "" : " (" + said + ")";
    }
}
