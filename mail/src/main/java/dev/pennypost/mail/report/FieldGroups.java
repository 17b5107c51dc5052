package dev.pennypost.mail.report;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The fields of a report that is made for programs: groups of lines like those of a header, with empty lines
/// between them (RFC 3464 §2.1, RFC 5965 §2).
final class FieldGroups {
    private static final int MOST_GROUPS = 200;
    private static final int MOST_LINES = 10_000;
    private static final int LONGEST = 4000;

    private final List<Map<String, List<String>>> groups = new ArrayList<>();
    private Map<String, List<String>> current = new LinkedHashMap<>();
    private String name = "";
    private StringBuilder value = new StringBuilder();

    private FieldGroups() {}

    /// Each group by name in lower case; every name with the values it has, unfolded.
    static List<Map<String, List<String>>> read(byte[] content) {
        var reading = new FieldGroups();
        text(content).lines().limit(MOST_LINES).forEach(reading::line);
        reading.endGroup();
        return reading.groups;
    }

    private void line(String line) {
        if (line.isBlank()) endGroup();
        else if (Character.isWhitespace(line.charAt(0))) append(line.strip());
        else begin(line);
    }

    private void begin(String line) {
        endField();
        int colon = line.indexOf(':');
        if (colon < 1) return;
        name = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
        append(line.substring(colon + 1).strip());
    }

    private void append(String more) {
        if (value.length() + more.length() > LONGEST) return;
        if (!value.isEmpty()) value.append(' ');
        value.append(more);
    }

    private void endField() {
        if (!name.isEmpty())
            current.computeIfAbsent(name, _ -> new ArrayList<>()).add(value.toString());
        name = "";
        value = new StringBuilder();
    }

    private void endGroup() {
        endField();
        if (!current.isEmpty() && groups.size() < MOST_GROUPS) groups.add(current);
        current = new LinkedHashMap<>();
    }

    /// UTF-8 is what RFC 6533 wants and ASCII is part of it; others write what they have.
    private static String text(byte[] content) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
        } catch (CharacterCodingException other) {
            return new String(content, StandardCharsets.ISO_8859_1);
        }
    }
}
