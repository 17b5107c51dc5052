package dev.pennypost.config;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.toml.TomlMapper;

/// One reading of all sources, from the weakest to the strongest. Collects what is wrong and goes on.
final class Loading {
    private static final TomlMapper TOML = new TomlMapper();

    private final Section root;
    private final Map<String, Setting> settings = new LinkedHashMap<>();
    private final Map<String, Config.Value> values = new HashMap<>();
    private final List<String> problems = new ArrayList<>();
    private final List<String> overruled = new ArrayList<>();

    Loading(Section root) {
        this.root = root;
        root.all().forEach(setting -> settings.put(setting.path(), setting));
    }

    void defaults() {
        settings.values().forEach(setting -> put(setting, setting.standard(), new Origin.Default()));
    }

    /// @throws IllegalArgumentException when there is no such key
    void command(String key, Config.Said said) {
        Setting setting = settings.get(key);
        if (setting == null) throw new IllegalArgumentException("there is no setting " + key);
        if (origin(setting) instanceof Origin.Variable(String name)) overruled.add(name);
        parse(setting, said.text(), new Origin.Command(said.because()), setting.path());
    }

    void file(Path path) {
        try {
            JsonNode tree = TOML.readTree(Files.readString(path));
            section(root, tree, path.toString());
        } catch (NoSuchFileException missing) {
            problems.add("there is no file " + path);
        } catch (IOException unreadable) {
            problems.add("cannot read " + path + ": " + unreadable.getMessage());
        } catch (JacksonException broken) {
            problems.add(path + " is not TOML: line " + broken.getLocation().getLineNr() + ", "
                    + broken.getOriginalMessage());
        }
    }

    private void section(Section section, JsonNode table, String file) {
        table.forEachEntry((name, value) -> entry(section, name, value, file));
    }

    private void entry(Section section, String name, JsonNode value, String file) {
        String path = section.path().isEmpty() ? name : section.path() + "." + name;
        Setting setting = settings.get(path);
        Optional<Section> within = section.sections().stream()
                .filter(candidate -> candidate.path().equals(path))
                .findFirst();
        if (setting != null) read(setting, value, file);
        else if (within.isEmpty()) unknown(section, path, value, file);
        else if (value.isObject()) section(within.get(), value, file);
        else problems.add(path + " in " + file + " is a section: write [" + path + "] above its keys");
    }

    private void read(Setting setting, JsonNode value, String file) {
        try {
            put(setting, setting.kind().read(value), new Origin.InFile(file));
        } catch (IllegalArgumentException wrong) {
            problems.add(wrongKind(setting, setting.path() + " in " + file, value.toString()));
        }
    }

    private void unknown(Section section, String path, JsonNode value, String file) {
        String what = value.isObject() ? "section [" + path + "]" : "key " + path;
        List<String> known = value.isObject()
                ? section.sections().stream().map(Section::path).toList()
                : List.copyOf(settings.keySet());
        problems.add("unknown " + what + " in " + file + suggestion(meant(path, known)));
    }

    /// The same key in another section is a likelier mistake than a similar one in this.
    private static Optional<String> meant(String path, List<String> known) {
        String name = path.substring(path.lastIndexOf('.') + 1);
        return known.stream()
                .filter(key -> key.endsWith("." + name) || key.equals(name))
                .findFirst()
                .or(() -> Names.nearest(path, known));
    }

    void environment(Map<String, String> variables, Set<String> strangers) {
        var byVariable = new LinkedHashMap<String, Setting>();
        settings.values().forEach(setting -> byVariable.put(setting.variable(), setting));
        new TreeMap<>(variables).forEach((name, value) -> {
            if (!name.startsWith(Names.PREFIX) || strangers.contains(name)) return;
            Setting setting = byVariable.get(name);
            if (setting != null) parse(setting, value, new Origin.Variable(name), name + " in the environment");
            else
                problems.add("unknown variable " + name + " in the environment"
                        + suggestion(Names.nearest(name, byVariable.keySet())));
        });
    }

    private void parse(Setting setting, String text, Origin origin, String what) {
        try {
            put(setting, setting.kind().parse(text), origin);
        } catch (IllegalArgumentException wrong) {
            problems.add(wrongKind(setting, what, "\"" + text + "\""));
        }
    }

    private void put(Setting setting, Object value, Origin origin) {
        values.put(setting.path(), new Config.Value(value, origin));
    }

    private Origin origin(Setting setting) {
        Config.Value value = values.get(setting.path());
        return value == null ? new Origin.Default() : value.origin();
    }

    private static String wrongKind(Setting setting, String what, String value) {
        String shown = setting.secret() ? "not shown" : value;
        return what + " is " + shown + "; expected " + setting.kind().expectation();
    }

    private static String suggestion(Optional<String> nearest) {
        return nearest.map(name -> "; did you mean " + name + "?").orElse("; docs/reference/config.md lists them all");
    }

    <R extends Record> Config<R> finish(Class<R> type) {
        if (!problems.isEmpty()) throw new BadConfig(problems);
        R filled = type.cast(record(root));
        if (!problems.isEmpty()) throw new BadConfig(problems);
        return new Config<>(filled, root, values, overruled);
    }

    private Object record(Section section) {
        RecordComponent[] components = section.type().getRecordComponents();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        Object[] arguments = Arrays.stream(components)
                .map(component -> component(section, component))
                .toArray();
        try {
            return construct(section.type().getDeclaredConstructor(types), arguments);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(section.type() + " is no public record", impossible);
        }
    }

    private Object component(Section section, RecordComponent component) {
        String path = Setting.join(section.path(), component);
        Config.Value value = values.get(path);
        if (value != null) return value.value();
        return section.sections().stream()
                .filter(candidate -> candidate.path().equals(path))
                .findFirst()
                .map(this::record)
                .orElseThrow();
    }

    /// A record may refuse values in its constructor; that too is the operator's mistake and told with the others.
    private Object construct(Constructor<?> constructor, Object[] arguments) throws ReflectiveOperationException {
        try {
            return constructor.newInstance(arguments);
        } catch (InvocationTargetException refused) {
            if (!(refused.getCause() instanceof IllegalArgumentException wrong)) throw refused;
            problems.add(String.valueOf(wrong.getMessage()));
            throw new BadConfig(problems);
        }
    }
}
