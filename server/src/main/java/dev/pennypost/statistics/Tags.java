package dev.pennypost.statistics;

import java.util.Set;

/// Tags that are asked about: some values of one name.
///
/// @param values empty for all
public record Tags(String name, Set<String> values) {
    public Tags {
        values = Set.copyOf(values);
    }
}
