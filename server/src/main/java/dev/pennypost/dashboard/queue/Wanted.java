package dev.pennypost.dashboard.queue;

import dev.pennypost.dashboard.shell.Paths;
import dev.pennypost.delivery.DeliveryState;
import dev.pennypost.delivery.control.Selection;
import dev.pennypost.delivery.control.Target;
import dev.pennypost.domains.DomainId;
import dev.pennypost.mail.dns.DomainName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Which deliveries an operator means, as the fields of a form say it.
///
/// @param given what was filled in, by field
/// @param errors what is wrong with it, by field; nothing is selected where there are any
record Wanted(Map<String, String> given, Map<String, String> errors, Selection selection) {
    static final String STATE = "state";

    /// @param field the value of a field; empty when there is none
    /// @param named the ids a domain was added under, one for each team that has it
    static Wanted read(Function<String, String> field, Function<DomainName, List<DomainId>> named) {
        var given = new LinkedHashMap<String, String>();
        var errors = new LinkedHashMap<String, String>();
        var targets = new ArrayList<Target>();
        for (Target.Kind kind : Target.Kind.values()) {
            String value = field.apply(kind.spelled()).strip();
            if (value.isEmpty()) continue;
            given.put(kind.spelled(), value);
            try {
                targets.add(target(kind, value, named));
            } catch (IllegalArgumentException none) {
                errors.put(kind.spelled(), wanted(kind));
            } catch (Unclear unclear) {
                errors.put(kind.spelled(), unclear.said);
            }
        }
        Set<DeliveryState> states = states(field.apply(STATE).strip(), given, errors);
        return new Wanted(given, errors, errors.isEmpty() ? new Selection(targets, states) : Selection.all());
    }

    private static Target target(Target.Kind kind, String value, Function<DomainName, List<DomainId>> named)
            throws Unclear {
        return kind == Target.Kind.DOMAIN && !isId(value)
                ? new Target.SendingDomain(idOf(DomainName.parse(value), named))
                : Target.of(kind, value);
    }

    private static DomainId idOf(DomainName name, Function<DomainName, List<DomainId>> named) throws Unclear {
        List<DomainId> ids = named.apply(name);
        if (ids.isEmpty()) throw new Unclear("No team has this domain.");
        if (ids.size() == 1) return ids.getFirst();
        throw new Unclear("Several teams have this domain. Enter one of its ids: "
                + ids.stream().map(id -> id.value().toString()).sorted().collect(Collectors.joining(", ")));
    }

    private static String wanted(Target.Kind kind) {
        return switch (kind) {
            case SITE -> "Enter the name of a site as the list of sites has it.";
            case TEAM, EMAIL -> "Enter an id such as 0191f2e4-7d3b-7c55-a1b2-0c8f6e2d4a91.";
            case DOMAIN -> "Enter a domain such as example.com, or the id of one.";
            case RECIPIENT -> "Enter a whole address such as ann@example.com.";
            case RECIPIENT_DOMAIN -> "Enter what stands behind the @, such as example.com.";
        };
    }

    /// A state that is not understood is refused: without it more would be selected than is meant.
    private static Set<DeliveryState> states(String text, Map<String, String> given, Map<String, String> errors) {
        if (text.isEmpty()) return Set.of();
        given.put(STATE, text);
        try {
            return Set.of(DeliveryState.valueOf(text.toUpperCase(Locale.ROOT)));
        } catch (IllegalArgumentException none) {
            errors.put(STATE, "Choose one of the states.");
            return Set.of();
        }
    }

    private static boolean isId(String text) {
        try {
            return text.length() == 36 && !UUID.fromString(text).toString().isEmpty();
        } catch (IllegalArgumentException none) {
            return false;
        }
    }

    boolean isBroken() {
        return !errors.isEmpty();
    }

    boolean isEverything() {
        return given.isEmpty();
    }

    @Nullable
    String error(String field) {
        return errors.get(field);
    }

    String value(String field) {
        return given.getOrDefault(field, "");
    }

    /// In words, such as `site google, state deferred`.
    String words() {
        return given.entrySet().stream()
                .map(one -> one.getKey().replace('_', ' ') + " " + one.getValue())
                .collect(Collectors.joining(", "));
    }

    /// A page that shows the same selection.
    String link(String path) {
        return Paths.with(path, given);
    }

    /// A value that is of its kind and still does not say which one is meant.
    private static final class Unclear extends Exception {
        private static final long serialVersionUID = 1;
        private final String said;

        Unclear(String said) {
            super(said);
            this.said = said;
        }
    }
}
