package dev.pennypost.delivery.control;

import dev.pennypost.delivery.Delivery;
import dev.pennypost.delivery.Holds;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A copy in memory of what is paused.
record HoldBoard(Set<Target> targets, Map<Target.Kind, Set<String>> values) implements Holds {
    static final HoldBoard EMPTY = new HoldBoard(Set.of(), Map.of());

    static HoldBoard of(Collection<Hold> holds) {
        var values = new EnumMap<Target.Kind, Set<String>>(Target.Kind.class);
        for (Hold hold : holds)
            values.computeIfAbsent(hold.target().kind(), _ -> new HashSet<>())
                    .add(hold.target().value());
        return new HoldBoard(holds.stream().map(Hold::target).collect(Collectors.toUnmodifiableSet()), values);
    }

    @Override
    public boolean isEmpty() {
        return targets.isEmpty();
    }

    @Override
    public boolean matches(Delivery delivery, @Nullable String site) {
        for (var kind : values.entrySet()) {
            String value = value(kind.getKey(), delivery, site);
            if (value != null && kind.getValue().contains(value)) return true;
        }
        return false;
    }

    private static @Nullable String value(Target.Kind kind, Delivery delivery, @Nullable String site) {
        return switch (kind) {
            case SITE -> site;
            case TEAM -> delivery.team().value().toString();
            case DOMAIN -> delivery.signedBy().value().toString();
            case RECIPIENT -> Target.folded(delivery.recipient());
            case RECIPIENT_DOMAIN -> delivery.recipient().domain().ascii();
            case EMAIL -> delivery.id().emailId().toString();
        };
    }
}
