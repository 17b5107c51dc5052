package dev.pennypost.mail.address;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A mailbox of a header field (RFC 5322 §3.4): an address, and the name of whoever reads there.
///
/// @param displayName the name as people read it, neither quoted nor encoded; without
/// control characters and without space around it
public record Mailbox(@Nullable String displayName, Address address) {

    /// @throws BadAddress when the name has a control character, as a header injection would
    public Mailbox {
        if (displayName != null && Letters.hasControl(displayName))
            throw new BadAddress(displayName, "has a control character");
        if (displayName != null) displayName = displayName.isBlank() ? null : displayName.strip();
    }

    public static Mailbox of(Address address) {
        return new Mailbox(null, address);
    }

    /// Reads exactly one mailbox: `a@b.c`, `Name <a@b.c>`, `"Quoted, Name" <a@b.c>`, with encoded words in the name
    /// decoded (RFC 2047 §5) and comments skipped. More liberal than RFC 5322 §3.2.5 in one thing: a name may hold
    /// any printable character without quotes, as in `Acme, Inc. <a@b.c>`, unless one of its words
    /// is another address.
    ///
    /// @throws BadAddress naming the text and what is wrong with it
    public static Mailbox parse(String text) {
        return new MailboxParser(text).parse();
    }

    /// Reads an address list (RFC 5322 §3.4) as mail that was received has them: groups give their members, and what
    /// is not a mailbox is left out.
    public static List<Mailbox> parseAll(String text) {
        return AddressList.mailboxes(text);
    }

    /// Reads an address list (RFC 5322 §3.4) of which nothing may get lost.
    ///
    /// @throws BadAddress when it has a group or anything that is not a mailbox
    public static List<Mailbox> parseOnly(String text) {
        return AddressList.onlyMailboxes(text);
    }

    /// The text form for people: name and domain in their own script, the name in quotes only where it could be
    /// misread. [#parse] reads it back; inside a message it still has to be encoded.
    public String toHeader() {
        if (displayName == null) return address.unicode();
        return (mayBeMisread(displayName) ? Letters.quoted(displayName) : displayName) + " <" + address.unicode() + ">";
    }

    @Override
    public String toString() {
        return toHeader();
    }

    private static boolean mayBeMisread(String name) {
        if (name.contains("=?") || name.contains("  ") || !name.equals(name.strip())) return true;
        return name.chars().anyMatch(c -> "()<>[]:;@\\,\"".indexOf(c) >= 0);
    }
}
