package dev.pennypost.mail.message;

import dev.pennypost.mail.address.BadAddress;
import dev.pennypost.mail.address.Mailbox;
import java.util.List;

/// A header field the sender adds to a message. What it means is the sender's business, that it is one field is ours.
///
/// @param name printable ASCII without colon (RFC 5322 §3.6.8), at most 256 characters, not a [ReservedHeaders]
/// @param value one line of any length; letters beyond ASCII are encoded when written
public record CustomHeader(String name, String value) {
    private static final int MAX_NAME = 256;

    /// @throws IllegalArgumentException when the name is not one or is reserved, or the value has CR, LF or NUL
    public CustomHeader {
        if (!isName(name)) throw new IllegalArgumentException("not the name of a header field");
        if (ReservedHeaders.contains(name)) throw new IllegalArgumentException(name + " is not the sender's to set");
        FieldSyntax.requireOneLine(name, value);
        value = value.strip();
    }

    /// Whether RFC 5322 §3.6.8 allows this as the name of a field.
    public static boolean isName(String name) {
        if (name.isEmpty() || name.length() > MAX_NAME) return false;
        return name.chars().allMatch(c -> c > ' ' && c < 0x7f && c != ':');
    }

    boolean isNamed(String other) {
        return name.equalsIgnoreCase(other);
    }

    // The two fields a sender may set whose letters beyond ASCII are encoded in the names only (RFC 2047 §5).
    List<Mailbox> mailboxes() {
        if (!isNamed("Sender") && !isNamed("Reply-To")) return List.of();
        try {
            return List.of(Mailbox.parse(value));
        } catch (BadAddress notOne) {
            return Mailbox.parseAll(value);
        }
    }
}
