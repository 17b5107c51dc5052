package dev.pennypost.storage;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a query asks besides its team: of many possible conditions those that somebody gave a value for.
public final class Conditions {
    private final StringBuilder sql = new StringBuilder();
    private final Map<String, Object> values = new HashMap<>();

    /// Adds a condition, unless there is no value for it.
    ///
    /// @param condition SQL with the value as `:name`
    public Conditions and(String condition, String name, @Nullable Object value) {
        if (value == null) return this;
        values.put(name, value);
        sql.append(" and ").append(condition);
        return this;
    }

    /// Adds a condition that has no value of its own.
    public Conditions and(String condition) {
        sql.append(" and ").append(condition);
        return this;
    }

    /// Adds all of these.
    public Conditions and(Conditions others) {
        sql.append(others.sql);
        values.putAll(others.values);
        return this;
    }

    /// To be put behind a `where` that has a first condition.
    public String sql() {
        return sql.toString();
    }

    /// The values by name.
    public Map<String, Object> values() {
        return Map.copyOf(values);
    }
}
