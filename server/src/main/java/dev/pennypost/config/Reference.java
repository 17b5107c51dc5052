package dev.pennypost.config;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The reference page of all settings, as Markdown.
public final class Reference {
    private static final String INTRODUCTION = """
            # Configuration

            This page is generated from the settings records; do not edit it.

            Settings come from a TOML file (`./pennypost serve --config FILE`) and from environment variables; a variable
            wins over the file. As a variable, a list is comma-separated and a table is `name=value,name=value`. A key that
            does not exist stops the start. `./pennypost config print` shows what is in effect, and why.
            """;

    private Reference() {}

    /// @param strangers variables that are no settings, with what they mean
    public static String of(Class<? extends Record> type, Map<String, String> strangers) {
        return Section.root(type).tree().stream()
                .filter(section -> !section.settings().isEmpty())
                .map(Reference::section)
                .collect(Collectors.joining("\n", INTRODUCTION + "\n", "\n" + variables(strangers)));
    }

    private static String variables(Map<String, String> strangers) {
        return new TreeMap<>(strangers)
                .entrySet().stream()
                        .map(entry -> "- `" + entry.getKey() + "`: " + entry.getValue() + "\n")
                        .collect(Collectors.joining("", "## Variables that are no settings\n\n", ""));
    }

    private static String section(Section section) {
        String heading = section.path().isEmpty() ? "## At the top of the file" : "## [" + section.path() + "]";
        String description = section.description().isEmpty() ? "" : section.description() + "\n\n";
        return heading + "\n\n" + description
                + section.settings().stream().map(Reference::setting).collect(Collectors.joining("\n"));
    }

    private static String setting(Setting setting) {
        return "### `%s`\n\n%s\n\n- %s\n- Default: %s\n- Environment: `%s`\n"
                .formatted(
                        setting.path(),
                        setting.description(),
                        capitalised(setting.kind().expectation()),
                        setting.byDefault().isEmpty()
                                ? "none"
                                : "`" + setting.kind().write(setting.standard()) + "`",
                        setting.variable());
    }

    private static String capitalised(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }
}
