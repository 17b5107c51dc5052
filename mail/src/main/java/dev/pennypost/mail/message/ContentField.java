package dev.pennypost.mail.message;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/// Writes a field that has parameters, such as `Content-Type` (RFC 2045 §5.1): a token, then each parameter on the
/// same line or the next, in RFC 2231's form where ASCII or the length asks for it.
final class ContentField {
    private static final int MAX_LINE = 76;
    private static final int LONGEST_PLAIN_VALUE = 60;
    private static final String EXTENDED_MARK = "UTF-8''";
    private static final String ATTRIBUTE_SPECIALS = "!#$&+-.^_`{|}~";
    private static final String HEX = "0123456789ABCDEF";

    private ContentField() {}

    static void write(MessageBuffer out, String name, String value, Map<String, String> parameters) {
        out.ascii(name).ascii(": ").ascii(value);
        parameters.forEach((key, content) -> parameter(out, key, content));
        out.crlf();
    }

    private static void parameter(MessageBuffer out, String name, String value) {
        if (looksExtended(value)) extended(out, name, value);
        else if (Token.isToken(value) && value.indexOf('\'') < 0 && value.length() <= LONGEST_PLAIN_VALUE)
            append(out, name + "=" + value);
        else if (canBeQuoted(value)) append(out, name + "=\"" + value + '"');
        else extended(out, name, value);
    }

    // A token may have apostrophes (RFC 2045 §5.1), but readers that do not look for the asterisk of RFC 2231 §4 take
    // them for the ends of a charset and a language: one is quoted, and two are encoded.
    private static boolean looksExtended(String value) {
        return value.indexOf('\'') != value.lastIndexOf('\'');
    }

    // Quotation marks and backslashes could be escaped, but too many readers do not unescape.
    private static boolean canBeQuoted(String value) {
        if (value.length() > LONGEST_PLAIN_VALUE || value.contains("=?")) return false;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < ' ' || c > '~' || c == '"' || c == '\\') return false;
        }
        return true;
    }

    private static void append(MessageBuffer out, String parameter) {
        out.add(';');
        if (out.column() + 1 + parameter.length() > MAX_LINE) out.crlf();
        out.add(' ').ascii(parameter);
    }

    // RFC 2231 §4.1: `name*` for a charset, `name*0*`, `name*1*` and so on when it takes more than one line.
    private static void extended(MessageBuffer out, String name, String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        int room = MAX_LINE - name.length() - "*000*=;".length() - 1;
        int end = segmentEnd(utf8, 0, room - EXTENDED_MARK.length());
        if (end == utf8.length) {
            append(out, name + "*=" + EXTENDED_MARK + encoded(utf8, 0, end));
            return;
        }
        append(out, name + "*0*=" + EXTENDED_MARK + encoded(utf8, 0, end));
        for (int section = 1; end < utf8.length; section++) {
            int from = end;
            end = segmentEnd(utf8, from, room);
            append(out, name + "*" + section + "*=" + encoded(utf8, from, end));
        }
    }

    private static int segmentEnd(byte[] utf8, int from, int room) {
        int end = from;
        int used = 0;
        while (end < utf8.length) {
            int next = end + 1;
            while (next < utf8.length && (utf8[next] & 0xc0) == 0x80) next++;
            for (int i = end; i < next; i++) used += isAttributeChar(utf8[i]) ? 1 : 3;
            if (used > room && end > from) break;
            end = next;
        }
        return end;
    }

    private static String encoded(byte[] utf8, int from, int to) {
        var out = new StringBuilder();
        for (int i = from; i < to; i++) {
            byte octet = utf8[i];
            if (isAttributeChar(octet)) out.append((char) octet);
            else out.append('%').append(HEX.charAt((octet >> 4) & 0xf)).append(HEX.charAt(octet & 0xf));
        }
        return out.toString();
    }

    private static boolean isAttributeChar(byte octet) {
        return octet > ' ' && (Token.isAlphanumeric((char) octet) || ATTRIBUTE_SPECIALS.indexOf(octet) >= 0);
    }
}
