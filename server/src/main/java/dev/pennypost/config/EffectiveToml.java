package dev.pennypost.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/// Writes the effective configuration as TOML.
final class EffectiveToml {
    /// Passwords stand in database URLs as `//user:password@host` or as `?password=…`.
    private static final Pattern PASSWORD_IN_URL =
            Pattern.compile("(?<=://[^/@:\"]{0,200}:)[^/\"]*(?=@)|(?<=[?&]password=)[^&\"]*");

    private final Section root;
    private final Map<String, Config.Value> values;

    EffectiveToml(Section root, Map<String, Config.Value> values) {
        this.root = root;
        this.values = values;
    }

    String print() {
        var toml = new StringBuilder();
        for (Section section : root.tree()) {
            if (section.settings().isEmpty()) continue;
            if (!section.path().isEmpty())
                toml.append("\n[").append(section.path()).append("]\n");
            section.settings().forEach(setting -> toml.append(line(setting)));
        }
        return toml.toString();
    }

    private String line(Setting setting) {
        Config.Value value = Objects.requireNonNull(values.get(setting.path()));
        return setting.name() + " = " + shown(setting, value.value()) + "  # " + value.origin() + "\n";
    }

    private static String shown(Setting setting, Object value) {
        if (value instanceof Secret secret) return "\"" + secret + "\"";
        if (setting.secret() && value instanceof Map<?, ?> table)
            return setting.kind().write(masked(table));
        return PASSWORD_IN_URL.matcher(setting.kind().write(value)).replaceAll("•••");
    }

    private static Map<Object, Secret> masked(Map<?, ?> secrets) {
        var masked = new LinkedHashMap<Object, Secret>();
        secrets.forEach((name, secret) -> masked.put(name, new Secret(String.valueOf(secret))));
        return masked;
    }
}
