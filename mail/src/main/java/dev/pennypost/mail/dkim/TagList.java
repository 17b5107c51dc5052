package dev.pennypost.mail.dkim;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A list such as `v=DKIM1; k=rsa; p=…`: the syntax of signatures and key records (RFC 6376 §3.2).
/// Names are case-sensitive, values keep their inner white space, empty entries between semicolons are passed over.
///
/// @param tags values by name, in the order they were written
record TagList(Map<String, String> tags) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]*");

    TagList {
        tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
    }

    /// Reads a tag list.
    ///
    /// @throws BadTagList when an entry has no name or no `=`, or when a name occurs twice
    static TagList parse(String text) {
        var tags = new LinkedHashMap<String, String>();
        for (String entry : text.split(";", -1)) {
            if (trim(entry).isEmpty()) continue;
            int equals = entry.indexOf('=');
            String name = equals < 0 ? "" : trim(entry.substring(0, equals));
            if (!NAME.matcher(name).matches())
                throw new BadTagList(text, "has an entry that is not name=value: " + trim(entry));
            // RFC 6376 §3.2: a name that occurs twice makes the whole list invalid.
            if (tags.putIfAbsent(name, trim(entry.substring(equals + 1))) != null)
                throw new BadTagList(text, "has the tag " + name + " twice");
        }
        return new TagList(tags);
    }

    /// The value of one tag; a tag with an empty value is present.
    Optional<String> get(String name) {
        return Optional.ofNullable(tags.get(name));
    }

    /// The name of the tag written first, or the empty string of an empty list.
    String firstName() {
        return tags.isEmpty() ? "" : tags.keySet().iterator().next();
    }

    /// The value of one tag taken apart at colons, white space around the parts dropped; empty when the tag is absent.
    List<String> colonList(String name) {
        return get(name).stream()
                .flatMap(value -> Stream.of(value.split(":", -1)))
                .map(TagList::trim)
                .toList();
    }

    static String withoutWhiteSpace(String value) {
        var kept = new StringBuilder(value.length());
        value.chars().filter(c -> !isWhiteSpace(c)).forEach(c -> kept.append((char) c));
        return kept.toString();
    }

    private static String trim(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && isWhiteSpace(text.charAt(from))) from++;
        while (to > from && isWhiteSpace(text.charAt(to - 1))) to--;
        return text.substring(from, to);
    }

    private static boolean isWhiteSpace(int c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }
}
