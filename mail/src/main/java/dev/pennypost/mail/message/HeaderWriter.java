package dev.pennypost.mail.message;

import dev.pennypost.mail.address.Mailbox;
import java.time.Instant;
import java.util.List;

/// Writes header fields: folded at 78 characters, never longer than 998 (RFC 5322 §2.1.1), with whatever ASCII cannot
/// say in encoded words.
final class HeaderWriter {
    private static final int FOLD_AT = 78;
    private static final int FOLD_NAMES_AT = 76;
    private static final int MAX_LINE = 998;
    private static final int LONGEST_PLAIN_NAME = 60;
    private static final String ATEXT_SPECIALS = "!#$%&'*+-/=?^_`{|}~";

    private final MessageBuffer out;
    private final boolean asciiOnly;

    /// Writes addresses in UTF-8 where they have no other form (RFC 6532 §3.2).
    HeaderWriter(MessageBuffer out) {
        this(out, false);
    }

    /// @param asciiOnly addresses without an ASCII form become what [AsciiAddresses] makes of them
    HeaderWriter(MessageBuffer out, boolean asciiOnly) {
        this.out = out;
        this.asciiOnly = asciiOnly;
    }

    /// A field of printable ASCII that needs no fold.
    void plain(String name, String value) {
        out.ascii(name).ascii(": ").ascii(value).crlf();
    }

    void date(Instant date) {
        out.ascii("Date: ");
        MessageDate.write(out, date);
        out.crlf();
    }

    void unstructured(String name, String value) {
        out.ascii(name).add(':');
        if (canStandAsItIs(name, value)) folded(value);
        else EncodedWords.write(out, value);
        out.crlf();
    }

    void mailbox(String name, Mailbox mailbox) {
        mailboxes(name, List.of(mailbox));
    }

    void mailboxes(String name, List<Mailbox> mailboxes) {
        if (mailboxes.isEmpty()) return;
        out.ascii(name).add(':');
        for (int i = 0; i < mailboxes.size(); i++) mailbox(mailboxes.get(i), i == mailboxes.size() - 1 ? "" : ",");
        out.crlf();
    }

    void custom(CustomHeader header) {
        List<Mailbox> mailboxes = header.mailboxes();
        if (mailboxes.isEmpty()) unstructured(header.name(), header.value());
        else mailboxes(header.name(), mailboxes);
    }

    private void mailbox(Mailbox mailbox, String after) {
        String name = mailbox.displayName();
        if (asciiOnly && AsciiAddresses.isUnwritable(mailbox)) {
            EncodedWords.write(out, AsciiAddresses.groupName(mailbox));
            word(":;" + after); // RFC 5322 §3.4: a group without members
            return;
        }
        if (name == null) {
            word(mailbox.address() + after);
            return;
        }
        displayName(name);
        word("<" + mailbox.address() + ">" + after);
    }

    private void displayName(String name) {
        if (name.length() > LONGEST_PLAIN_NAME || !isPrintable(name) || name.contains("=?"))
            EncodedWords.write(out, name);
        else if (isPhrase(name)) word(name);
        else word('"' + name.replace("\\", "\\\\").replace("\"", "\\\"") + '"');
    }

    // Something that cannot be broken, after a space or a fold, except that a field's first word stays beside its name.
    // Only an address makes this more than ASCII (RFC 6532 §3.2).
    private void word(String word) {
        if (out.last() != ':' && out.column() + 1 + word.length() > FOLD_NAMES_AT) out.crlf();
        out.add(' ').utf8(word);
    }

    // Breaks before runs of spaces, so that taking the line breaks out gives the value back, space by space.
    private void folded(String value) {
        if (value.isEmpty()) return;
        out.add(' ');
        int from = 0;
        while (from < value.length()) {
            int word = from;
            while (value.charAt(word) == ' ') word++;
            int to = value.indexOf(' ', word);
            if (to < 0) to = value.length();
            if (from > 0 && out.column() + to - from > FOLD_AT) out.crlf();
            out.ascii(value, from, to);
            from = to;
        }
    }

    private static boolean canStandAsItIs(String name, String value) {
        if (value.isEmpty()) return true;
        if (!isPrintable(value) || value.contains("=?")) return false;
        if (value.charAt(0) == ' ' || value.charAt(value.length() - 1) == ' ') return false;
        return name.length() + 2 + value.length() <= MAX_LINE || longestRun(value) + name.length() + 2 <= MAX_LINE;
    }

    // The longest stretch that a fold cannot break: a word with the spaces before it.
    private static int longestRun(String value) {
        int longest = 0;
        int start = 0;
        for (int i = 1; i < value.length(); i++) {
            if (value.charAt(i) == ' ' && value.charAt(i - 1) != ' ') start = i;
            longest = Math.max(longest, i + 1 - start);
        }
        return longest;
    }

    private static boolean isPrintable(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ' || text.charAt(i) > '~') return false;
        }
        return true;
    }

    // RFC 5322 §3.2.5: atoms with one space between them need no quotes.
    private static boolean isPhrase(String name) {
        char before = ' ';
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == ' ' ? before == ' ' : !isAtext(c)) return false;
            before = c;
        }
        return before != ' ';
    }

    private static boolean isAtext(char c) {
        return Token.isAlphanumeric(c) || ATEXT_SPECIALS.indexOf(c) >= 0;
    }
}
