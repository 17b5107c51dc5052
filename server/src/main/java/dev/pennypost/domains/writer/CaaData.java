package dev.pennypost.domains.writer;

import java.util.regex.Pattern;

/// The three parts of a CAA value (RFC 8659 §4.1.1), which some APIs keep in fields of their own.
record CaaData(int flags, String tag, String content) {
    private static final Pattern PARTS = Pattern.compile("([0-9]{1,3}) +([A-Za-z0-9]+) +\"?([^\"]*)\"?");

    /// @param value such as `0 issue "letsencrypt.org"`
    static CaaData of(String value) {
        var parts = PARTS.matcher(value);
        if (!parts.matches()) throw new IllegalArgumentException("not the data of a CAA record");
        return new CaaData(Integer.parseInt(parts.group(1)), parts.group(2), parts.group(3));
    }

    String value() {
        return flags + " " + tag + " \"" + content + "\"";
    }
}
