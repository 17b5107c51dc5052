package dev.pennypost.mail.mime;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// The header of a message as octets: where each field lies, and how to take fields out or put some in front
/// without touching any other octet. Unlike [ParsedMessage] it takes nothing for a header that another reader
/// could take for something else.
public final class HeaderBlock {
    private final byte[] message;
    private final List<Field> fields;

    /// @param name in lower case
    private record Field(String name, int start, int end) {}

    private HeaderBlock(byte[] message, List<Field> fields) {
        this.message = message;
        this.fields = fields;
    }

    /// Finds the fields of a message; the array is not copied.
    ///
    /// @param message with CRLF line ends only
    /// @return empty when a line before the first empty one is neither a field nor the continuation of one
    /// (RFC 5322 §2.2)
    public static Optional<HeaderBlock> of(byte[] message) {
        var fields = new ArrayList<Field>();
        int at = 0;
        while (at < message.length && message[at] != '\r') {
            int end = fieldEnd(message, at);
            int nameEnd = nameEnd(message, at, end);
            if (nameEnd == at) return Optional.empty();
            fields.add(new Field(name(message, at, nameEnd), at, end));
            at = end;
        }
        return Optional.of(new HeaderBlock(message, List.copyOf(fields)));
    }

    /// How many fields have this name, in any case.
    public int count(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return (int) fields.stream().filter(field -> field.name().equals(lower)).count();
    }

    public boolean has(String name) {
        return count(name) > 0;
    }

    /// Whether every octet of the header is ASCII; where not, it is one of RFC 6532.
    public boolean isAscii() {
        int end = fields.isEmpty() ? 0 : fields.getLast().end();
        for (int i = 0; i < end; i++) if (message[i] < 0) return false;
        return true;
    }

    /// Whether the header is text as RFC 6532 §3.1 has it; ASCII is.
    public boolean isUtf8() {
        int end = fields.isEmpty() ? 0 : fields.getLast().end();
        return Charsets.isUtf8(Arrays.copyOf(message, end));
    }

    /// The message without the fields of these names, and with others in front.
    ///
    /// @param front whole fields, each ended by CRLF
    /// @param names in lower case
    public byte[] rewritten(byte[] front, Set<String> names) {
        var out = new ByteArrayOutputStream(front.length + message.length);
        out.writeBytes(front);
        int kept = 0;
        for (Field field : fields) {
            if (!names.contains(field.name())) continue;
            out.write(message, kept, field.start() - kept);
            kept = field.end();
        }
        out.write(message, kept, message.length - kept);
        return out.toByteArray();
    }

    /// Behind the CRLF that no white space follows (RFC 5322 §2.2.3).
    private static int fieldEnd(byte[] message, int start) {
        for (int i = start; i < message.length; i++) {
            boolean folded = i + 1 < message.length && (message[i + 1] == ' ' || message[i + 1] == '\t');
            if (message[i] == '\n' && !folded) return i + 1;
        }
        return message.length;
    }

    /// Behind the name, or where it starts when there is none. White space before the colon is obsolete and
    /// still a field of that name (RFC 5322 §4.5).
    private static int nameEnd(byte[] message, int start, int end) {
        int nameEnd = start;
        while (nameEnd < end && message[nameEnd] > ' ' && message[nameEnd] < 0x7f && message[nameEnd] != ':') nameEnd++;
        int colon = nameEnd;
        while (colon < end && (message[colon] == ' ' || message[colon] == '\t')) colon++;
        return colon < end && message[colon] == ':' ? nameEnd : start;
    }

    private static String name(byte[] message, int start, int end) {
        return new String(message, start, end - start, StandardCharsets.US_ASCII).toLowerCase(Locale.ROOT);
    }
}
