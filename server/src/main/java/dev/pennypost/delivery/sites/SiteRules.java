package dev.pennypost.delivery.sites;

import dev.pennypost.config.CannotStart;
import dev.pennypost.config.HostPort;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

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
        try (InputStream file = Objects.requireNonNull(SiteRules.class.getResourceAsStream(SHIPPED));
                var lines = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
            return new SiteRules(SiteRule.parse(lines.lines()));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        } catch (BadRule bad) {
            throw new IllegalStateException(SHIPPED + ", " + bad.getMessage(), bad);
        }
    }

    /// The shipped rules after the operator's.
    ///
    /// @param file where they are; empty for none
    /// @throws CannotStart when the file cannot be read or a line of it is wrong
    public static SiteRules with(String file) {
        if (file.isEmpty()) return shipped();
        try (Stream<String> lines = Files.lines(Path.of(file))) {
            return with(lines, file);
        } catch (IOException | UncheckedIOException unreadable) {
            throw new CannotStart("traffic.site-rules: " + file + " cannot be read", unreadable);
        }
    }

    static SiteRules with(Stream<String> own, String name) {
        try {
            var all = new ArrayList<>(SiteRule.parse(own));
            all.addAll(shipped().rules);
            return new SiteRules(all);
        } catch (BadRule bad) {
            throw new CannotStart(name + ", " + bad.getMessage(), bad);
        }
    }

    /// The name of the provider that all of these exchangers belong to; empty when there is none, or they are mixed.
    public Optional<String> provider(List<String> exchangers) {
        return rules.stream()
                .filter(rule -> !rule.hosts().isEmpty())
                .filter(rule -> exchangers.stream().allMatch(rule.hosts()::has))
                .map(SiteRule::name)
                .findFirst();
    }

    /// The name that a server of the operator's own is counted under: its provider's where its host is one's, else its
    /// own, which is `host:port`. Where a rule has just this name, it is not counted with its provider.
    public String ownServer(HostPort server) {
        String own = server.toString();
        if (rules.stream().anyMatch(rule -> rule.name().equals(own))) return own;
        return provider(List.of(server.host().toLowerCase(Locale.ROOT))).orElse(own);
    }

    /// The servers of a provider; none when these rules do not know it.
    public HostNames hosts(String provider) {
        return rules.stream()
                .filter(rule -> rule.name().equals(provider))
                .map(SiteRule::hosts)
                .reduce(HostNames.NONE, HostNames::and);
    }

    /// What a provider may be asked, or whoever is no provider of these rules.
    ///
    /// @param ownConnections as many as a server of the operator's own takes where no rule has its name, which is
    ///     `host:port`, and no exchanger's is
    public SiteLimits limits(String name, int ownConnections) {
        if (name.indexOf(':') >= 0) return apply(name, SiteLimits.ofOwnServer(ownConnections));
        SiteLimits limits = apply(EVERYBODY_ELSE, BASE);
        return name.equals(EVERYBODY_ELSE) ? limits : apply(name, limits);
    }

    private SiteLimits apply(String name, SiteLimits under) {
        SiteLimits limits = under;
        for (SiteRule rule : rules.reversed()) if (rule.name().equals(name)) limits = rule.over(limits);
        return limits;
    }
}
