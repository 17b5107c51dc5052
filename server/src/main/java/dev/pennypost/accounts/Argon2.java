package dev.pennypost.accounts;

import dev.pennypost.config.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.text.Normalizer;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/// What hashing a password costs, with Argon2id (RFC 9106).
///
/// @param memory in KiB, of each hash while it is made
/// @param passes over that memory
/// @param lanes that could be worked on at once
record Argon2(int memory, int passes, int lanes) implements Hashing {
    /// What the OWASP cheat sheet on password storage recommends.
    static final Argon2 RECOMMENDED = new Argon2(19 * 1024, 2, 1);

    static final int SALT_OCTETS = 16;
    static final int HASH_OCTETS = 32;

    /// A PHC string: the algorithm, its version, the cost, the salt and the hash.
    private static final Pattern FORM = Pattern.compile(
            "\\$argon2id\\$v=19\\$m=(\\d{1,9}),t=(\\d{1,9}),p=(\\d{1,9})\\$([A-Za-z0-9+/]+)\\$([A-Za-z0-9+/]+)");

    @Override
    public String hash(Secret password, byte[] salt) {
        return written(salt, derive(password, salt));
    }

    @Override
    public String written(byte[] salt, byte[] hash) {
        return "$argon2id$v=19$m=" + memory + ",t=" + passes + ",p=" + lanes + "$" + base64(salt) + "$" + base64(hash);
    }

    @Override
    public boolean matches(Secret password, String phc) {
        return parse(phc)
                .map(kept -> MessageDigest.isEqual(kept.cost().derive(password, kept.salt()), kept.hash()))
                .orElse(false);
    }

    @Override
    public boolean isOutdated(String phc) {
        return parse(phc).map(kept -> !kept.cost().equals(this)).orElse(true);
    }

    private byte[] derive(Secret password, byte[] salt) {
        var generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(memory)
                .withIterations(passes)
                .withParallelism(lanes)
                .withSalt(salt)
                .build());
        byte[] hash = new byte[HASH_OCTETS];
        generator.generateBytes(octets(password), hash);
        return hash;
    }

    /// Keyboards differ in how they write the same letter (NIST SP 800-63B §3.1.1.2).
    private static byte[] octets(Secret password) {
        return Normalizer.normalize(password.reveal(), Normalizer.Form.NFKC).getBytes(StandardCharsets.UTF_8);
    }

    private static Optional<Kept> parse(String phc) {
        Matcher matcher = FORM.matcher(phc);
        if (!matcher.matches()) return Optional.empty();
        var cost = new Argon2(number(matcher, 1), number(matcher, 2), number(matcher, 3));
        return Optional.of(new Kept(cost, octets(matcher, 4), octets(matcher, 5)));
    }

    private static int number(Matcher matcher, int group) {
        return Integer.parseInt(matcher.group(group));
    }

    private static byte[] octets(Matcher matcher, int group) {
        return Base64.getDecoder().decode(matcher.group(group));
    }

    private static String base64(byte[] octets) {
        return Base64.getEncoder().withoutPadding().encodeToString(octets);
    }

    private record Kept(Argon2 cost, byte[] salt, byte[] hash) {}
}
