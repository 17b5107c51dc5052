package dev.pennypost.emails;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// What a caller gives a request, so that sending the request again does not carry it out again (contract §6).
///
/// @param scope what the key was used on, such as `POST /emails`: elsewhere the same key is another one
/// @param key 1 to 256 characters
/// @param fingerprint stands for everything the request says
public record IdempotencyKey(String scope, String key, String fingerprint) {
    public static final int LONGEST = 256;

    /// A key for a request of this content.
    public static IdempotencyKey of(String scope, String key, byte[] request) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(request);
            return new IdempotencyKey(scope, key, HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// The same for a request whose content is text.
    public static IdempotencyKey of(String scope, String key, String request) {
        return of(scope, key, request.getBytes(StandardCharsets.UTF_8));
    }

    /// Whether a text may be a key at all.
    public static boolean isValid(String text) {
        return !text.isEmpty() && text.length() <= LONGEST && text.indexOf('\0') < 0;
    }
}
