package dev.pennypost.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/// How settings are called: components of records become kebab-case keys, keys become environment variables.
final class Names {
    static final String PREFIX = "PENNYPOST_";

    private Names() {}

    /// `connectionsPerDestination` as `connections-per-destination`.
    static String ofComponent(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }

    static String ofConstant(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// `delivery.helo-name` as `PENNYPOST_DELIVERY_HELO_NAME`.
    static String ofVariable(String key) {
        return PREFIX + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /// The name among `known` that somebody most likely meant, unless all are far off: one that goes on where theirs
    /// ends,
    /// else the one with the fewest letters changed.
    static Optional<String> nearest(String written, Collection<String> known) {
        return known.stream()
                .filter(name -> name.startsWith(written))
                .min(Comparator.comparingInt(String::length))
                .or(() -> known.stream()
                        .min(Comparator.comparingInt(name -> distance(written, name)))
                        .filter(name -> distance(written, name) <= Math.max(2, written.length() / 2)));
    }

    /// How many letters must be added, removed or replaced to turn one text into the other (Levenshtein).
    static int distance(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) row[j] = j;
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[to.length()];
    }
}
