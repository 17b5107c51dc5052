package dev.pennypost.mail.dkim;

import java.util.Base64;
import java.util.List;
import java.util.Locale;

/// A public key as published in DNS (RFC 6376 §3.6.1).
///
/// @param keyType `k=`: `rsa` when absent
/// @param hashes `h=`: the hash names it may be used with, empty when any
/// @param services `s=`: `*` when absent
/// @param flags `t=`: `y` while the domain is testing, `s` when signatures must not name a subdomain
/// @param notes `n=`: words for people, empty when absent
/// @param publicKey `p=` in the one Base64 spelling of its octets, so that equal texts are equal keys; empty when the
///     key was revoked
public record DkimKeyRecord(
        String keyType,
        List<String> hashes,
        List<String> services,
        List<String> flags,
        String notes,
        String publicKey) {
    public DkimKeyRecord {
        hashes = List.copyOf(hashes);
        services = List.copyOf(services);
        flags = List.copyOf(flags);
    }

    /// Reads the text of a TXT record, its character-strings joined. White space inside the key is dropped.
    ///
    /// @throws BadTagList when the text is not a tag list, has another version, or has no key that is Base64
    public static DkimKeyRecord parse(String text) {
        var tags = TagList.parse(text);
        if (tags.get("v").isPresent()
                && !(tags.firstName().equals("v") && tags.get("v").get().equals("DKIM1")))
            throw new BadTagList(text, "has a v= that is not DKIM1 in first place");
        return new DkimKeyRecord(
                tags.get("k").orElse("rsa").toLowerCase(Locale.ROOT),
                lowerCase(tags.colonList("h")),
                tags.get("s").isPresent() ? lowerCase(tags.colonList("s")) : List.of("*"),
                lowerCase(tags.colonList("t")),
                tags.get("n").orElse(""),
                publicKey(text, tags));
    }

    /// Whether the owner withdrew the key: an empty `p=`.
    public boolean isRevoked() {
        return publicKey.isEmpty();
    }

    /// Whether the domain only tries DKIM out (`t=y`), so that a broken signature counts as none.
    public boolean isTesting() {
        return flags.contains("y");
    }

    /// Whether this is the public half of a key, compared octet by octet and not by its spelling.
    public boolean publishes(SigningKey key) {
        return keyType.equals(key.algorithm().keyType()) && publicKey.equals(key.publicKey());
    }

    boolean forbidsSubdomains() {
        return flags.contains("s");
    }

    boolean servesEmail() {
        return services.contains("*") || services.contains("email");
    }

    boolean allowsSha256() {
        return hashes.isEmpty() || hashes.contains("sha256");
    }

    private static String publicKey(String text, TagList tags) {
        String key = tags.get("p").orElseThrow(() -> new BadTagList(text, "has no p="));
        try {
            byte[] octets = Base64.getDecoder().decode(TagList.withoutWhiteSpace(key));
            return Base64.getEncoder().encodeToString(octets);
        } catch (IllegalArgumentException notBase64) {
            throw new BadTagList(text, "has a p= that is not Base64");
        }
    }

    private static List<String> lowerCase(List<String> words) {
        return words.stream().map(word -> word.toLowerCase(Locale.ROOT)).toList();
    }
}
