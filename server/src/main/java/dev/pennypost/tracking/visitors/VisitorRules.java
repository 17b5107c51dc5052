package dev.pennypost.tracking.visitors;

import dev.pennypost.config.CannotStart;
import dev.pennypost.delivery.sites.BadRule;
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
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/// The rules for visitors: the operator's own, and after them those shipped. The first that fits decides; where none
/// does, it was a person.
public final class VisitorRules {
    private static final String SHIPPED = "visitors.rules";

    private final List<VisitorRule> rules;

    private VisitorRules(List<VisitorRule> rules) {
        this.rules = List.copyOf(rules);
    }

    /// The shipped rules alone.
    public static VisitorRules shipped() {
        try (InputStream file = Objects.requireNonNull(VisitorRules.class.getResourceAsStream(SHIPPED));
                var lines = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
            return new VisitorRules(VisitorRule.read(lines.lines()));
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
    public static VisitorRules with(String file) {
        if (file.isEmpty()) return shipped();
        try (Stream<String> lines = Files.lines(Path.of(file))) {
            return with(lines, file);
        } catch (IOException | UncheckedIOException unreadable) {
            throw new CannotStart("tracking.visitor-rules: " + file + " cannot be read", unreadable);
        }
    }

    static VisitorRules with(Stream<String> own, String name) {
        try {
            var all = new ArrayList<>(VisitorRule.read(own));
            all.addAll(shipped().rules);
            return new VisitorRules(all);
        } catch (BadRule bad) {
            throw new CannotStart(name + ", " + bad.getMessage(), bad);
        }
    }

    /// How long ago clicks can be that still matter.
    public Duration memory() {
        return rules.stream()
                .map(VisitorRule::condition)
                .filter(VisitorRule.Condition.Links.class::isInstance)
                .map(condition -> ((VisitorRule.Condition.Links) condition).time())
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    /// The name of the rule that takes a visit for a machine's; empty for a person's.
    public Optional<String> machine(Circumstances visit) {
        return rules.stream()
                .filter(rule -> rule.fits(visit))
                .findFirst()
                .filter(VisitorRule::machine)
                .map(VisitorRule::name);
    }
}
