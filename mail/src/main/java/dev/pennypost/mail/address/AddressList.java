package dev.pennypost.mail.address;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Splits an address list at the commas that separate (RFC 5322 §3.4): not those in quotes, comments and brackets.
final class AddressList {
    private final String text;
    private final List<Mailbox> found = new ArrayList<>();
    private int start;
    private int comments;
    private boolean inAngle;
    private boolean inQuotes;
    private @Nullable BadAddress leftOut;

    private AddressList(String text) {
        this.text = text;
    }

    static List<Mailbox> mailboxes(String text) {
        return new AddressList(text).read();
    }

    /// @throws BadAddress when there is more than mailboxes, or something else
    static List<Mailbox> onlyMailboxes(String text) {
        var list = new AddressList(text);
        List<Mailbox> found = list.read();
        if (list.leftOut != null) throw list.leftOut;
        return found;
    }

    private List<Mailbox> read() {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && (inQuotes || comments > 0)) i++;
            else if (inQuotes) inQuotes = c != '"';
            else step(c, i);
        }
        take(text.length());
        return List.copyOf(found);
    }

    private void step(char c, int at) {
        switch (c) {
            case '(' -> comments++;
            case ')' -> comments = Math.max(0, comments - 1);
            case '"' -> inQuotes = comments == 0;
            case '<' -> inAngle = comments == 0;
            case '>' -> inAngle &= comments > 0;
            case ',', ';' -> {
                if (comments == 0 && !inAngle) take(at);
            }
            case ':' -> {
                if (comments > 0 || inAngle) return;
                start = at + 1; // the name of a group ends here
                leftOut = new BadAddress(text, "has a group");
            }
            default -> {}
        }
    }

    private void take(int end) {
        String piece = text.substring(Math.min(start, end), end);
        start = end + 1;
        if (piece.isBlank()) return;
        try {
            found.add(Mailbox.parse(piece));
        } catch (BadAddress notOne) {
            leftOut = notOne;
        }
    }
}
