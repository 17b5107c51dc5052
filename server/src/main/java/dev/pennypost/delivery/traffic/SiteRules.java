package dev.pennypost.delivery.traffic;

import dev.pennypost.config.CannotStart;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The rules for sites: those shipped, and before them the operator's own. A rule of the operator's with the name of a
/// shipped one changes what it sets and keeps the rest.
public final class SiteRules {
    private static final String SHIPPED = "sites.rules";
    private static final String EVERYBODY_ELSE = "default";
    /// What holds where not even the default rule says something.
    private static final SiteLimits BASE = new SiteLimits(10, 100, Duration.ofMinutes(10), 0, 0, false);

    private final List<SiteRule> rules;

    private SiteRules(List<SiteRule> rules) {
        this.rules = List.copyOf(rules);
    }

    /// The shipped rules alone.
    public static SiteRules shipped() {
        return new SiteRules(SiteRule.parse(resource(), SHIPPED));
    }

    /// The shipped rules after the operator's.
    ///
    /// @throws CannotStart when the file cannot be read or a line of it is wrong
    public static SiteRules with(Path file) {
        try {
            return with(Files.readString(file), file.toString());
        } catch (IOException unreadable) {
            throw new CannotStart("traffic.site-rules: " + file + " cannot be read", unreadable);
        }
    }

    static SiteRules with(String own, String name) {
        var all = new ArrayList<>(SiteRule.parse(own, name));
        all.addAll(shipped().rules);
        return new SiteRules(all);
    }

    /// The name of the provider that all of these exchangers belong to; empty when there is none, or they are mixed.
    Optional<String> provider(List<String> exchangers) {
        return rules.stream()
                .filter(rule -> !rule.suffixes().isEmpty())
                .filter(rule -> exchangers.stream().allMatch(rule::owns))
                .map(SiteRule::name)
                .findFirst();
    }

    /// What a provider may be asked, or whoever is no provider of these rules.
    SiteLimits limits(String name) {
        SiteLimits limits = apply(EVERYBODY_ELSE, BASE);
        return name.equals(EVERYBODY_ELSE) ? limits : apply(name, limits);
    }

    private SiteLimits apply(String name, SiteLimits under) {
        SiteLimits limits = under;
        for (SiteRule rule : rules.reversed()) if (rule.name().equals(name)) limits = rule.over(limits);
        return limits;
    }

    private static String resource() {
        try (InputStream file = SiteRules.class.getResourceAsStream(SHIPPED)) {
            if (file == null) throw new IllegalStateException(SHIPPED + " is missing in this build");
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
