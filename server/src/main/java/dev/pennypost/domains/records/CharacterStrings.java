package dev.pennypost.domains.records;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Writes the text of a TXT record as the strings it is made of, each of at most 255 octets (RFC 1035 §3.3.14).
public final class CharacterStrings {
    private static final int LONGEST = 255;

    private CharacterStrings() {}

    /// The text cut into strings; at least one, which may be empty.
    public static List<String> of(String text) {
        // one char per octet: what is longer than one octet is escaped below, octet by octet
        String octets = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        var strings = new ArrayList<String>();
        for (int from = 0; from < octets.length(); from += LONGEST)
            strings.add(octets.substring(from, Math.min(octets.length(), from + LONGEST)));
        return strings.isEmpty() ? List.of("") : strings;
    }

    /// As master files have it (RFC 1035 §5.1): quoted strings with a space between them.
    public static String quoted(String text) {
        return of(text).stream().map(CharacterStrings::quote).collect(Collectors.joining(" "));
    }

    private static String quote(String string) {
        var quoted = new StringBuilder("\"");
        for (int i = 0; i < string.length(); i++) {
            char octet = string.charAt(i);
            if (octet == '"' || octet == '\\') quoted.append('\\').append(octet);
            else if (octet < 0x20 || octet > 0x7e) quoted.append('\\').append("%03d".formatted((int) octet));
            else quoted.append(octet);
        }
        return quoted.append('"').toString();
    }
}
