package dev.pennypost.domains.connect;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Writes the query of an apply link: sorted by name, percent-encoded, the signature and the label of its key last.
/// Hosts that sort before they verify and hosts that take the query as it came find the same text.
final class SignedQuery {
    private SignedQuery() {}

    static String of(Map<String, String> parameters, SigningPair pair, String keyLabel) {
        String query = canonical(parameters);
        return query + "&sig=" + encoded(pair.sign(query)) + "&key=" + encoded(keyLabel);
    }

    static String canonical(Map<String, String> parameters) {
        var sorted = new TreeMap<String, String>();
        parameters.forEach((name, value) -> sorted.put(encoded(name), encoded(value)));
        return sorted.entrySet().stream()
                .map(parameter -> parameter.getKey() + "=" + parameter.getValue())
                .collect(Collectors.joining("&"));
    }

    /// RFC 3986 §2.3: all but the unreserved characters; a space is `%20`, which forms write as a plus.
    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }
}
