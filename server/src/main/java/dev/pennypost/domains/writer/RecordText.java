package dev.pennypost.domains.writer;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/// The two spellings of a record's data. The value is what a plan has and people read: a text without quotes, a host
/// without a dot behind it. The presentation is that of master files (RFC 1035 §5.1), which most APIs speak.
final class RecordText {
    private static final int MOST_OF_A_STRING = 255; // RFC 1035 §3.3

    /// Types whose data ends with a host name.
    private static final Set<String> HOSTS = Set.of("CNAME", "MX", "NS", "PTR", "DNAME", "SRV", "ALIAS");

    private RecordText() {}

    /// The value in an API's data, quoted or not.
    static String value(String type, String data) {
        if (type.equals("TXT") || type.equals("SPF")) return text(data);
        return HOSTS.contains(type) ? host(data) : data.strip();
    }

    static String presentation(String type, String value) {
        if (type.equals("TXT")) return quoted(value);
        return HOSTS.contains(type) && !value.endsWith(".") ? value + "." : value;
    }

    /// Lower case and without the dot; the root itself, which is the target of a null MX (RFC 7505 §3), keeps it.
    private static String host(String data) {
        String host = data.strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
        boolean root = host.equals(".") || host.endsWith(" .");
        return host.endsWith(".") && !root ? host.substring(0, host.length() - 1) : host;
    }

    /// Character-strings of at most 255 octets, in quotes.
    private static String quoted(String value) {
        byte[] octets = octets(value);
        var out = new StringBuilder("\"");
        for (int i = 0; i < octets.length; i++) {
            if (i > 0 && i % MOST_OF_A_STRING == 0) out.append("\" \"");
            int octet = octets[i] & 0xff;
            if (octet == '"' || octet == '\\') out.append('\\').append((char) octet);
            else if (octet < 0x20 || octet > 0x7e) out.append(String.format(Locale.ROOT, "\\%03d", octet));
            else out.append((char) octet);
        }
        return out.append('"').toString();
    }

    /// One char for each octet, as the resolver reads texts too; only what is none is taken for Unicode.
    private static byte[] octets(String value) {
        boolean isOctets = value.chars().allMatch(c -> c <= 0xff);
        return value.getBytes(isOctets ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
    }

    /// The character-strings joined. What does not begin and end with a quote is the text itself.
    private static String text(String data) {
        String trimmed = data.strip();
        if (trimmed.length() < 2 || !trimmed.startsWith("\"") || !trimmed.endsWith("\"")) return data;
        var out = new StringBuilder();
        boolean inside = false;
        for (int i = 0; i < trimmed.length(); i++) {
            char c = trimmed.charAt(i);
            if (c == '"') inside = !inside;
            else if (c == '\\' && isDecimal(trimmed, i + 1)) {
                out.append((char) Integer.parseInt(trimmed.substring(i + 1, i + 4)));
                i += 3;
            } else if (c == '\\' && i + 1 < trimmed.length()) out.append(trimmed.charAt(++i));
            else if (inside) out.append(c);
        }
        return out.toString();
    }

    private static boolean isDecimal(String text, int at) {
        return at + 3 <= text.length()
                && text.substring(at, at + 3).chars().allMatch(c -> c >= '0' && c <= '9')
                && Integer.parseInt(text.substring(at, at + 3)) <= 0xff;
    }
}
