package dev.pennypost.mail.address;

import dev.pennypost.mail.dns.BadDomainName;
import dev.pennypost.mail.dns.DomainName;

/// The grammar of RFC 5321 §4.1.2 for local parts, with RFC 6531 §3.3 for letters beyond ASCII.
final class AddressParser {
    private AddressParser() {}

    static Address addrSpec(String text) {
        if (Letters.hasControl(text)) throw new BadAddress(text, "has a control character");
        int at = text.lastIndexOf('@');
        if (at < 1 || at == text.length() - 1) throw new BadAddress(text, "has no local part or no domain");
        return new Address(localPart(text, text.substring(0, at)), domain(text, text.substring(at + 1)));
    }

    private static DomainName domain(String text, String domain) {
        if (!domain.equals(domain.strip())) throw new BadAddress(text, "has a space beside its domain");
        try {
            return DomainName.parse(domain);
        } catch (BadDomainName bad) {
            throw new BadAddress(text, "has a bad domain: it " + bad.why());
        }
    }

    private static String localPart(String text, String local) {
        if (local.startsWith("\"")) return unquoted(text, local);
        if (!Letters.isDotAtom(local))
            throw new BadAddress(text, "has a local part with a character that needs quoting");
        return local;
    }

    private static String unquoted(String text, String local) {
        var content = new StringBuilder();
        int i = 1;
        for (; i < local.length() && local.charAt(i) != '"'; i++) {
            if (local.charAt(i) == '\\' && i + 1 < local.length()) i++;
            content.append(local.charAt(i));
        }
        if (i != local.length() - 1 || content.isEmpty()) throw new BadAddress(text, "has a badly quoted local part");
        return content.toString();
    }
}
