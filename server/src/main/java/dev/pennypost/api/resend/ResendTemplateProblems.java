package dev.pennypost.api.resend;

import dev.pennypost.api.http.Response;
import dev.pennypost.templates.TemplateProblem;
import dev.pennypost.templates.TemplateProblem.AliasTaken;
import dev.pennypost.templates.TemplateProblem.BadFallback;
import dev.pennypost.templates.TemplateProblem.BadKey;
import dev.pennypost.templates.TemplateProblem.BadMailbox;
import dev.pennypost.templates.TemplateProblem.BadText;
import dev.pennypost.templates.TemplateProblem.BadValue;
import dev.pennypost.templates.TemplateProblem.DuplicateKey;
import dev.pennypost.templates.TemplateProblem.Flaw;
import dev.pennypost.templates.TemplateProblem.MissingValue;
import dev.pennypost.templates.TemplateProblem.NoSuchTemplate;
import dev.pennypost.templates.TemplateProblem.NotPublished;
import dev.pennypost.templates.TemplateProblem.ReservedKey;
import dev.pennypost.templates.TemplateProblem.TooLarge;
import dev.pennypost.templates.TemplateProblem.TooManyVariables;

/// Problems of templates, and of emails made from them, in this API's words (contract §13 and §29.6).
final class ResendTemplateProblems {
    private ResendTemplateProblems() {}

    static Response notFound() {
        return ResendErrors.notFound("Template");
    }

    static Response spell(TemplateProblem problem) {
        return switch (problem) {
            case NoSuchTemplate _ -> notFound();
            case NotPublished(String idOrAlias) ->
                ResendErrors.invalid("The `" + idOrAlias + "` template is not published. Publish it before sending.");
            case AliasTaken(String alias) ->
                ResendErrors.invalid("Invalid `alias` field. Another template has the alias `" + alias + "`.");
            case BadText(String field, String why) ->
                ResendErrors.invalid("Invalid `" + field + "` field. It " + why + ".");
            case BadMailbox(String field) ->
                ResendErrors.invalid("Invalid `" + field + "` field. The email address needs to follow the"
                        + " `email@example.com` or `Name <email@example.com>` format.");
            case TooManyVariables(int found, int limit) ->
                variables("A template can have at most " + limit + ", this one has " + found + ".");
            case BadKey(String key) ->
                variables("The key `" + key + "` must be 1 to 50 ASCII letters, numbers or underscores.");
            case ReservedKey(String key) -> variables("`" + key + "` is reserved.");
            case DuplicateKey(String key) -> variables("`" + key + "` is there twice.");
            case BadFallback(String key, Flaw flaw) ->
                variables("The fallback value of `" + key + "` " + spell(flaw) + ".");
            case BadValue(String key, Flaw flaw) -> variables("The value of `" + key + "` " + spell(flaw) + ".");
            case MissingValue(String key) ->
                variables("`" + key + "` has no fallback value, so a value must be given.");
            case TooLarge(long limit) ->
                ResendErrors.of(
                        413,
                        ResendErrors.VALIDATION,
                        "The email is too large. With the values of its variables, a part of it has more than "
                                + limit / (1024 * 1024) + " MB.");
        };
    }

    private static Response variables(String why) {
        return ResendErrors.invalid("Invalid `variables` field. " + why);
    }

    private static String spell(Flaw flaw) {
        return switch (flaw) {
            case NOT_A_STRING -> "must be a string";
            case NOT_A_NUMBER -> "must be a number";
            case NEITHER -> "must be a string or a number";
            case TOO_LONG -> "must be at most 2,000 characters";
            case OUT_OF_RANGE -> "must not be greater than 2^53 - 1";
            case HAS_NUL -> "must not contain NUL";
        };
    }
}
