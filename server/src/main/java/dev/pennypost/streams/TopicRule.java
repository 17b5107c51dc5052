package dev.pennypost.streams;

import dev.pennypost.config.CannotStart;
import dev.pennypost.streams.StreamProblem.BadTopic;
import dev.pennypost.streams.StreamProblem.Why;
import dev.pennypost.teams.TeamId;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/// Which topics a team may have. Kafka takes ASCII letters, digits, `.`, `_` and `-`, at most 249 of them.
final class TopicRule {
    private static final Pattern CHARACTERS = Pattern.compile("[a-zA-Z0-9._-]*");
    private static final int LONGEST = 249;
    private static final String TEAM = "{team}";

    private final String prefix;

    /// @throws CannotStart when no topic can begin with the prefix
    TopicRule(String prefix) {
        this.prefix = prefix;
        String example = of(new TeamId(new UUID(0, 0)));
        if (!CHARACTERS.matcher(example).matches() || example.length() >= LONGEST)
            throw new CannotStart("kafka.topic-prefix: no topic can begin with \"" + prefix
                    + "\": Kafka takes letters, digits, '.', '_' and '-', fewer than 249");
    }

    /// What the team's topics begin with.
    String of(TeamId team) {
        return prefix.replace(TEAM, team.value().toString());
    }

    /// Why the team may not have it; empty when it may.
    Optional<BadTopic> flaw(TeamId team, String topic) {
        return why(of(team), topic).map(why -> new BadTopic(topic, of(team), why));
    }

    private static Optional<Why> why(String prefix, String topic) {
        if (!topic.startsWith(prefix) || topic.length() == prefix.length()) return Optional.of(Why.PREFIX);
        if (!CHARACTERS.matcher(topic).matches()) return Optional.of(Why.CHARACTERS);
        if (topic.equals(".") || topic.equals("..")) return Optional.of(Why.CHARACTERS);
        return topic.length() > LONGEST ? Optional.of(Why.TOO_LONG) : Optional.empty();
    }
}
