package dev.pennypost.topics;

import dev.pennypost.topics.TopicProblem.BadText;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What topics must not be (contract §18).
final class TopicRules {
    private static final int LONGEST_NAME = 50;
    private static final int LONGEST_DESCRIPTION = 200;

    private TopicRules() {}

    /// What is wrong with a topic, if anything.
    static Optional<TopicProblem> check(TopicDetails details) {
        return name(details.name()).or(() -> description(details.description()));
    }

    private static Optional<TopicProblem> name(String name) {
        if (name.isBlank()) return bad("name", "must not be blank");
        if (name.length() > LONGEST_NAME) return tooLong("name", LONGEST_NAME);
        return name.chars().anyMatch(Character::isISOControl)
                ? bad("name", "must not contain control characters")
                : Optional.empty();
    }

    private static Optional<TopicProblem> description(@Nullable String description) {
        if (description == null) return Optional.empty();
        if (description.length() > LONGEST_DESCRIPTION) return tooLong("description", LONGEST_DESCRIPTION);
        // PostgreSQL cannot store a NUL.
        return description.indexOf('\0') >= 0 ? bad("description", "must not contain NUL") : Optional.empty();
    }

    private static Optional<TopicProblem> tooLong(String field, int limit) {
        return bad(field, "must be at most " + limit + " characters");
    }

    private static Optional<TopicProblem> bad(String field, String why) {
        return Optional.of(new BadText(field, why));
    }
}
