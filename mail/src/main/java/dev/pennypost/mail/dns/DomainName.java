package dev.pennypost.mail.dns;

import com.ibm.icu.text.IDNA;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// A domain name in the one form we compare, store and ask for: A-labels, lower case, no trailing dot.
///
/// @param ascii the name in A-labels, such as `xn--strae-oqa.de`; never empty, at most 253 characters
public record DomainName(String ascii) implements Comparable<DomainName> {
    private static final int MAX_LENGTH = 253;
    private static final Pattern HOST_LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern ANY_LABEL = Pattern.compile("[\\x20-\\x2d\\x2f-\\x7e]{1,63}");

    /// Reads a host name as people type it: letters of any script are mapped by UTS 46 (non-transitional).
    ///
    /// @throws BadDomainName naming the text and what is wrong with it
    public static DomainName parse(String text) {
        String name = toAscii(text.strip());
        checkLength(text, name);
        for (String label : name.split("\\.", -1)) {
            if (!HOST_LABEL.matcher(label).matches())
                throw new BadDomainName(text, "has a label that is not made of letters, digits and inner hyphens");
        }
        return new DomainName(name);
    }

    /// Takes any name that may be asked for in DNS, underscore labels included; a trailing dot is dropped.
    ///
    /// @throws BadDomainName when a label is empty, longer than 63 octets or not printable ASCII
    public static DomainName ofDns(String text) {
        String name = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
        name = name.toLowerCase(Locale.ROOT);
        checkLength(text, name);
        for (String label : name.split("\\.", -1)) {
            if (!ANY_LABEL.matcher(label).matches()) throw new BadDomainName(text, "has an empty or unprintable label");
        }
        return new DomainName(name);
    }

    /// The name with its A-labels shown in their own script.
    public String unicode() {
        if (!ascii.contains("xn--")) return ascii;
        var info = new IDNA.Info();
        var out = Uts46.INSTANCE.nameToUnicode(ascii, new StringBuilder(), info);
        return info.hasErrors() ? ascii : out.toString();
    }

    /// The labels from left to right: `mail.example.com` is `mail`, `example`, `com`.
    public List<String> labels() {
        return List.of(ascii.split("\\."));
    }

    /// The name one label below this one; the label may hold dots and underscores.
    public DomainName child(String labels) {
        return ofDns(labels + "." + ascii);
    }

    /// The name without its first label; nothing above a top-level domain.
    public Optional<DomainName> parent() {
        int dot = ascii.indexOf('.');
        return dot < 0 ? Optional.empty() : Optional.of(new DomainName(ascii.substring(dot + 1)));
    }

    /// Whether this is `other` or lies below it.
    public boolean isAtOrBelow(DomainName other) {
        return ascii.equals(other.ascii) || ascii.endsWith("." + other.ascii);
    }

    @Override
    public int compareTo(DomainName other) {
        return ascii.compareTo(other.ascii);
    }

    @Override
    public String toString() {
        return ascii;
    }

    private static String toAscii(String text) {
        if (text.chars().allMatch(c -> c < 0x80)) return text.toLowerCase(Locale.ROOT);
        var info = new IDNA.Info();
        var out = Uts46.INSTANCE.nameToASCII(text, new StringBuilder(), info);
        if (info.hasErrors())
            throw new BadDomainName(text, "is not a valid internationalized name " + info.getErrors());
        return out.toString();
    }

    private static void checkLength(String text, String name) {
        if (name.isEmpty()) throw new BadDomainName(text, "is empty");
        if (name.length() > MAX_LENGTH) throw new BadDomainName(text, "is longer than 253 characters");
        if (name.endsWith(".")) throw new BadDomainName(text, "ends with a dot");
    }

    // Loaded only for names that are not plain ASCII: the tables cost start-up time.
    private static final class Uts46 {
        static final IDNA INSTANCE = IDNA.getUTS46Instance(IDNA.NONTRANSITIONAL_TO_ASCII
                | IDNA.NONTRANSITIONAL_TO_UNICODE
                | IDNA.CHECK_BIDI
                | IDNA.CHECK_CONTEXTJ
                | IDNA.USE_STD3_RULES);
    }
}
