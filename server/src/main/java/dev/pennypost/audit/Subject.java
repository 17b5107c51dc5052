package dev.pennypost.audit;

import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What is changed.
///
/// @param id identifies it among its kind
/// @param name what people call it, as it was then; null where it has no name
public record Subject(Kind kind, String id, @Nullable String name) {
    /// What kinds there are, spelled as in the database and in answers.
    public enum Kind {
        API_KEY,
        CERTIFICATE,
        DOMAIN,
        EMAIL,
        EVENT_STREAM,
        INBOX,
        INVITATION,
        MEMBER,
        PERSON,
        QUEUE,
        SITE,
        SUPPRESSION,
        TEAM,
        TEMPLATE,
        TOPIC,
        UPSTREAM,
        WEBHOOK;

        public String spelled() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public static Subject of(Kind kind, UUID id, @Nullable String name) {
        return new Subject(kind, id.toString(), name);
    }
}
