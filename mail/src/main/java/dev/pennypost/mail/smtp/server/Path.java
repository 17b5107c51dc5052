package dev.pennypost.mail.smtp.server;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/// The argument of MAIL and RCPT: a path in angle brackets and parameters after it (RFC 5321 §4.1.2).
///
/// @param mailbox what stands between the brackets, without a source route; empty for `<>`
record Path(String mailbox, List<String> parameters) {

    /// Reads `FROM:<path> PARAMETER…`. Blanks before the bracket are tolerated, as nearly everybody does.
    static Path after(String keyword, String text) throws BadCommand {
        if (!text.regionMatches(true, 0, keyword, 0, keyword.length()))
            throw new BadCommand(501, "5.5.4 expected " + keyword);
        String rest = text.substring(keyword.length()).stripLeading();
        if (!rest.startsWith("<")) throw new BadCommand(501, "5.5.4 expected an address in angle brackets");
        int close = closingBracket(rest);
        String after = rest.substring(close + 1);
        if (!after.isEmpty() && after.charAt(0) != ' ') throw new BadCommand(501, "5.5.4 expected a blank after >");
        String mailbox = withoutRoute(rest.substring(1, close));
        check(mailbox);
        return new Path(
                mailbox, after.isBlank() ? List.of() : List.of(after.strip().split(" +")));
    }

    boolean isAscii() {
        return mailbox.chars().allMatch(c -> c < 0x80);
    }

    private static int closingBracket(String text) throws BadCommand {
        int end = outsideQuotes(text, '>', 1);
        if (end < 0) throw new BadCommand(501, "5.5.4 expected >");
        return end;
    }

    /// RFC 5321 §4.1.1.3: a source route is accepted and ignored.
    private static String withoutRoute(String path) {
        if (!path.startsWith("@")) return path;
        int colon = path.indexOf(':');
        return colon < 0 ? path : path.substring(colon + 1);
    }

    private static void check(String mailbox) throws BadCommand {
        if (mailbox.isEmpty() || mailbox.toLowerCase(Locale.ROOT).equals("postmaster")) return; // RFC 5321 §4.5.1
        int at = outsideQuotes(mailbox, '@', 0);
        if (at < 1 || at == mailbox.length() - 1) throw new BadCommand(501, "5.1.3 expected local@domain");
        String local = mailbox.substring(0, at);
        String domain = mailbox.substring(at + 1);
        if (octets(local) > 64 || octets(mailbox) > 254) throw new BadCommand(501, "5.1.3 that address is too long");
        if (!isLocalPart(local)) throw new BadCommand(501, "5.1.3 that is no local part");
        if (!isDomain(domain)) throw new BadCommand(501, "5.1.3 that is no domain");
    }

    private static int octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static boolean isLocalPart(String local) {
        if (local.startsWith("\"")) return isQuotedString(local);
        if (local.startsWith(".") || local.endsWith(".") || local.contains("..")) return false;
        return local.chars().allMatch(c -> c == '.' || isAtom(c));
    }

    /// RFC 5321 §4.1.2: one quoted string and nothing after it.
    private static boolean isQuotedString(String local) {
        for (int i = 1; i < local.length(); i++) {
            if (local.charAt(i) == '\\') i++;
            else if (local.charAt(i) == '"') return i == local.length() - 1;
        }
        return false;
    }

    /// RFC 5322 §3.2.3 atext, and what RFC 6531 §3.3 adds to it.
    private static boolean isAtom(int c) {
        return c >= 0x80 || Character.isLetterOrDigit(c) || "!#$%&'*+-/=?^_`{|}~".indexOf(c) >= 0;
    }

    private static boolean isDomain(String domain) {
        if (domain.startsWith("["))
            return domain.endsWith("]")
                    && domain.substring(1, domain.length() - 1)
                            .chars()
                            .allMatch(c -> c > ' ' && c < 0x7f && "[]\\".indexOf(c) < 0);
        if (domain.startsWith(".") || domain.endsWith(".") || domain.contains("..")) return false;
        return domain.chars()
                .allMatch(c -> c >= 0x80 || Character.isLetterOrDigit(c) || c == '-' || c == '.' || c == '_');
    }

    /// The index of a character that is not part of a quoted string, or -1, also when a quote stays open.
    private static int outsideQuotes(String text, char wanted, int from) {
        boolean quoted = false;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c == 0x7f) return -1;
            if (quoted && c == '\\') i++;
            else if (c == '"') quoted = !quoted;
            else if (!quoted && c == wanted) return i;
        }
        return -1;
    }
}
