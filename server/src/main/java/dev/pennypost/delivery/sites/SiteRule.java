package dev.pennypost.delivery.sites;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What is known of one provider: which exchangers are its own, and what it wants to be asked at most.
///
/// @param hosts its exchangers; none for the rule of everybody else, and for a rule that only sets something
/// @param settings as the file spells them
record SiteRule(String name, HostNames hosts, Map<String, String> settings) {
    private static final Pattern WORDS = Pattern.compile("\\s+");
    private static final Pattern COMMENT = Pattern.compile("#.*");
    private static final List<String> KNOWN = List.of(
            "connections", "messages-per-connection", "age", "messages-per-minute", "connections-per-minute", "tls");

    /// Reads a file of rules: one a line, `name | suffixes | settings`; `#` begins a comment.
    static List<SiteRule> parse(Stream<String> lines) throws BadRule {
        var rules = new ArrayList<SiteRule>();
        RuleLines.read(lines, line -> rules.add(line(line)));
        return rules;
    }

    private static SiteRule line(String text) throws BadRule {
        String[] columns = COMMENT.matcher(text).replaceFirst("").split("\\|", -1);
        if (columns.length != 3) throw new BadRule("a rule has three columns: name | suffixes | settings");
        var settings = new LinkedHashMap<String, String>();
        for (String setting : words(columns[2])) {
            int equals = setting.indexOf('=');
            String key = equals < 0 ? setting : setting.substring(0, equals);
            if (equals < 0 || !KNOWN.contains(key))
                throw new BadRule("`" + setting + "` is none of " + String.join("=, ", KNOWN) + "=");
            settings.put(key, setting.substring(equals + 1));
        }
        var hosts = new HostNames(words(columns[1].toLowerCase(Locale.ROOT)));
        var rule = new SiteRule(columns[0].strip(), hosts, settings);
        try {
            rule.over(SiteLimits.ofOwnServer(1));
        } catch (IllegalArgumentException wrong) {
            throw new BadRule(String.valueOf(wrong.getMessage()));
        }
        return rule;
    }

    private static List<String> words(String text) {
        return text.isBlank() ? List.of() : List.of(WORDS.split(text.strip(), -1));
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
