package dev.pennypost.audit;

import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What differs between two JSON trees: of objects only the members that are not the same, at any depth; lists and
/// values as a whole. A member that one side lacks is on the other side only.
///
/// @param before null when there was nothing
/// @param after null when there is nothing anymore
record Diff(@Nullable JsonNode before, @Nullable JsonNode after) {
    /// Empty when both say the same.
    static Optional<Diff> between(@Nullable JsonNode before, @Nullable JsonNode after) {
        if (Objects.equals(before, after)) return Optional.empty();
        return Optional.of(
                before instanceof ObjectNode was && after instanceof ObjectNode is
                        ? ofObjects(was, is)
                        : new Diff(before, after));
    }

    private static Diff ofObjects(ObjectNode was, ObjectNode is) {
        var before = JsonNodeFactory.instance.objectNode();
        var after = JsonNodeFactory.instance.objectNode();
        for (String name : names(was, is))
            between(was.get(name), is.get(name)).ifPresent(diff -> {
                if (diff.before != null) before.set(name, diff.before);
                if (diff.after != null) after.set(name, diff.after);
            });
        return new Diff(before, after);
    }

    private static Set<String> names(ObjectNode was, ObjectNode is) {
        var names = new LinkedHashSet<>(was.propertyNames());
        names.addAll(is.propertyNames());
        return names;
    }
}
