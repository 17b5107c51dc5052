package dev.pennypost.audit;

import dev.pennypost.json.Json;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What may be seen of a subject: names and values that its feature picked, one by one. Values are of kinds that are
/// made to be seen: texts, numbers, flags, words of an enum, times, ids, lists of them, and further facts. Anything
/// else, a secret among them, is refused, so that nobody hands in a whole object with who knows what inside.
public final class Facts {
    /// Nothing.
    public static final Facts NONE = new Facts(Map.of());

    private final Map<String, @Nullable Object> values;

    private Facts(Map<String, @Nullable Object> values) {
        this.values = values;
    }

    public static Facts of(String name, @Nullable Object value) {
        return NONE.and(name, value);
    }

    /// These and another one.
    ///
    /// @throws IllegalArgumentException when the value is of a kind that may hold secrets
    public Facts and(String name, @Nullable Object value) {
        var more = new LinkedHashMap<String, @Nullable Object>(values);
        more.put(name, plain(value));
        return new Facts(more);
    }

    JsonNode tree() {
        return Json.MAPPER.valueToTree(values);
    }

    private static @Nullable Object plain(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case String text -> text;
            case Boolean flag -> flag;
            case Number number -> number;
            case Enum<?> word -> word.name().toLowerCase(Locale.ROOT);
            case Instant time -> time.toString();
            case Duration length -> length.toSeconds();
            case UUID id -> id.toString();
            case URI address -> address.toString();
            case Facts facts -> facts.values;
            // in an order, so that the same set is no change
            case Set<?> set -> list(set).stream().sorted(java.util.Comparator.comparing(String::valueOf)).toList();
            case Collection<?> list -> list(list);
            default -> throw new IllegalArgumentException("who knows what is in a "
                    + value.getClass().getSimpleName() + ": name its facts");
        };
    }

    private static List<@Nullable Object> list(Collection<?> values) {
        var list = new java.util.ArrayList<@Nullable Object>(values.size());
        for (Object value : values) list.add(plain(value));
        return list;
    }
}
