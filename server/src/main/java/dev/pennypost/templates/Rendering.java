package dev.pennypost.templates;

import dev.pennypost.templates.RenderResult.Refused;
import dev.pennypost.templates.RenderResult.Rendered;
import dev.pennypost.templates.TemplateProblem.BadValue;
import dev.pennypost.templates.TemplateProblem.MissingValue;
import dev.pennypost.templates.TemplateProblem.ReservedKey;
import dev.pennypost.templates.TemplateProblem.TooLarge;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Makes one email from a version of a template (contract §29.6). Three braces mean that the value stands there as it
/// is: nothing is escaped, not in HTML either, and places within values are text. A place takes the given value, else
/// the variable's fallback, else its own. Places of reserved names are ours to fill elsewhere: here they take their own
/// fallback or stay as they are. Two braces are text.
final class Rendering {
    /// Characters of one part: what an email may have anyway, so that a short template cannot become a long one.
    static final int LIMIT = 40 * 1024 * 1024;

    // Possessive throughout: the time is linear in the text, whatever it holds.
    private static final Pattern PLACE =
            Pattern.compile("\\{\\{\\{\\s*+([A-Za-z0-9_.]++)\\s*+(?:\\|([^{}]*+))?+\\}\\}\\}");
    // Of names that are reserved, parts too: `contact.first_name`.
    private static final Pattern REST_OF_PATH = Pattern.compile("\\..*", Pattern.DOTALL);

    private final TemplateId template;
    private final Version version;
    private final Map<String, VariableType> types = new HashMap<>();
    private final Map<String, Object> values = new HashMap<>();

    private Rendering(TemplateId template, Version version, Map<String, ? extends @Nullable Object> given) {
        this.template = template;
        this.version = version;
        for (Variable variable : version.variables()) {
            Declaration declaration = variable.declaration();
            types.put(declaration.key(), declaration.type());
            if (declaration.fallback() != null) values.put(declaration.key(), declaration.fallback());
        }
        given.forEach((key, value) -> {
            if (value != null) values.put(key, value);
        });
    }

    /// @param given strings and numbers by their keys; null counts as not given
    static RenderResult render(TemplateId template, Version version, Map<String, ? extends @Nullable Object> given) {
        Optional<String> reserved =
                given.keySet().stream().filter(VariableKey::isReserved).sorted().findFirst();
        if (reserved.isPresent()) return new Refused(new ReservedKey(reserved.get()));
        return new Rendering(template, version, given).render();
    }

    /// What of it can be made, whatever is missing.
    static Preview preview(TemplateId template, Version version, Map<String, ? extends @Nullable Object> given) {
        var known = new HashMap<String, @Nullable Object>(given);
        known.keySet().removeIf(VariableKey::isReserved);
        return new Rendering(template, version, known).preview();
    }

    private Preview preview() {
        Wording wording = version.wording();
        boolean large = parts().anyMatch(part -> length(part) > LIMIT);
        List<TemplateProblem> problems =
                Stream.concat(problems(), large ? Stream.of(new TooLarge(LIMIT)) : Stream.empty())
                        .toList();
        List<String> keys = List.copyOf(used().keySet());
        return large
                ? new Preview(template, wording.from(), wording.subject(), wording.replyTo(), "", null, keys, problems)
                : new Preview(
                        template,
                        wording.from(),
                        filledOrNull(wording.subject()),
                        wording.replyTo(),
                        filled(wording.html()),
                        filledOrNull(wording.text()),
                        keys,
                        problems);
    }

    private RenderResult render() {
        return problems().findFirst().<RenderResult>map(Refused::new).orElseGet(this::written);
    }

    private Stream<TemplateProblem> problems() {
        return used().entrySet().stream()
                .flatMap(key -> problem(key.getKey(), key.getValue()).stream());
    }

    /// The keys of variables, declared ones first, and whether each needs a value: there is a place that has no
    /// fallback of its own, or no place at all.
    private Map<String, Boolean> used() {
        var used = new LinkedHashMap<String, Boolean>();
        Set<String> standing = new HashSet<>();
        version.variables().forEach(variable -> used.put(variable.key(), true));
        places().forEach(place -> {
            String key = place.group(1);
            boolean first = standing.add(key);
            boolean bare = place.group(2) == null;
            used.merge(key, bare, (before, here) -> first ? here : before || here);
        });
        return used;
    }

    /// @param isNeeded whether there is a place that has no fallback of its own, or no place at all
    private Optional<TemplateProblem> problem(String key, boolean isNeeded) {
        Object value = values.get(key);
        if (value == null) return isNeeded ? Optional.of(new MissingValue(key)) : Optional.empty();
        return Values.flaw(types.get(key), value).map(flaw -> new BadValue(key, flaw));
    }

    private RenderResult written() {
        if (parts().anyMatch(part -> length(part) > LIMIT)) return new Refused(new TooLarge(LIMIT));
        Wording wording = version.wording();
        return new Rendered(
                template,
                wording.from(),
                filledOrNull(wording.subject()),
                wording.replyTo(),
                filled(wording.html()),
                filledOrNull(wording.text()));
    }

    private Stream<String> parts() {
        Wording wording = version.wording();
        return Stream.of(
                        Optional.ofNullable(wording.subject()),
                        Optional.of(wording.html()),
                        Optional.ofNullable(wording.text()))
                .flatMap(Optional::stream);
    }

    /// The places of variables, in the order they stand.
    private Stream<MatchResult> places() {
        return parts().flatMap(part -> PLACE.matcher(part).results())
                .filter(place -> VariableKey.isFree(place.group(1)));
    }

    private long length(String part) {
        return part.length()
                + PLACE.matcher(part)
                        .results()
                        .mapToLong(
                                place -> filling(place).length() - place.group().length())
                        .sum();
    }

    private String filled(String part) {
        return PLACE.matcher(part).replaceAll(place -> Matcher.quoteReplacement(filling(place)));
    }

    private @Nullable String filledOrNull(@Nullable String part) {
        return part == null ? null : filled(part);
    }

    /// What stands in a place afterwards.
    private String filling(MatchResult place) {
        String key = place.group(1);
        Object value = VariableKey.isFree(key) ? values.get(key) : null;
        if (value != null) return Values.text(value);
        return takesItsFallback(key) ? Objects.requireNonNullElse(place.group(2), place.group()) : place.group();
    }

    private static boolean takesItsFallback(String key) {
        return VariableKey.isFree(key)
                || VariableKey.isReserved(REST_OF_PATH.matcher(key).replaceFirst(""));
    }
}
