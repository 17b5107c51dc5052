package dev.pennypost.mail.spf;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// An SPF record taken apart (RFC 7208 §4.5, §4.6): directives in order, and the two modifiers that matter.
public final class SpfRecord {
    private static final String VERSION = "v=spf1";

    private final List<Directive> directives;
    private final @Nullable MacroString redirect;
    private final @Nullable MacroString explanation;

    /// One term: the verdict when its mechanism matches, and its text as written.
    record Directive(SpfVerdict verdict, SpfMechanism mechanism, String text) {}

    SpfRecord(List<Directive> directives, @Nullable MacroString redirect, @Nullable MacroString explanation) {
        this.directives = List.copyOf(directives);
        this.redirect = redirect;
        this.explanation = explanation;
    }

    /// Whether a TXT record's text claims to be an SPF record, well-formed or not.
    public static boolean claims(String text) {
        return text.regionMatches(true, 0, VERSION, 0, VERSION.length())
                && (text.length() == VERSION.length() || text.charAt(VERSION.length()) == ' ');
    }

    /// Reads a whole record: one error anywhere makes it useless (RFC 7208 §4.6).
    ///
    /// @throws BadSpfRecord naming the term and what is wrong with it
    public static SpfRecord parse(String text) {
        if (!claims(text)) throw new BadSpfRecord(text, "does not start with v=spf1");
        return new SpfParser(text.substring(VERSION.length())).record();
    }

    List<Directive> directives() {
        return directives;
    }

    @Nullable
    MacroString redirect() {
        return redirect;
    }

    @Nullable
    MacroString explanation() {
        return explanation;
    }

    /// Whether anybody on earth may send (`+all`, or `all` without a sign): legal, and never meant.
    public boolean allowsEverybody() {
        return directives.stream()
                .anyMatch(directive ->
                        directive.mechanism() instanceof SpfMechanism.All && directive.verdict() == SpfVerdict.PASS);
    }

    /// Whether it uses `ptr`, which RFC 7208 §5.5 asks not to use.
    public boolean usesPtr() {
        return directives.stream().anyMatch(directive -> directive.mechanism() instanceof SpfMechanism.Ptr);
    }
}
