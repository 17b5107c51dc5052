package dev.pennypost.dashboard.templates;

import dev.pennypost.templates.TemplateProblem;
import dev.pennypost.templates.TemplateProblem.Flaw;

/// Why a template or an email of it is refused, in plain words.
///
/// @param field of the form that it concerns
record Words(String field, String text) {
    private static final String VARIABLES = "variables";

    static Words of(TemplateProblem problem) {
        return switch (problem) {
            case TemplateProblem.NoSuchTemplate _ -> new Words("name", "There is no such template any more.");
            case TemplateProblem.NotPublished _ ->
                new Words("name", "It was never published, so there is nothing to send.");
            case TemplateProblem.AliasTaken(String alias) ->
                new Words("alias", "Another template is called " + alias + ". Choose another alias.");
            case TemplateProblem.BadText(String field, String why) -> new Words(field, "It " + why + ".");
            case TemplateProblem.BadMailbox(String field) ->
                new Words(field, "Write an address such as hello@example.com, or Name <hello@example.com>.");
            case TemplateProblem.TooManyVariables(int found, int limit) ->
                new Words(VARIABLES, "There are " + found + " variables; " + limit + " are the most.");
            case TemplateProblem.BadKey(String key) ->
                new Words(VARIABLES, "“" + key + "” is no name: use 1 to 50 letters, digits and underscores.");
            case TemplateProblem.ReservedKey(String key) ->
                new Words(VARIABLES, key + " is a name that is filled in by itself. Choose another.");
            case TemplateProblem.DuplicateKey(String key) -> new Words(VARIABLES, key + " is there twice.");
            case TemplateProblem.BadFallback(String key, Flaw flaw) ->
                new Words(VARIABLES, "The fallback of " + key + " " + of(flaw) + ".");
            case TemplateProblem.BadValue(String key, Flaw flaw) ->
                new Words(VARIABLES, "The value of " + key + " " + of(flaw) + ".");
            case TemplateProblem.MissingValue(String key) ->
                new Words(VARIABLES, key + " has no value and no fallback: such an email is refused.");
            case TemplateProblem.TooLarge(long limit) ->
                new Words("html", "With its values it is larger than " + limit / (1024 * 1024) + " MB.");
        };
    }

    private static String of(Flaw flaw) {
        return switch (flaw) {
            case NOT_A_STRING -> "must be a text";
            case NOT_A_NUMBER -> "must be a number";
            case NEITHER -> "must be a text or a number";
            case TOO_LONG -> "may have 2,000 characters";
            case OUT_OF_RANGE -> "is too large a number";
            case HAS_NUL -> "holds a character that no email can";
        };
    }
}
