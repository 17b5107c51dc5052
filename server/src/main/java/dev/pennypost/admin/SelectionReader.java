package dev.pennypost.admin;

import dev.pennypost.delivery.DeliveryState;
import dev.pennypost.delivery.control.Selection;
import dev.pennypost.delivery.control.Target;
import dev.pennypost.domains.DomainId;
import dev.pennypost.mail.dns.DomainName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Reads which deliveries an operator means.
final class SelectionReader {
    private static final String STATE = "state";
    /// What says which deliveries are meant.
    static final Set<String> KEYS = Set.of("site", "team", "domain", "recipient", "recipient_domain", "email", STATE);

    private final Function<DomainName, List<DomainId>> named;

    /// @param named the ids a domain was added under, one for each team that has it
    SelectionReader(Function<DomainName, List<DomainId>> named) {
        this.named = named;
    }

    /// @param given by name, as in a query; several states are parted by commas
    /// @throws Unusable when something is none of its kind
    Selection read(Map<String, String> given) {
        var targets = new ArrayList<Target>();
        for (Target.Kind kind : Target.Kind.values()) {
            String value = given.get(kind.spelled());
            if (value != null) targets.add(target(kind, value));
        }
        return new Selection(targets, states(given.getOrDefault(STATE, "")));
    }

    private Target target(Target.Kind kind, String value) {
        if (value.isBlank()) throw new Unusable("`" + kind.spelled() + "` is empty");
        try {
            return kind == Target.Kind.DOMAIN && !isId(value)
                    ? new Target.SendingDomain(idOf(DomainName.parse(value)))
                    : Target.of(kind, value);
        } catch (IllegalArgumentException none) {
            throw new Unusable("`" + kind.spelled() + "` is " + wanted(kind) + ", and `" + value + "` is not");
        }
    }

    private static String wanted(Target.Kind kind) {
        return switch (kind) {
            case SITE -> "the name of a site";
            case TEAM, EMAIL -> "an id such as 0191f2e4-7d3b-7c55-a1b2-0c8f6e2d4a91";
            case DOMAIN -> "a domain, or the id of one";
            case RECIPIENT -> "an address such as ann@example.com";
            case RECIPIENT_DOMAIN -> "a domain";
        };
    }

    private DomainId idOf(DomainName name) {
        List<DomainId> ids = named.apply(name);
        if (ids.isEmpty()) throw new Unusable("no team has the domain " + name);
        if (ids.size() == 1) return ids.getFirst();
        throw new Unusable("several teams have the domain " + name + "; say which by its id: "
                + ids.stream().map(id -> id.value().toString()).sorted().collect(Collectors.joining(", ")));
    }

    private static boolean isId(String text) {
        try {
            return text.length() == 36 && !UUID.fromString(text).toString().isEmpty();
        } catch (IllegalArgumentException none) {
            return false;
        }
    }

    private static Set<DeliveryState> states(String text) {
        var states = EnumSet.noneOf(DeliveryState.class);
        for (String one : text.split(",", -1)) if (!one.isBlank()) states.add(state(one.strip()));
        return states;
    }

    private static DeliveryState state(String text) {
        return Arrays.stream(DeliveryState.values())
                .filter(state -> state.spelled().equals(text))
                .findFirst()
                .orElseThrow(() -> new Unusable("`state` is one of " + spelled(Set.of(DeliveryState.values()))
                        + ", and `" + text + "` is not"));
    }

    static String spelled(Set<DeliveryState> states) {
        return states.stream().sorted().map(DeliveryState::spelled).collect(Collectors.joining(", "));
    }
}
