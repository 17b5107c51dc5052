package dev.pennypost.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The effective configuration: a record of settings filled from defaults, a file and the environment, which knows
/// where
/// each value comes from.
///
/// @param <R> the root record; its components are settings, or records of settings, which become sections
public final class Config<R extends Record> {
    private final R settings;
    private final Section root;
    private final Map<String, Value> values;
    private final List<String> overruled;

    Config(R settings, Section root, Map<String, Value> values, List<String> overruled) {
        this.settings = settings;
        this.root = root;
        this.values = Map.copyOf(values);
        this.overruled = List.copyOf(overruled);
    }

    /// Starts with nothing but the defaults.
    public static <R extends Record> Sources<R> of(Class<R> type) {
        return new Sources<>(type);
    }

    public R settings() {
        return settings;
    }

    /// The environment variables that had no effect because the command needs another value.
    public List<String> overruled() {
        return overruled;
    }

    /// The effective values as TOML, secrets masked, each with a comment that says where it comes from.
    public String print() {
        return new EffectiveToml(root, values).print();
    }

    /// A value and where it comes from.
    record Value(Object value, Origin origin) {}

    /// What a configuration is read from. Stronger sources win: what the command needs beats the environment, the
    /// environment beats the file, the file beats what the command prefers, and that beats the defaults.
    public static final class Sources<R extends Record> {
        private final Class<R> type;
        private final Map<String, Said> preferred = new LinkedHashMap<>();
        private final Map<String, Said> required = new LinkedHashMap<>();
        private final List<Path> files = new ArrayList<>();
        private Map<String, String> environment = Map.of();
        private Set<String> strangers = Set.of();

        private Sources(Class<R> type) {
            this.type = type;
        }

        /// Reads a TOML file.
        public Sources<R> file(Path path) {
            files.add(path);
            return this;
        }

        /// Reads the variables that start with `PENNYPOST_`.
        ///
        /// @param strangers names of variables that others read, and that are no settings
        public Sources<R> environment(Map<String, String> variables, Set<String> strangers) {
            this.environment = Map.copyOf(variables);
            this.strangers = Set.copyOf(strangers);
            return this;
        }

        /// A value the command prefers to the default.
        public Sources<R> prefer(String key, String value, String because) {
            preferred.put(key, new Said(value, because));
            return this;
        }

        /// A value the command needs, whatever file and environment say.
        public Sources<R> require(String key, String value, String because) {
            required.put(key, new Said(value, because));
            return this;
        }

        /// @throws BadConfig naming everything that is wrong
        public Config<R> load() {
            var loading = new Loading(Section.root(type));
            loading.defaults();
            preferred.forEach(loading::command);
            files.forEach(loading::file);
            loading.environment(environment, strangers);
            required.forEach(loading::command);
            return loading.finish(type);
        }
    }

    /// A plain text and who said it.
    record Said(String text, String because) {}
}
