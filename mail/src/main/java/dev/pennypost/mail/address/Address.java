package dev.pennypost.mail.address;

import dev.pennypost.mail.dns.DomainName;
import java.nio.charset.StandardCharsets;

/// An addr-spec: what stands between the angle brackets. The local part is kept as its content, without quoting.
///
/// @param localPart the content of the local part, 1 to 64 octets (RFC 5321 §4.5.3.1.1); case is the recipient's
/// business
public record Address(String localPart, DomainName domain) {
    private static final int MAX_LOCAL_PART = 64;
    // RFC 5321 §4.5.3.1.3: a path has 256 octets, two of them the angle brackets.
    private static final int MAX_LENGTH = 254;

    /// @throws BadAddress when the local part is empty, too long or has a control character
    public Address {
        if (localPart.isEmpty()) throw new BadAddress(localPart + "@" + domain, "has no local part");
        if (Letters.hasControl(localPart)) throw new BadAddress(localPart + "@" + domain, "has a control character");
        int octets = octets(localPart);
        if (octets > MAX_LOCAL_PART)
            throw new BadAddress(localPart + "@" + domain, "has a local part longer than 64 octets");
        if (octets + 1 + domain.ascii().length() > MAX_LENGTH)
            throw new BadAddress(localPart + "@" + domain, "is longer than 254 octets");
    }

    /// Reads `local@domain` or `"quoted local"@domain`, with nothing around it.
    ///
    /// @throws BadAddress naming the text and what is wrong with it
    public static Address parse(String text) {
        return AddressParser.addrSpec(text);
    }

    /// Whether only a server that offers SMTPUTF8 can take this address (RFC 6531 §3.2): its local part has
    /// letters beyond ASCII, which unlike those of a domain have no ASCII form.
    public boolean needsSmtpUtf8() {
        return localPart.chars().anyMatch(c -> c >= 0x80);
    }

    /// The form for an SMTP path or a header: quoted where RFC 5321 §4.1.2 asks for it.
    @Override
    public String toString() {
        return written() + "@" + domain.ascii();
    }

    /// The form for people: the domain in its own script.
    public String unicode() {
        return written() + "@" + domain.unicode();
    }

    private String written() {
        return Letters.isDotAtom(localPart) ? localPart : Letters.quoted(localPart);
    }

    private static int octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
