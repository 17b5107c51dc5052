package dev.pennypost.mail.spf;

import dev.pennypost.mail.spf.MacroString.Use;
import dev.pennypost.mail.spf.SpfMechanism.Prefix;
import dev.pennypost.mail.spf.SpfRecord.Directive;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The grammar of RFC 7208 §12, term by term.
final class SpfParser {
    private static final Pattern MODIFIER = Pattern.compile("([A-Za-z][A-Za-z0-9_.-]*)=(.*)", Pattern.DOTALL);
    private static final Pattern DIRECTIVE = Pattern.compile(
            "([-+?~]?)([A-Za-z][A-Za-z0-9_.-]*)(?::([^\\x00-\\x20]*?))?((?:/[0-9/]+)?)", Pattern.DOTALL);
    private static final Pattern DUAL_PREFIX = Pattern.compile("(?:/(0|[1-9][0-9]?))?(?://(0|[1-9][0-9]{0,2}))?");
    private static final Pattern ONE_PREFIX = Pattern.compile("(?:/(0|[1-9][0-9]{0,2}))?");
    private static final Pattern IP4 = Pattern.compile(
            "(?:(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])\\.){3}(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])");
    private static final Pattern IP6 = Pattern.compile("[0-9A-Fa-f:]+(?:\\.[0-9.]+)?");

    private final String terms;
    private final List<Directive> directives = new ArrayList<>();
    private @Nullable MacroString redirect;
    private @Nullable MacroString explanation;

    SpfParser(String terms) {
        this.terms = terms;
    }

    SpfRecord record() {
        for (String term : terms.split(" ", -1)) {
            if (term.isEmpty()) continue;
            Matcher modifier = MODIFIER.matcher(term);
            if (modifier.matches()) modifier(term, modifier.group(1).toLowerCase(Locale.ROOT), modifier.group(2));
            else directives.add(directive(term));
        }
        return new SpfRecord(directives, redirect, explanation);
    }

    // RFC 7208 §6: redirect and exp at most once each; other modifiers must be well-formed and mean nothing.
    private void modifier(String term, String name, String value) {
        switch (name) {
            case "redirect" -> {
                if (redirect != null) throw new BadSpfRecord(term, "is the second redirect");
                redirect = MacroString.domain(value);
            }
            case "exp" -> {
                if (explanation != null) throw new BadSpfRecord(term, "is the second exp");
                explanation = MacroString.domain(value);
            }
            default -> MacroString.parse(value, Use.RECORD);
        }
    }

    private static Directive directive(String term) {
        Matcher parts = DIRECTIVE.matcher(term);
        if (!parts.matches()) throw new BadSpfRecord(term, "is neither a mechanism nor a modifier");
        return new Directive(verdict(parts.group(1)), mechanism(term, parts), term);
    }

    private static SpfVerdict verdict(String qualifier) {
        return switch (qualifier) {
            case "-" -> SpfVerdict.FAIL;
            case "~" -> SpfVerdict.SOFTFAIL;
            case "?" -> SpfVerdict.NEUTRAL;
            default -> SpfVerdict.PASS;
        };
    }

    private static SpfMechanism mechanism(String term, Matcher parts) {
        String value = parts.group(3);
        String prefix = parts.group(4);
        return switch (parts.group(2).toLowerCase(Locale.ROOT)) {
            case "all" -> bare(term, value, prefix);
            case "include" -> new SpfMechanism.Include(MacroString.domain(whole(term, value, prefix)));
            case "exists" -> new SpfMechanism.Exists(MacroString.domain(whole(term, value, prefix)));
            case "a" -> new SpfMechanism.A(optional(value), dualPrefix(term, prefix));
            case "mx" -> new SpfMechanism.Mx(optional(value), dualPrefix(term, prefix));
            case "ptr" ->
                new SpfMechanism.Ptr(
                        value == null && prefix.isEmpty() ? null : MacroString.domain(whole(term, value, prefix)));
            case "ip4" -> network(term, value, prefix, IP4, Inet4Address.class, 32);
            case "ip6" -> network(term, value, prefix, IP6, Inet6Address.class, 128);
            default -> throw new BadSpfRecord(term, "is not a mechanism anybody knows");
        };
    }

    private static SpfMechanism bare(String term, @Nullable String value, String prefix) {
        if (value != null || !prefix.isEmpty()) throw new BadSpfRecord(term, "takes no argument");
        return new SpfMechanism.All();
    }

    private static @Nullable MacroString optional(@Nullable String domain) {
        return domain == null ? null : MacroString.domain(domain);
    }

    // These mechanisms have no prefix length, so what looks like one is the end of the domain.
    private static String whole(String term, @Nullable String value, String prefix) {
        if (value == null) throw new BadSpfRecord(term, "needs a domain");
        return value + prefix;
    }

    private static Prefix dualPrefix(String term, String text) {
        Matcher lengths = DUAL_PREFIX.matcher(text);
        if (!lengths.matches()) throw new BadSpfRecord(term, "has a bad prefix length");
        return new Prefix(length(term, lengths.group(1), 32), length(term, lengths.group(2), 128));
    }

    private static int length(String term, @Nullable String digits, int most) {
        int length = digits == null ? most : Integer.parseInt(digits);
        if (length > most) throw new BadSpfRecord(term, "has a prefix longer than an address");
        return length;
    }

    private static SpfMechanism network(
            String term,
            @Nullable String address,
            String prefix,
            Pattern syntax,
            Class<? extends InetAddress> family,
            int most) {
        Matcher length = ONE_PREFIX.matcher(prefix);
        if (address == null || !syntax.matcher(address).matches() || !length.matches())
            throw new BadSpfRecord(term, "does not name a network");
        try {
            var network =
                    family == Inet4Address.class ? Inet4Address.ofLiteral(address) : Inet6Address.ofLiteral(address);
            return new SpfMechanism.Ip(network, length(term, length.group(1), most));
        } catch (IllegalArgumentException notAnAddress) {
            throw new BadSpfRecord(term, "does not name a network");
        }
    }
}
