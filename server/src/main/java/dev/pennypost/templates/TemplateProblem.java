package dev.pennypost.templates;

/// Why a template is refused, or an email of it.
public sealed interface TemplateProblem {
    /// The team has no template of this id or alias.
    record NoSuchTemplate(String idOrAlias) implements TemplateProblem {}

    /// It was never published, so there is nothing to send.
    record NotPublished(String idOrAlias) implements TemplateProblem {}

    /// Another template of the team has the alias.
    record AliasTaken(String alias) implements TemplateProblem {}

    /// A field cannot be as it is; `why` ends a sentence that begins with "It".
    record BadText(String field, String why) implements TemplateProblem {}

    /// The field, `from` or `reply_to`, is no mailbox.
    record BadMailbox(String field) implements TemplateProblem {}

    record TooManyVariables(int found, int limit) implements TemplateProblem {}

    /// Not 1 to 50 ASCII letters, digits and underscores.
    record BadKey(String key) implements TemplateProblem {}

    /// The key belongs to what we fill in ourselves.
    record ReservedKey(String key) implements TemplateProblem {}

    record DuplicateKey(String key) implements TemplateProblem {}

    /// The fallback value of a variable is no value for it.
    record BadFallback(String key, Flaw flaw) implements TemplateProblem {}

    /// A value for an email is no value for the variable.
    record BadValue(String key, Flaw flaw) implements TemplateProblem {}

    /// No value was given, and there is no fallback.
    record MissingValue(String key) implements TemplateProblem {}

    /// With its values in their places, one of the email's parts would have more characters than this.
    record TooLarge(long limit) implements TemplateProblem {}

    /// What is wrong with a value.
    enum Flaw {
        NOT_A_STRING,
        NOT_A_NUMBER,
        /// For a place whose variable was not declared: neither a string nor a number.
        NEITHER,
        /// More than 2,000 characters.
        TOO_LONG,
        /// Beyond 2^53 - 1 to either side.
        OUT_OF_RANGE,
        /// It has a NUL, which neither PostgreSQL nor a message (RFC 5322 §2.3) can hold.
        HAS_NUL
    }
}
