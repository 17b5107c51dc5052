package dev.pennypost.domains.signing;

import dev.pennypost.domains.signing.KeyProblem.BadKey;
import dev.pennypost.mail.dkim.DkimAlgorithm;
import dev.pennypost.mail.dkim.SigningKey;
import java.io.ByteArrayOutputStream;
import java.util.Base64;
import java.util.regex.Pattern;

/// Reads private keys that owners bring along: PKCS#8 (RFC 5208) or, for RSA, PKCS#1 (RFC 8017 §A.1.2), as PEM or as
/// bare Base64.
final class ImportedKey {
    private static final int LONGEST = 20_000;
    private static final Pattern PEM = Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");
    /// Version 0 and the algorithm rsaEncryption without parameters (RFC 8017 §A.1), as PKCS#8 begins.
    private static final byte[] PKCS8_RSA = {
        0x02,
        0x01,
        0x00,
        0x30,
        0x0d,
        0x06,
        0x09,
        0x2a,
        (byte) 0x86,
        0x48,
        (byte) 0x86,
        (byte) 0xf7,
        0x0d,
        0x01,
        0x01,
        0x01,
        0x05,
        0x00
    };

    private ImportedKey() {}

    /// A key, or why there is none.
    sealed interface Read {
        record Good(KeyAlgorithm algorithm, SigningKey key) implements Read {}

        record Bad(BadKey problem) implements Read {}
    }

    static Read read(String text) {
        if (text.length() > LONGEST) return bad("is longer than any private key");
        var pem = PEM.matcher(text.replace("\\n", "\n"));
        String label = pem.find() ? pem.group(1) : "";
        if (label.startsWith("ENCRYPTED")) return bad("is encrypted; decrypt it first");
        if (label.contains("PUBLIC")) return bad("is a public one; the private one is needed");
        try {
            byte[] der = Base64.getMimeDecoder().decode(label.isEmpty() ? text : pem.group(2));
            return key(label.equals("RSA PRIVATE KEY") ? pkcs8(der) : der);
        } catch (IllegalArgumentException notAKey) {
            return bad("is not a PKCS#8 or PKCS#1 private key of RSA (at least 1024 bits) or Ed25519");
        }
    }

    private static Read key(byte[] pkcs8) {
        var key = SigningKey.fromPkcs8(pkcs8);
        var algorithm = key.algorithm() == DkimAlgorithm.ED25519_SHA256 ? KeyAlgorithm.ED25519 : KeyAlgorithm.RSA;
        return new Read.Good(algorithm, key);
    }

    private static byte[] pkcs8(byte[] pkcs1) {
        var inner = new ByteArrayOutputStream();
        inner.writeBytes(PKCS8_RSA);
        inner.writeBytes(wrapped(0x04, pkcs1));
        return wrapped(0x30, inner.toByteArray());
    }

    /// One DER element with a length of two octets, which every RSA key needs.
    private static byte[] wrapped(int tag, byte[] content) {
        var element = new ByteArrayOutputStream();
        element.write(tag);
        element.write(0x82);
        element.write(content.length >> 8);
        element.write(content.length);
        element.writeBytes(content);
        return element.toByteArray();
    }

    private static Read bad(String why) {
        return new Read.Bad(new BadKey(why));
    }
}
