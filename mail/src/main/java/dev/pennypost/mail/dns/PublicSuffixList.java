package dev.pennypost.mail.dns;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The domains below which anybody can register a name, as publicsuffix.org lists them: `com`, `co.uk`, `github.io`.
/// A guess about who owns what, for where DNS cannot be asked; DMARC walks the tree instead (RFC 9989).
public final class PublicSuffixList {
    private final Rule root = new Rule();

    /// Who listed a suffix.
    public enum Section {
        /// A registry, in the part of the list that follows the root zone.
        ICANN,
        /// A company that gives names below its own to others, such as `github.io`.
        PRIVATE,
        /// Nobody: the top-level domain is not in the list, and its names count as registrable.
        UNLISTED
    }

    /// A public suffix and who listed it.
    public record Suffix(DomainName name, Section section) {}

    private static final class Rule {
        private Map<String, Rule> below = Map.of();
        private @Nullable Section here;
        private @Nullable Section wildcard;
        private boolean exception;

        private Rule child(String label) {
            if (below.isEmpty()) below = new HashMap<>(4);
            Rule known = below.get(label);
            if (known != null) return known;
            var added = new Rule();
            below.put(label, added);
            return added;
        }
    }

    // The list is read when it is first asked for.
    private static final class Bundled {
        static final PublicSuffixList LIST = load();

        private static PublicSuffixList load() {
            try (InputStream file = PublicSuffixList.class.getResourceAsStream("public_suffix_list.dat")) {
                return parse(
                        Objects.requireNonNull(file, "public_suffix_list.dat").readAllBytes());
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }
    }

    private PublicSuffixList() {}

    /// The list that came with this library.
    public static PublicSuffixList bundled() {
        return Bundled.LIST;
    }

    /// Reads a list in the format of <https://github.com/publicsuffix/list/wiki/Format>.
    ///
    /// @param utf8 the file as it is published
    public static PublicSuffixList parse(byte[] utf8) {
        // One char per octet: nearly all of it is ASCII, and decoding the rest line by line is several times faster.
        var text = new String(utf8, StandardCharsets.ISO_8859_1);
        var list = new PublicSuffixList();
        var section = Section.ICANN;
        for (int start = 0, end; start < text.length(); start = end + 1) {
            end = text.indexOf('\n', start);
            if (end < 0) end = text.length();
            if (text.startsWith("// ===BEGIN PRIVATE DOMAINS", start)) section = Section.PRIVATE;
            else if (text.startsWith("// ===END PRIVATE DOMAINS", start)) section = Section.ICANN;
            else if (!text.startsWith("//", start)) list.add(upToSpace(text, start, end), section);
        }
        return list;
    }

    public boolean isPublicSuffix(DomainName name) {
        return suffix(name).name().equals(name);
    }

    /// The public suffix of a name, by the longest rule that matches; `*` where none does.
    public Suffix suffix(DomainName name) {
        List<String> labels = name.labels();
        var section = Section.UNLISTED;
        int length = 1;
        Rule rule = root;
        for (int depth = 1; depth <= labels.size(); depth++) {
            if (rule.wildcard != null) {
                section = rule.wildcard;
                length = depth;
            }
            rule = rule.below.get(labels.get(labels.size() - depth));
            if (rule == null) break;
            if (rule.exception) {
                length = depth - 1;
                break;
            }
            if (rule.here != null) {
                section = rule.here;
                length = depth;
            }
        }
        return new Suffix(last(labels, length), section);
    }

    /// The public suffix and one label more: `example.co.uk` for `www.example.co.uk`, nothing for `co.uk` itself.
    public Optional<DomainName> registrableDomain(DomainName name) {
        List<String> labels = name.labels();
        int wanted = suffix(name).name().labels().size() + 1;
        return labels.size() < wanted ? Optional.empty() : Optional.of(last(labels, wanted));
    }

    private void add(String text, Section section) {
        if (text.isEmpty()) return;
        boolean exception = text.startsWith("!");
        String name = exception ? text.substring(1) : text;
        Rule rule = root;
        int end = name.length();
        for (int dot = name.lastIndexOf('.'); dot >= 0; dot = name.lastIndexOf('.', end - 1)) {
            rule = rule.child(aLabel(name.substring(dot + 1, end)));
            end = dot;
        }
        String first = name.substring(0, end);
        if (first.equals("*")) rule.wildcard = section;
        else if (exception) rule.child(aLabel(first)).exception = true;
        else rule.child(aLabel(first)).here = section;
    }

    private static String aLabel(String octets) {
        if (Punycode.isBasic(octets)) return octets;
        return Punycode.toALabel(new String(octets.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
    }

    private static String upToSpace(String text, int start, int limit) {
        int end = start;
        while (end < limit && text.charAt(end) > ' ') end++;
        return text.substring(start, end);
    }

    private static DomainName last(List<String> labels, int count) {
        return new DomainName(String.join(".", labels.subList(labels.size() - count, labels.size())));
    }
}
