package dev.pennypost.tracking.links;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Where a link leads, as a redirect can say it.
final class Target {
    /// With it, a tracked link stays below 2,048 characters, which every mail program and browser takes.
    static final int LONGEST = 1_400;

    private static final Pattern WEB = Pattern.compile("(?i)https?://[^/?#\\\\].*");
    /// What template languages leave for others to fill in.
    private static final List<String> PLACEHOLDERS =
            List.of("{{", "}}", "{%", "%}", "*|", "|*", "${", "<%", "%>", "[[");

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private Target() {}

    /// The address in a `href` when it is one of the web that can be tracked.
    ///
    /// @param href the value of the attribute, its entities decoded
    static Optional<String> of(String href) {
        String url = read(href);
        if (!WEB.matcher(url).matches() || PLACEHOLDERS.stream().anyMatch(url::contains)) return Optional.empty();
        String sent = ascii(url);
        return sent.length() > LONGEST ? Optional.empty() : Optional.of(sent);
    }

    /// The address as browsers read it from an attribute: without the space around it, and without line ends and tabs
    /// (WHATWG URL §4.4, steps 1 and 3).
    static String read(String href) {
        return href.strip().replaceAll("^[\\x00-\\x20]+|[\\x00-\\x20]+$|[\\t\\r\\n]+", "");
    }

    /// What no header can hold, percent-encoded (RFC 3986 §2.1, RFC 9110 §5.5); everything else as it is.
    private static String ascii(String url) {
        if (url.chars().allMatch(Target::isSafe)) return url;
        var sent = new StringBuilder(url.length() + 16);
        for (byte octet : url.getBytes(StandardCharsets.UTF_8)) {
            if (isSafe(octet)) sent.append((char) octet);
            else sent.append('%').append(HEX.toHexDigits(octet));
        }
        return sent.toString();
    }

    private static boolean isSafe(int character) {
        return character > 0x20 && character < 0x7f;
    }
}
