package dev.pennypost.mail.dkim;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Where the header fields and the body lie in the bytes of a message; nothing is copied or decoded.
final class RawMessage {
    private final byte[] bytes;
    private final Map<String, List<Field>> byName = new HashMap<>();
    private int bodyStart;

    /// One header field: name up to `nameEnd`, value from `valueStart` to `end`, which excludes the last CRLF.
    record Field(int start, int nameEnd, int valueStart, int end) {}

    private RawMessage(byte[] bytes) {
        this.bytes = bytes;
    }

    static RawMessage of(byte[] bytes) {
        var message = new RawMessage(bytes);
        int at = 0;
        while (at < bytes.length && !message.isLineEnd(at)) at = message.readField(at);
        message.bodyStart = Math.min(at + 2, bytes.length);
        return message;
    }

    byte[] bytes() {
        return bytes;
    }

    int bodyStart() {
        return bodyStart;
    }

    /// The fields of one name from top to bottom.
    List<Field> named(String lowerCaseName) {
        return byName.getOrDefault(lowerCaseName, List.of());
    }

    private int readField(int start) {
        int end = fieldEnd(start);
        int colon = start;
        while (colon < end && bytes[colon] != ':') colon++;
        // A line without a colon is no field; it can't be signed and is left alone.
        if (colon < end) {
            int nameEnd = colon;
            while (nameEnd > start && isBlank(bytes[nameEnd - 1])) nameEnd--;
            byName.computeIfAbsent(lowerCase(start, nameEnd), _ -> new ArrayList<>(2))
                    .add(new Field(start, nameEnd, colon + 1, end));
        }
        return Math.min(end + 2, bytes.length);
    }

    private int fieldEnd(int start) {
        int at = start;
        while (at < bytes.length && !(isLineEnd(at) && !isFolded(at + 2))) at++;
        return at;
    }

    private boolean isFolded(int lineStart) {
        return lineStart < bytes.length && isBlank(bytes[lineStart]);
    }

    private boolean isLineEnd(int at) {
        return bytes[at] == '\r' && at + 1 < bytes.length && bytes[at + 1] == '\n';
    }

    private String lowerCase(int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
    }

    static boolean isBlank(byte octet) {
        return octet == ' ' || octet == '\t';
    }
}
