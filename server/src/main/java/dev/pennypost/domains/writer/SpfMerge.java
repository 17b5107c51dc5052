package dev.pennypost.domains.writer;

import dev.pennypost.mail.dns.BadDomainName;
import dev.pennypost.mail.dns.DomainName;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/// Puts our include into the SPF record that a name has: two records would be none (RFC 7208 §4.5). The owner's own
/// terms stay as they are; an earlier include of ours goes.
///
/// @param planned our record as it would stand alone
/// @param registrable tells a domain of ours from a public suffix
record SpfMerge(String planned, Function<DomainName, Optional<DomainName>> registrable) {
    private static final String VERSION = "v=spf1";
    private static final String INCLUDE = "include:";

    /// RFC 7208 §4.5: the version is followed by a space or by nothing.
    static boolean isSpf(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return lower.equals(VERSION) || lower.startsWith(VERSION + " ");
    }

    /// The one record for the name.
    ///
    /// @param existing its SPF records; any number
    String with(List<String> existing) {
        if (existing.isEmpty()) return planned;
        if (existing.size() == 1 && hasOurs(existing.getFirst())) return existing.getFirst();
        var mechanisms = new LinkedHashSet<String>();
        var modifiers = new ArrayList<String>();
        Optional<String> all = Optional.empty();
        for (String term :
                existing.stream().flatMap(record -> terms(record).stream()).toList()) {
            if (isAll(term)) all = all.or(() -> Optional.of(term));
            else if (isModifier(term)) modifiers.add(term);
            else if (!isEarlier(term)) mechanisms.add(term);
        }
        mechanisms.add(ours());
        all.ifPresent(mechanisms::add);
        // RFC 7208 §6.1: where there is an `all`, a redirect is not looked at
        if (all.isPresent()) modifiers.removeIf(term -> isNamed(term, "redirect="));
        mechanisms.addAll(modifiers);
        return VERSION + " " + String.join(" ", mechanisms);
    }

    /// Nothing behind `all` is read (RFC 7208 §5.1).
    private boolean hasOurs(String record) {
        for (String term : terms(record)) {
            if (isAll(term)) return false;
            if (isOurs(term)) return true;
        }
        return false;
    }

    private static List<String> terms(String record) {
        var terms = List.of(record.strip().split("\\s+"));
        return terms.subList(1, terms.size());
    }

    private String ours() {
        return terms(planned).stream()
                .filter(term -> isNamed(term, INCLUDE))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("a planned SPF record without include"));
    }

    private boolean isOurs(String term) {
        String bare = term.startsWith("+") ? term.substring(1) : term;
        return bare.equalsIgnoreCase(ours()) || bare.equalsIgnoreCase(ours() + ".");
    }

    /// Whether it includes a neighbour of ours, such as the record of another region.
    private boolean isEarlier(String term) {
        if (isOurs(term)) return true;
        return target(term)
                .flatMap(included -> target(ours())
                        .flatMap(DomainName::parent)
                        .filter(parent -> registrable.apply(parent).isPresent())
                        .filter(included::isAtOrBelow))
                .isPresent();
    }

    private static Optional<DomainName> target(String term) {
        String bare = term.startsWith("+") ? term.substring(1) : term;
        if (!isNamed(bare, INCLUDE)) return Optional.empty();
        try {
            return Optional.of(DomainName.ofDns(bare.substring(INCLUDE.length())));
        } catch (BadDomainName notAName) {
            return Optional.empty();
        }
    }

    private static boolean isAll(String term) {
        return term.matches("(?i)[+?~-]?all");
    }

    private static boolean isModifier(String term) {
        return term.matches("(?i)[a-z][a-z0-9_.-]*=.*"); // RFC 7208 §4.6.1
    }

    private static boolean isNamed(String term, String name) {
        return term.regionMatches(true, 0, name, 0, name.length());
    }
}
