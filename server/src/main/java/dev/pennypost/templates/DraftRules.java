package dev.pennypost.templates;

import dev.pennypost.mail.address.BadAddress;
import dev.pennypost.mail.address.Mailbox;
import dev.pennypost.templates.TemplateProblem.BadFallback;
import dev.pennypost.templates.TemplateProblem.BadKey;
import dev.pennypost.templates.TemplateProblem.BadMailbox;
import dev.pennypost.templates.TemplateProblem.BadText;
import dev.pennypost.templates.TemplateProblem.DuplicateKey;
import dev.pennypost.templates.TemplateProblem.ReservedKey;
import dev.pennypost.templates.TemplateProblem.TooManyVariables;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a template must be like (contract §13 and §29.6).
final class DraftRules {
    private static final int MOST_VARIABLES = 50;
    static final int LONGEST_NAME = 255;
    // SDKs paste aliases into paths as they are, where these two mean something else (RFC 3986 §3.3).
    private static final Set<String> DOTS = Set.of(".", "..");

    private DraftRules() {}

    /// What is wrong with a draft, if anything.
    static Optional<TemplateProblem> check(Draft draft) {
        return name("name", draft.name())
                .or(() -> alias(draft.alias()))
                .or(() -> wording(draft.wording()))
                .or(() -> variables(draft.variables()));
    }

    private static Optional<TemplateProblem> alias(@Nullable String alias) {
        if (alias == null) return Optional.empty();
        if (TemplateId.parse(alias).isPresent() || DOTS.contains(alias))
            return Optional.of(new BadText("alias", "must not be a UUID, `.` or `..`"));
        return name("alias", alias);
    }

    private static Optional<TemplateProblem> name(String field, String text) {
        if (text.isBlank()) return Optional.of(new BadText(field, "must not be blank"));
        if (text.length() > LONGEST_NAME)
            return Optional.of(new BadText(field, "must be at most " + LONGEST_NAME + " characters"));
        return text.chars().anyMatch(Character::isISOControl)
                ? Optional.of(new BadText(field, "must not contain control characters"))
                : Optional.empty();
    }

    private static Optional<TemplateProblem> wording(Wording wording) {
        return mailboxes("from", Stream.ofNullable(wording.from()))
                .or(() -> subject(wording.subject()))
                .or(() -> mailboxes("reply_to", wording.replyTo().stream()))
                .or(() -> noNul("html", wording.html()))
                .or(() -> noNul("text", wording.text()));
    }

    private static Optional<TemplateProblem> mailboxes(String field, Stream<String> texts) {
        return texts.allMatch(DraftRules::isMailbox) ? Optional.empty() : Optional.of(new BadMailbox(field));
    }

    private static boolean isMailbox(String text) {
        try {
            Mailbox.parse(text);
            return true;
        } catch (BadAddress malformed) {
            return false;
        }
    }

    private static Optional<TemplateProblem> subject(@Nullable String subject) {
        if (subject != null && subject.chars().anyMatch(c -> c == '\r' || c == '\n'))
            return Optional.of(new BadText("subject", "must be one line"));
        return noNul("subject", subject);
    }

    // PostgreSQL cannot store a NUL, and RFC 5322 §2.3 keeps it out of messages.
    private static Optional<TemplateProblem> noNul(String field, @Nullable String text) {
        return text != null && text.indexOf('\0') >= 0
                ? Optional.of(new BadText(field, "must not contain NUL"))
                : Optional.empty();
    }

    private static Optional<TemplateProblem> variables(List<Declaration> variables) {
        if (variables.size() > MOST_VARIABLES)
            return Optional.of(new TooManyVariables(variables.size(), MOST_VARIABLES));
        var keys = new HashSet<String>();
        return variables.stream()
                .map(variable -> keys.add(variable.key()) ? variable(variable) : new DuplicateKey(variable.key()))
                .filter(Objects::nonNull)
                .findFirst();
    }

    private static @Nullable TemplateProblem variable(Declaration variable) {
        String key = variable.key();
        if (VariableKey.isReserved(key)) return new ReservedKey(key);
        if (!VariableKey.isWellFormed(key)) return new BadKey(key);
        if (variable.fallback() == null) return null;
        return Values.flaw(variable.type(), variable.fallback())
                .map(flaw -> new BadFallback(key, flaw))
                .orElse(null);
    }
}
