package dev.pennypost.audit;

import dev.pennypost.secrets.KnownSecrets;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Copies what is to be written down: without what looks like a secret, though none should come so far, and long texts
/// as their beginning, their length and their digest, so that it shows whether two were the same.
final class Discretion {
    private static final int LONGEST = 1_000;
    private static final int BEGINNING = 300;
    private static final int DIGITS = 16;

    /// What stands in a URL between `://` and `@`, and behind `?`, often gives access.
    private static final Pattern URL = Pattern.compile("(?i)(https?://)(?:[^/?#@\\s]*@)?([^?#\\s]*)(\\?[^#\\s]*)?(#\\S*)?");

    private Discretion() {}

    static @Nullable JsonNode copy(@Nullable JsonNode tree) {
        return switch (tree) {
            case ObjectNode object -> object(object);
            case ArrayNode array -> array(array);
            case JsonNode value when value.isString() -> JsonNodeFactory.instance.stringNode(text(value.stringValue()));
            case null, default -> tree;
        };
    }

    private static ObjectNode object(ObjectNode object) {
        var copy = JsonNodeFactory.instance.objectNode();
        object.forEachEntry((name, value) -> copy.set(name, member(name, value)));
        return copy;
    }

    private static @Nullable JsonNode member(String name, JsonNode value) {
        boolean hidden = KnownSecrets.isNameOfOne(name) && !value.isNull() && !value.isBoolean();
        return hidden ? JsonNodeFactory.instance.stringNode(KnownSecrets.HIDDEN) : copy(value);
    }

    private static ArrayNode array(ArrayNode array) {
        var copy = JsonNodeFactory.instance.arrayNode();
        array.forEach(value -> copy.add(copy(value)));
        return copy;
    }

    static String text(String text) {
        if (text.length() <= LONGEST) return safe(text);
        int end = Character.isHighSurrogate(text.charAt(BEGINNING - 1)) ? BEGINNING - 1 : BEGINNING;
        // hidden before it is cut: the beginning of a secret is no more to be seen than the whole
        String beginning = safe(text);
        return beginning.substring(0, Math.min(end, beginning.length()))
                + "… [%d characters, SHA-256 %s…]".formatted(text.length(), digest(text));
    }

    /// The text, as long as it is, without what looks like a secret.
    static String safe(String text) {
        var url = URL.matcher(text);
        return KnownSecrets.hidden(url.matches() ? bare(url.toMatchResult()) : text);
    }

    private static String bare(java.util.regex.MatchResult url) {
        String query = url.group(3) == null ? "" : "?" + KnownSecrets.HIDDEN;
        return url.group(1) + url.group(2) + query;
    }

    private static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
