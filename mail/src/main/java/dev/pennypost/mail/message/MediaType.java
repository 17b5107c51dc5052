package dev.pennypost.mail.message;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// A media type with its parameters (RFC 2045 §5.1) as a sender gave it for an attachment.
///
/// @param name `type/subtype` in lower case
record MediaType(String name, Map<String, String> parameters) {
    static final MediaType OCTET_STREAM = new MediaType("application/octet-stream", Map.of());
    private static final int LONGEST = 127;

    /// Reads what can be read: text that is not a media type is `application/octet-stream`, a parameter that is not
    /// one is left out.
    static MediaType of(String text) {
        int end = text.indexOf(';');
        String name = (end < 0 ? text : text.substring(0, end)).strip().toLowerCase(Locale.ROOT);
        int slash = name.indexOf('/');
        if (slash < 0 || name.length() > LONGEST) return OCTET_STREAM;
        if (!Token.isToken(name.substring(0, slash)) || !Token.isToken(name.substring(slash + 1))) return OCTET_STREAM;
        return new MediaType(name, end < 0 ? Map.of() : parameters(text, end + 1));
    }

    boolean isComposite() {
        return name.startsWith("multipart/") || name.startsWith("message/");
    }

    private static Map<String, String> parameters(String text, int from) {
        var found = new LinkedHashMap<String, String>();
        int at = from;
        while (at < text.length()) {
            int end = parameterEnd(text, at);
            keep(found, text.substring(at, end));
            at = end + 1;
        }
        return found;
    }

    private static int parameterEnd(String text, int from) {
        boolean quoted = false;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && quoted) i++;
            else if (c == '"') quoted = !quoted;
            else if (c == ';' && !quoted) return i;
        }
        return text.length();
    }

    private static void keep(Map<String, String> found, String parameter) {
        int equals = parameter.indexOf('=');
        if (equals < 0) return;
        String key = parameter.substring(0, equals).strip().toLowerCase(Locale.ROOT);
        if (Token.isToken(key) && key.length() < 40 && key.indexOf('*') < 0)
            found.putIfAbsent(key, unquoted(parameter.substring(equals + 1).strip()));
    }

    private static String unquoted(String value) {
        if (value.length() < 2 || !value.startsWith("\"") || !value.endsWith("\"")) return value;
        var out = new StringBuilder(value.length());
        for (int i = 1; i < value.length() - 1; i++) {
            if (value.charAt(i) == '\\' && i + 1 < value.length() - 1) i++;
            out.append(value.charAt(i));
        }
        return out.toString();
    }
}
