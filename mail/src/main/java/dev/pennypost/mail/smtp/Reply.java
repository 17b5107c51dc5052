package dev.pennypost.mail.smtp;

import java.util.List;
import java.util.Optional;

/// What an SMTP server said to one command (RFC 5321 §4.2): a three-digit code and one or more lines of text.
///
/// @param lines the text of each line, after code and separator; at least one, possibly empty
public record Reply(int code, List<String> lines) {
    public Reply {
        lines = List.copyOf(lines);
        if (code < 200 || code > 599 || lines.isEmpty()) throw new IllegalArgumentException("not a reply: " + code);
    }

    public static Reply of(int code, String... lines) {
        return new Reply(code, List.of(lines));
    }

    /// The enhanced status code the text begins with (RFC 2034), if the server gives them.
    public Optional<EnhancedCode> enhanced() {
        return EnhancedCode.leading(lines.getFirst());
    }

    public boolean isPositive() {
        return code < 400;
    }

    /// RFC 5321 §4.2.1: try again later, unchanged.
    public boolean isTransient() {
        return code >= 400 && code < 500;
    }

    public boolean isPermanent() {
        return code >= 500;
    }

    /// The text on one line.
    public String text() {
        return String.join(" ", lines);
    }

    /// The reply as a server sends it (RFC 5321 §4.2.1): every line with the code, all but the last with a
    /// hyphen, each ended by CRLF. Control characters, which could make a line of their own, become question
    /// marks.
    public String wire() {
        var wire = new StringBuilder(lines.size() * 64);
        for (int i = 0; i < lines.size(); i++) {
            wire.append(code).append(i < lines.size() - 1 ? '-' : ' ');
            String line = lines.get(i);
            for (int c = 0; c < line.length(); c++)
                wire.append(Character.isISOControl(line.charAt(c)) ? '?' : line.charAt(c));
            wire.append("\r\n");
        }
        return wire.toString();
    }

    @Override
    public String toString() {
        return code + " " + text();
    }
}
