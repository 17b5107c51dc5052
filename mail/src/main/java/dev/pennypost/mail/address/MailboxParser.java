package dev.pennypost.mail.address;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.DecoderUtil;

/// One pass over a mailbox as a person wrote it: the words of the name, the angle brackets, the address in them.
final class MailboxParser {
    private static final Pattern LIST_SEPARATORS = Pattern.compile("[\\s,;]+");

    private final String text;
    private int at;

    MailboxParser(String text) {
        this.text = text;
    }

    Mailbox parse() {
        if (Letters.hasControl(text)) throw bad("has a control character");
        if (text.isBlank()) throw bad("is empty");
        int angle = find('<');
        if (angle < 0) return Mailbox.of(addrSpec(text));
        String name = name(angle);
        return new Mailbox(name, angleAddress(angle + 1));
    }

    // The first `wanted` outside quoted strings and comments, from where we are; -1 without one.
    private int find(char wanted) {
        for (int i = at; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == wanted) return i;
            if (c == '"') i = endOfQuoted(text, i);
            if (c == '(') i = endOfComment(text, i);
        }
        return -1;
    }

    private Address angleAddress(int from) {
        at = from;
        int close = find('>');
        if (close < 0) throw bad("has no closing angle bracket");
        String rest = withoutComments(text.substring(close + 1));
        if (rest.indexOf('@') >= 0) throw bad("has more than one address");
        if (!rest.isBlank()) throw bad("has text after the address");
        return addrSpec(text.substring(from, close));
    }

    // RFC 5322 §3.4.1: comments and white space may stand around both halves, though they should not.
    private Address addrSpec(String written) {
        String bare = withoutComments(written).strip();
        int split = onlyAt(bare);
        try {
            return Address.parse(bare.substring(0, split).strip() + "@"
                    + bare.substring(split + 1).strip());
        } catch (BadAddress bad) {
            throw bad(bad.why());
        }
    }

    private int onlyAt(String written) {
        int found = -1;
        for (int i = 0; i < written.length(); i++) {
            if (written.charAt(i) == '"') i = endOfQuoted(written, i);
            else if (written.charAt(i) == '@') {
                if (found >= 0) throw bad("has more than one address");
                found = i;
            }
        }
        if (found < 0) throw bad("has no @");
        return found;
    }

    private String name(int end) {
        var name = new StringBuilder();
        var plain = new StringBuilder();
        while (at < end) {
            char c = text.charAt(at);
            if (c == '"') {
                appendWords(name, plain);
                int close = endOfQuoted(text, at);
                name.append(unescaped(text, at + 1, close));
                at = close + 1;
            } else if (c == '(') {
                at = endOfComment(text, at) + 1;
                plain.append(' ');
            } else {
                plain.append(c);
                at++;
            }
        }
        appendWords(name, plain);
        return name.toString().strip();
    }

    private void appendWords(StringBuilder name, StringBuilder plain) {
        String words = plain.toString();
        plain.setLength(0);
        for (String word : LIST_SEPARATORS.split(words, -1)) {
            int sign = word.indexOf('@');
            boolean address = sign > 0 && sign < word.length() - 1;
            // Many clients show an address as its own name: `a@b.c <a@b.c>`.
            if (address && !text.contains("<" + word + ">")) throw bad("has more than one address");
        }
        name.append(decoded(collapsed(words)));
    }

    // RFC 2047 §5: encoded words stand outside quoted strings only.
    private static String decoded(String words) {
        if (!words.contains("=?")) return words;
        return DecoderUtil.decodeEncodedWords(words, DecodeMonitor.SILENT, StandardCharsets.UTF_8);
    }

    // RFC 5322 §3.2.2: a run of white space means the same as one space.
    private static String collapsed(String words) {
        var out = new StringBuilder(words.length());
        for (int i = 0; i < words.length(); i++) {
            boolean repeats = words.charAt(i) == ' ' && i > 0 && words.charAt(i - 1) == ' ';
            if (!repeats) out.append(words.charAt(i));
        }
        return out.toString();
    }

    private static String unescaped(String text, int from, int to) {
        var out = new StringBuilder(to - from);
        for (int i = from; i < to; i++) {
            if (text.charAt(i) == '\\' && i + 1 < to) i++;
            out.append(text.charAt(i));
        }
        return out.toString();
    }

    private String withoutComments(String written) {
        if (written.indexOf('(') < 0) return written;
        var out = new StringBuilder(written.length());
        for (int i = 0; i < written.length(); i++) {
            char c = written.charAt(i);
            int end = c == '"' ? endOfQuoted(written, i) : c == '(' ? endOfComment(written, i) : i;
            out.append(c == '(' ? " " : written.substring(i, end + 1));
            i = end;
        }
        return out.toString();
    }

    private int endOfQuoted(String written, int open) {
        for (int i = open + 1; i < written.length(); i++) {
            if (written.charAt(i) == '\\') i++;
            else if (written.charAt(i) == '"') return i;
        }
        throw bad("has a quotation mark that is never closed");
    }

    private int endOfComment(String written, int open) {
        int depth = 0;
        for (int i = open; i < written.length(); i++) {
            char c = written.charAt(i);
            if (c == '\\') i++;
            else if (c == '(') depth++;
            else if (c == ')' && --depth == 0) return i;
        }
        throw bad("has a parenthesis that is never closed");
    }

    private BadAddress bad(String why) {
        return new BadAddress(text, why);
    }
}
