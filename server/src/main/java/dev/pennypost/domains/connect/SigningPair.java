package dev.pennypost.domains.connect;

import dev.pennypost.config.CannotStart;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/// The key pair that links are signed with: RSA, RSASSA-PKCS1-v1_5 over SHA-256 (RFC 8017 §8.2).
public final class SigningPair {
    private static final int BITS = 2048;
    /// Leaves room in a string of 255 octets for the tags before the data.
    private static final int CHUNK = 200;

    private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String END = "-----END PRIVATE KEY-----";

    private final RSAPrivateCrtKey privateKey;

    private SigningPair(RSAPrivateCrtKey privateKey) {
        this.privateKey = privateKey;
    }

    public static SigningPair generate(SecureRandom random) {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(BITS, random);
            return new SigningPair((RSAPrivateCrtKey) generator.generateKeyPair().getPrivate());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("RSA is missing from this JDK", impossible);
        }
    }

    /// Reads the key, and makes it before when the file is not there.
    ///
    /// @throws CannotStart when there is no key to be had from the file
    public static SigningPair loadOrMake(Path file, SecureRandom random) {
        if (Files.exists(file)) return load(file);
        var made = generate(random);
        var onlyForUs = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            try (var channel = Files.newByteChannel(file, options, onlyForUs)) {
                channel.write(StandardCharsets.US_ASCII.encode(made.pem()));
            }
            return made;
        } catch (IOException broken) {
            throw unusable(file, broken);
        }
    }

    /// @throws CannotStart when there is no RSA key of PKCS #8 in the file
    public static SigningPair load(Path file) {
        try {
            return parse(Files.readString(file, StandardCharsets.US_ASCII));
        } catch (IOException | GeneralSecurityException | IllegalArgumentException | ClassCastException broken) {
            throw unusable(file, broken);
        }
    }

    private static CannotStart unusable(Path file, Exception why) {
        return new CannotStart(
                "cannot use " + file + " as key of Domain Connect: it must be an RSA key in PEM, as"
                        + " `openssl genpkey -algorithm RSA` writes it (" + why.getMessage() + ")",
                why);
    }

    private static SigningPair parse(String pem) throws GeneralSecurityException {
        String base64 = pem.replace(BEGIN, "").replace(END, "").replaceAll("\\s", "");
        var spec = new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64));
        return new SigningPair((RSAPrivateCrtKey) KeyFactory.getInstance("RSA").generatePrivate(spec));
    }

    private String pem() {
        var encoder = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));
        return BEGIN + "\n" + encoder.encodeToString(privateKey.getEncoded()) + "\n" + END + "\n";
    }

    PublicKey publicKey() {
        try {
            return KeyFactory.getInstance("RSA")
                    .generatePublic(new RSAPublicKeySpec(privateKey.getModulus(), privateKey.getPublicExponent()));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("RSA is missing from this JDK", impossible);
        }
    }

    /// The texts of the TXT records that tell the public key, one record for each piece of it.
    public List<String> publicRecords() {
        String key = Base64.getEncoder().encodeToString(publicKey().getEncoded());
        var records = new ArrayList<String>();
        for (int from = 0; from < key.length(); from += CHUNK)
            records.add("p=%d,a=RS256,d=%s"
                    .formatted(records.size() + 1, key.substring(from, Math.min(key.length(), from + CHUNK))));
        return records;
    }

    /// The signature of a query string, in Base64.
    String sign(String query) {
        try {
            var signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(privateKey);
            signature.update(query.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("a key that was loaded does not sign", impossible);
        }
    }
}
