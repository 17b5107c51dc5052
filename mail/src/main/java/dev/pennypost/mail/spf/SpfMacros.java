package dev.pennypost.mail.spf;

import dev.pennypost.mail.dns.BadDomainName;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.spf.MacroString.Literal;
import dev.pennypost.mail.spf.MacroString.Macro;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Fills in macro strings for one client (RFC 7208 §7.3).
final class SpfMacros {
    private static final int MAX_NAME = 253;

    private final SpfClient client;
    private final SpfLookups lookups;
    private final String receivingHost;
    private final long epochSecond;

    SpfMacros(SpfClient client, SpfLookups lookups, String receivingHost, long epochSecond) {
        this.client = client;
        this.lookups = lookups;
        this.receivingHost = receivingHost;
        this.epochSecond = epochSecond;
    }

    /// The name to ask for, or null when what comes out can't be a name in DNS.
    @Nullable
    DomainName name(MacroString text, DomainName domain) {
        String name = expand(text, domain);
        if (name.endsWith(".")) name = name.substring(0, name.length() - 1);
        // RFC 7208 §7.3: labels are dropped from the left until the name is short enough.
        while (name.length() > MAX_NAME && name.indexOf('.') >= 0) name = name.substring(name.indexOf('.') + 1);
        try {
            return DomainName.ofDns(name);
        } catch (BadDomainName _) {
            return null;
        }
    }

    String expand(MacroString text, DomainName domain) {
        var out = new StringBuilder();
        for (var part : text.parts()) {
            switch (part) {
                case Literal(String literal) -> out.append(literal);
                case Macro macro -> out.append(value(macro, domain));
            }
        }
        return out.toString();
    }

    private String value(Macro macro, DomainName domain) {
        String value = transformed(letter(macro.letter(), domain), macro);
        return macro.escaped() ? urlEscaped(value) : value;
    }

    private String letter(char letter, DomainName domain) {
        return switch (letter) {
            case 's' -> client.sender();
            case 'l' -> client.localPart();
            case 'o' -> client.senderDomain();
            case 'd' -> domain.ascii();
            case 'i' -> client.dotted();
            case 'p' -> validatedName(domain);
            case 'v' -> client.reverseZone();
            case 'h' -> client.helo();
            case 'c' -> client.readable();
            case 'r' -> receivingHost;
            case 't' -> Long.toString(epochSecond);
            default -> throw new IllegalStateException("no macro letter: " + letter);
        };
    }

    // RFC 7208 §7.3: the domain itself before its subdomains before any other name.
    private String validatedName(DomainName domain) {
        var names = lookups.validatedNames();
        if (names.contains(domain)) return domain.ascii();
        return names.stream()
                .filter(name -> name.isAtOrBelow(domain))
                .findFirst()
                .or(() -> names.stream().findFirst())
                .map(DomainName::ascii)
                .orElse("unknown");
    }

    private static String transformed(String value, Macro macro) {
        if (macro.count() == Integer.MAX_VALUE
                && !macro.reversed()
                && macro.delimiters().equals(".")) return value;
        List<String> pieces = pieces(value, macro.delimiters());
        if (macro.reversed()) pieces = pieces.reversed();
        return String.join(".", pieces.subList(Math.max(0, pieces.size() - macro.count()), pieces.size()));
    }

    private static List<String> pieces(String value, String delimiters) {
        var pieces = new ArrayList<String>();
        int from = 0;
        for (int i = 0; i < value.length(); i++) {
            if (delimiters.indexOf(value.charAt(i)) < 0) continue;
            pieces.add(value.substring(from, i));
            from = i + 1;
        }
        pieces.add(value.substring(from));
        return pieces;
    }

    private static String urlEscaped(String value) {
        var out = new StringBuilder();
        for (byte octet : value.getBytes(StandardCharsets.UTF_8)) {
            if (isUnreserved(octet)) out.append((char) octet);
            else out.append(String.format("%%%02X", octet));
        }
        return out.toString();
    }

    private static boolean isUnreserved(byte octet) {
        return octet > 0 && (Character.isLetterOrDigit(octet) || "-._~".indexOf(octet) >= 0);
    }
}
