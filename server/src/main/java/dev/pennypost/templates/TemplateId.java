package dev.pennypost.templates;

import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/// Identifies a template.
public record TemplateId(UUID value) {
    // UUID.fromString also takes shortened groups, which no id of ours ever has.
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    /// The id that a text spells; none when it must be an alias.
    static Optional<TemplateId> parse(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return FORM.matcher(lower).matches() ? Optional.of(new TemplateId(UUID.fromString(lower))) : Optional.empty();
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
