package dev.pennypost.accounts;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pennypost.json.Json;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// An authenticator together with its browser, made of nothing but the standard (WebAuthn §6, RFC 9052): it keeps one
/// passkey and does what the options ask.
public final class SoftwareAuthenticator {
    private static final int PRESENT = 0x01;
    private static final int VERIFIED = 0x04;
    private static final int ATTESTED = 0x40;

    private final String origin;
    private final KeyPair keys;
    private final byte[] id = new byte[16];
    private byte[] userHandle = {};
    private int count = 7;
    private boolean verifies = true;

    public SoftwareAuthenticator(String origin) {
        this.origin = origin;
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            keys = generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
        new SecureRandom().nextBytes(id);
    }

    /// What happens when the user is only present, but shows neither finger nor PIN.
    SoftwareAuthenticator withoutVerifying() {
        verifies = false;
        return this;
    }

    /// What a copy of it does that was made some uses ago.
    SoftwareAuthenticator setBack() {
        count = 2;
        return this;
    }

    /// `navigator.credentials.create`.
    public String create(String options) {
        JsonNode asked = Json.MAPPER.readTree(options);
        userHandle = Base64.getUrlDecoder().decode(asked.at("/user/id").asString());
        byte[] authData = authData(asked.at("/rp/id").asString(), ATTESTED, attested());
        return Json.write(Map.of(
                "id", base64(id),
                "rawId", base64(id),
                "type", "public-key",
                "authenticatorAttachment", "platform",
                "clientExtensionResults", Map.of(),
                "response",
                        Map.of(
                                "clientDataJSON", base64(clientData("webauthn.create", asked)),
                                "attestationObject", base64(attestationObject(authData)),
                                "transports", List.of("internal", "hybrid"))));
    }

    /// `navigator.credentials.get`.
    public String get(String options) {
        JsonNode asked = Json.MAPPER.readTree(options);
        byte[] clientData = clientData("webauthn.get", asked);
        byte[] authData = authData(asked.at("/rpId").asString(), 0, new byte[0]);
        return Json.write(Map.of(
                "id", base64(id),
                "rawId", base64(id),
                "type", "public-key",
                "authenticatorAttachment", "platform",
                "clientExtensionResults", Map.of(),
                "response",
                        Map.of(
                                "clientDataJSON", base64(clientData),
                                "authenticatorData", base64(authData),
                                "signature", base64(signature(authData, clientData)),
                                "userHandle", base64(userHandle))));
    }

    private byte[] clientData(String type, JsonNode asked) {
        return Json.bytes(Map.of(
                "type", type, "challenge", asked.at("/challenge").asString(), "origin", origin, "crossOrigin", false));
    }

    private byte[] authData(String party, int more, byte[] attested) {
        int flags = PRESENT | (verifies ? VERIFIED : 0) | more;
        return ByteBuffer.allocate(37 + attested.length)
                .put(sha256(party.getBytes(UTF_8)))
                .put((byte) flags)
                .putInt(++count)
                .put(attested)
                .array();
    }

    /// WebAuthn §6.5.1: who made it (nobody says), the id, the public key as COSE.
    private byte[] attested() {
        byte[] key = cose();
        return ByteBuffer.allocate(16 + 2 + id.length + key.length)
                .put(new byte[16])
                .putShort((short) id.length)
                .put(id)
                .put(key)
                .array();
    }

    /// `{1: 2, 3: -7, -1: 1, -2: x, -3: y}`.
    private byte[] cose() {
        var point = ((ECPublicKey) keys.getPublic()).getW();
        var out = new ByteArrayOutputStream();
        out.writeBytes(HexFormat.of().parseHex("a5010203262001215820"));
        out.writeBytes(octets(point.getAffineX()));
        out.writeBytes(HexFormat.of().parseHex("225820"));
        out.writeBytes(octets(point.getAffineY()));
        return out.toByteArray();
    }

    /// `{"fmt": "none", "attStmt": {}, "authData": …}`.
    private static byte[] attestationObject(byte[] authData) {
        var out = new ByteArrayOutputStream();
        out.write(0xa3);
        text(out, "fmt");
        text(out, "none");
        text(out, "attStmt");
        out.write(0xa0);
        text(out, "authData");
        out.write(0x59);
        out.writeBytes(ByteBuffer.allocate(2).putShort((short) authData.length).array());
        out.writeBytes(authData);
        return out.toByteArray();
    }

    private static void text(ByteArrayOutputStream out, String text) {
        out.write(0x60 + text.length());
        out.writeBytes(text.getBytes(US_ASCII));
    }

    private byte[] signature(byte[] authData, byte[] clientData) {
        try {
            var signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(keys.getPrivate());
            signature.update(authData);
            signature.update(sha256(clientData));
            return signature.sign();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static byte[] octets(BigInteger number) {
        byte[] signed = number.toByteArray();
        byte[] octets = new byte[32];
        int length = Math.min(signed.length, 32);
        System.arraycopy(signed, signed.length - length, octets, 32 - length, length);
        return octets;
    }

    private static byte[] sha256(byte[] octets) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(octets);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String base64(byte[] octets) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
    }
}
