package dev.pennypost.mail.dkim;

import dev.pennypost.mail.dkim.DkimResult.Signer;
import dev.pennypost.mail.dns.BadDomainName;
import dev.pennypost.mail.dns.DomainName;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A signature field taken apart (RFC 6376 §3.5).
@SuppressWarnings("ArrayRecordComponent") // lives only while one signature is verified, never compared
record DkimSignature(
        DomainName domain,
        String selector,
        String identityDomain,
        DkimAlgorithm algorithm,
        Canonicalization header,
        Canonicalization body,
        List<String> fields,
        byte[] bodyHash,
        byte[] signature,
        long bodyLength,
        @Nullable Instant expires) {
    private static final int MAX_FIELDS = 1000;

    /// The field cannot be used, for this reason.
    static final class Unusable extends Exception {
        private final DkimReason reason;

        Unusable(DkimReason reason) {
            super(reason.text(), null, false, false);
            this.reason = reason;
        }

        DkimReason reason() {
            return reason;
        }
    }

    static DkimSignature parse(TagList tags) throws Unusable {
        if (!required(tags, "v").equals("1")) throw new Unusable(DkimReason.WRONG_VERSION);
        var domain = domain(required(tags, "d"));
        String[] forms = tags.get("c").orElse("simple/simple").split("/", 2);
        var signature = new DkimSignature(
                domain,
                required(tags, "s"),
                identityDomain(tags, domain),
                algorithm(required(tags, "a")),
                canonicalization(forms[0]),
                canonicalization(
                        forms.length == 2 ? forms[1] : "simple"), // RFC 6376 §3.5: c=relaxed means relaxed/simple
                fields(tags),
                base64(required(tags, "bh")),
                base64(required(tags, "b")),
                tags.get("l").isPresent() ? number(tags.get("l").get()) : BodyDigest.WHOLE_BODY,
                tags.get("x").isPresent()
                        ? Instant.ofEpochSecond(number(tags.get("x").get()))
                        : null);
        signature.check(tags);
        return signature;
    }

    /// The names for the result, whatever else is wrong with the field.
    static Signer signer(TagList tags) {
        String domain = tags.get("d").orElse("");
        DomainName parsed = null;
        try {
            parsed = domain(domain);
        } catch (Unusable _) {
            // A result without domain says just that.
        }
        String b = TagList.withoutWhiteSpace(tags.get("b").orElse(""));
        return new Signer(
                parsed,
                tags.get("s").orElse(""),
                tags.get("i").orElse("@" + domain),
                tags.get("a").orElse(""),
                b.substring(0, Math.min(8, b.length())));
    }

    DomainName keyName() throws Unusable {
        try {
            return SigningIdentity.keyName(domain, selector);
        } catch (BadDomainName bad) {
            throw new Unusable(DkimReason.BAD_SYNTAX);
        }
    }

    boolean namesSubdomain() {
        return !identityDomain.equals(domain.ascii());
    }

    private void check(TagList tags) throws Unusable {
        if (fields.stream().noneMatch("from"::equals)) throw new Unusable(DkimReason.FROM_NOT_SIGNED);
        if (!identityDomain.equals(domain.ascii()) && !identityDomain.endsWith("." + domain.ascii()))
            throw new Unusable(DkimReason.IDENTITY_OUTSIDE_DOMAIN);
        if (tags.get("q").isPresent() && !tags.colonList("q").contains("dns/txt"))
            throw new Unusable(DkimReason.UNKNOWN_QUERY_METHOD);
        if (expires != null && tags.get("t").isPresent() && number(tags.get("t").get()) > expires.getEpochSecond())
            throw new Unusable(DkimReason.BAD_SYNTAX); // RFC 6376 §3.5: x= must be later than t=
    }

    private static String required(TagList tags, String name) throws Unusable {
        return tags.get(name).orElseThrow(() -> new Unusable(DkimReason.MISSING_TAG));
    }

    private static DomainName domain(String text) throws Unusable {
        try {
            return DomainName.parse(text);
        } catch (BadDomainName bad) {
            throw new Unusable(DkimReason.BAD_SYNTAX);
        }
    }

    private static String identityDomain(TagList tags, DomainName domain) throws Unusable {
        if (tags.get("i").isEmpty()) return domain.ascii();
        String identity = tags.get("i").get();
        int at = identity.lastIndexOf('@');
        if (at < 0) throw new Unusable(DkimReason.BAD_SYNTAX);
        return domain(identity.substring(at + 1)).ascii();
    }

    private static DkimAlgorithm algorithm(String name) throws Unusable {
        for (var algorithm : DkimAlgorithm.values()) if (algorithm.tag().equalsIgnoreCase(name)) return algorithm;
        throw new Unusable(DkimReason.ALGORITHM_NOT_ALLOWED); // RFC 8301 §3.1: rsa-sha1 must not verify
    }

    private static Canonicalization canonicalization(String name) throws Unusable {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "simple" -> Canonicalization.SIMPLE;
            case "relaxed" -> Canonicalization.RELAXED;
            default -> throw new Unusable(DkimReason.UNKNOWN_CANONICALIZATION);
        };
    }

    private static List<String> fields(TagList tags) throws Unusable {
        required(tags, "h");
        var names = tags.colonList("h").stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .toList();
        if (names.size() > MAX_FIELDS) throw new Unusable(DkimReason.BAD_SYNTAX);
        return names;
    }

    private static byte[] base64(String value) throws Unusable {
        try {
            return Base64.getDecoder().decode(TagList.withoutWhiteSpace(value));
        } catch (IllegalArgumentException notBase64) {
            throw new Unusable(DkimReason.BAD_SYNTAX);
        }
    }

    // RFC 6376 §3.5 allows l= 76 digits and t= and x= 12. What a long can't hold no message and no clock will reach.
    private static long number(String digits) throws Unusable {
        if (digits.isEmpty() || digits.length() > 76 || !digits.chars().allMatch(c -> c >= '0' && c <= '9'))
            throw new Unusable(DkimReason.BAD_SYNTAX);
        String significant = digits.replaceFirst("^0+(?=.)", "");
        return significant.length() > 12 ? 999_999_999_999L : Long.parseLong(significant);
    }
}
