package dev.pennypost.delivery.traffic;

import dev.pennypost.config.CannotStart;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// What is known of one provider: which exchangers are its own, and what it wants to be asked at most.
///
/// @param suffixes of its exchangers' names; empty for the rule of everybody else
/// @param settings as the file spells them
record SiteRule(String name, List<String> suffixes, Map<String, String> settings) {
    private static final Pattern WORDS = Pattern.compile("\\s+");
    private static final List<String> KNOWN = List.of(
            "connections", "messages-per-connection", "age", "messages-per-minute", "connections-per-minute", "tls");

    /// Reads a file of rules: one a line, `name | suffixes | settings`; `#` begins a comment.
    ///
    /// @param file named where a line is wrong
    static List<SiteRule> parse(String text, String file) {
        var rules = new ArrayList<SiteRule>();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            String rule = line.indexOf('#') < 0 ? line : line.substring(0, line.indexOf('#'));
            if (!rule.isBlank()) rules.add(line(rule, file + ", line " + number));
        }
        return rules;
    }

    private static SiteRule line(String text, String where) {
        String[] columns = text.split("\\|", -1);
        if (columns.length != 3) throw bad(where, "a rule has three columns: name | suffixes | settings");
        var settings = new LinkedHashMap<String, String>();
        for (String setting : words(columns[2])) {
            int equals = setting.indexOf('=');
            String key = equals < 0 ? setting : setting.substring(0, equals);
            if (equals < 0 || !KNOWN.contains(key))
                throw bad(where, "`" + setting + "` is none of " + String.join("=, ", KNOWN) + "=");
            settings.put(key, setting.substring(equals + 1));
        }
        var rule = new SiteRule(columns[0].strip(), words(columns[1].toLowerCase(Locale.ROOT)), settings);
        try {
            rule.over(SiteLimits.ofOwnServer(1));
        } catch (IllegalArgumentException wrong) {
            throw bad(where, String.valueOf(wrong.getMessage()));
        }
        return rule;
    }

    private static List<String> words(String text) {
        return text.isBlank() ? List.of() : List.of(WORDS.split(text.strip(), -1));
    }

    private static CannotStart bad(String where, String why) {
        return new CannotStart(where + ": " + why);
    }

    /// Whether an exchanger is the provider's.
    boolean owns(String host) {
        return suffixes.stream()
                .anyMatch(suffix -> suffix.startsWith(".")
                        ? host.endsWith(suffix) || host.equals(suffix.substring(1))
                        : host.equals(suffix));
    }

    /// Its settings, and these where it has none.
    SiteLimits over(SiteLimits others) {
        return new SiteLimits(
                atLeastOne("connections", others.connections()),
                atLeastOne("messages-per-connection", others.messagesPerConnection()),
                Duration.ofSeconds(
                        atLeastOne("age", (int) others.connectionAge().toSeconds())),
                number("messages-per-minute", others.messagesPerMinute()),
                number("connections-per-minute", others.connectionsPerMinute()),
                settings.containsKey("tls") ? isRequired() : others.requiresTls());
    }

    private boolean isRequired() {
        return switch (settings.getOrDefault("tls", "")) {
            case "required" -> true;
            case "optional" -> false;
            default -> throw new IllegalArgumentException("tls is `required` or `optional`");
        };
    }

    private int atLeastOne(String key, int otherwise) {
        int number = number(key, otherwise);
        if (number < 1) throw new IllegalArgumentException(key + " is less than 1");
        return number;
    }

    private int number(String key, int otherwise) {
        String text = settings.get(key);
        if (text == null) return otherwise;
        if (!text.matches("\\d{1,9}")) throw new IllegalArgumentException(key + " is no whole number: " + text);
        return Integer.parseInt(text);
    }
}
