package dev.pennypost.mail.mime;

import java.nio.charset.StandardCharsets;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.DecoderUtil;
import org.apache.james.mime4j.stream.Field;

/// Reads the octets of one header field.
final class HeaderReader {
    private HeaderReader() {}

    static ParsedHeader read(Field field) {
        String line = unfolded(Charsets.decode(field.getRaw().toByteArray(), null));
        int colon = line.indexOf(':');
        String raw = line.substring(colon + 1).strip();
        return new ParsedHeader(field.getName(), raw, forPeople(raw));
    }

    static String forPeople(String raw) {
        return withoutControls(decoded(raw));
    }

    private static String decoded(String raw) {
        if (!raw.contains("=?")) return raw;
        return DecoderUtil.decodeEncodedWords(raw, DecodeMonitor.SILENT, StandardCharsets.UTF_8);
    }

    // RFC 5322 §2.2.3: unfolding takes out the line break and leaves the white space after it.
    private static String unfolded(String lines) {
        var out = new StringBuilder(lines.length());
        for (int i = 0; i < lines.length(); i++) {
            char c = lines.charAt(i);
            boolean afterFold = i > 0 && lines.charAt(i - 1) == '\n';
            if (c != '\r' && c != '\n') out.append(c == '\t' && afterFold ? ' ' : c);
        }
        return out.toString();
    }

    // An encoded word can say CR LF or NUL; whoever passes the value on must not have to think of that.
    static String withoutControls(String value) {
        if (value.chars().noneMatch(HeaderReader::isControl)) return value;
        var out = new StringBuilder(value.length());
        value.chars().map(c -> isControl(c) ? '\ufffd' : c).forEach(c -> out.append((char) c));
        return out.toString();
    }

    private static boolean isControl(int c) {
        return (c < ' ' && c != '\t') || c == 0x7f;
    }
}
