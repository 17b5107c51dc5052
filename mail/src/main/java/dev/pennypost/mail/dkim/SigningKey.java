package dev.pennypost.mail.dkim;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// A private key ready to sign with, and the public half to publish. Immutable and safe to share between threads;
/// keep one per selector, because reading a key costs more than a look into a map.
public final class SigningKey {
    /// The modulus length everybody verifies and nobody calls weak (RFC 8301 §3.2 asks signers for at least 2048).
    public static final int RSA_BITS = 2048;

    private static final int MIN_RSA_BITS = 1024;
    private static final int ED25519_BYTES = 32;

    private final DkimAlgorithm algorithm;
    private final PrivateKey privateKey;
    private final String publicKey;
    private final @Nullable Provider provider;

    private SigningKey(DkimAlgorithm algorithm, PrivateKey privateKey, byte[] publicKey, @Nullable Provider provider) {
        this.algorithm = algorithm;
        this.privateKey = privateKey;
        this.publicKey = Base64.getEncoder().encodeToString(publicKey);
        this.provider = provider;
    }

    /// Reads an RSA or Ed25519 key; the installed security providers do the work in their order.
    ///
    /// @throws BadSigningKey when the bytes are neither, or the modulus is shorter than 1024 bits
    public static SigningKey fromPkcs8(byte[] pkcs8) {
        return read(pkcs8, null);
    }

    /// Reads an RSA or Ed25519 key that one provider is to sign with. What that provider lacks, the installed ones do.
    ///
    /// @throws BadSigningKey when the bytes are neither, or the modulus is shorter than 1024 bits
    public static SigningKey fromPkcs8(byte[] pkcs8, Provider provider) {
        return read(pkcs8, provider);
    }

    /// Makes a new RSA key, [#RSA_BITS] long unless a DNS host truncates records of that length.
    public static SigningKey generateRsa(int bits, SecureRandom random) {
        return generate("RSA", bits, random);
    }

    /// Makes a new Ed25519 key (RFC 8463): an extra beside RSA, since many receivers don't verify it.
    public static SigningKey generateEd25519(SecureRandom random) {
        return generate("Ed25519", ED25519_BYTES * 8 - 1, random);
    }

    public DkimAlgorithm algorithm() {
        return algorithm;
    }

    /// The private key as PKCS#8; a secret.
    public byte[] pkcs8() {
        return privateKey.getEncoded();
    }

    /// The public key as `p=` spells it: Base64 of the SubjectPublicKeyInfo (RSA) or of the bare 32 octets (Ed25519).
    public String publicKey() {
        return publicKey;
    }

    /// The text of the TXT record to publish. RSA 2048 is longer than 255 octets: it takes two character-strings.
    public String publicRecord() {
        return switch (algorithm) {
            // RFC 6376 §3.6.1: v= and k=rsa are the defaults, and a shorter record is copied with fewer mistakes.
            case RSA_SHA256 -> "p=" + publicKey;
            case ED25519_SHA256 -> "v=DKIM1; k=ed25519; p=" + publicKey;
        };
    }

    /// The text to publish where TLS reports are signed with the key besides other mail: receivers of reports
    /// may insist on `s=tlsrpt` (RFC 8460 §3).
    public String publicRecordForReports() {
        return "v=DKIM1; k=" + algorithm.keyType() + "; s=*:tlsrpt; p=" + publicKey;
    }

    @Override
    public String toString() {
        return algorithm.tag() + " " + publicKey;
    }

    /// Signs the canonical header fields followed by the canonical signature field.
    byte[] sign(byte[] fields, byte[] signatureField) {
        try {
            var signature = signature();
            signature.initSign(privateKey);
            switch (algorithm) {
                case RSA_SHA256 -> {
                    signature.update(fields);
                    signature.update(signatureField);
                }
                // RFC 8463 §3: Ed25519 signs the SHA-256 of the input, not the input.
                case ED25519_SHA256 -> {
                    var sha256 = BodyDigest.sha256();
                    sha256.update(fields);
                    signature.update(sha256.digest(signatureField));
                }
            }
            return signature.sign();
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("cannot sign with " + algorithm.tag(), broken);
        }
    }

    private Signature signature() throws GeneralSecurityException {
        String name = algorithm.jcaName();
        return provider != null && provider.getService("Signature", name) != null
                ? Signature.getInstance(name, provider)
                : Signature.getInstance(name);
    }

    private static SigningKey generate(String type, int bits, SecureRandom random) {
        try {
            var generator = KeyPairGenerator.getInstance(type);
            generator.initialize(bits, random);
            return fromPkcs8(generator.generateKeyPair().getPrivate().getEncoded());
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("cannot make a key of type " + type, broken);
        }
    }

    private static SigningKey read(byte[] pkcs8, @Nullable Provider provider) {
        try {
            return readRsa(pkcs8, provider);
        } catch (InvalidKeySpecException notRsa) {
            return readEd25519(pkcs8, provider);
        } catch (GeneralSecurityException broken) {
            throw new BadSigningKey("no provider reads RSA keys", broken);
        }
    }

    private static SigningKey readRsa(byte[] pkcs8, @Nullable Provider provider) throws GeneralSecurityException {
        var factory = factory("RSA", provider);
        if (!(factory.generatePrivate(new PKCS8EncodedKeySpec(pkcs8)) instanceof RSAPrivateCrtKey key))
            throw new BadSigningKey("the RSA key lacks its primes", null);
        if (key.getModulus().bitLength() < MIN_RSA_BITS)
            throw new BadSigningKey("the RSA key is shorter than 1024 bits", null); // RFC 8301 §3.2
        var publicKey = factory.generatePublic(new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent()));
        return new SigningKey(DkimAlgorithm.RSA_SHA256, key, publicKey.getEncoded(), provider);
    }

    private static SigningKey readEd25519(byte[] pkcs8, @Nullable Provider provider) {
        var spec = new PKCS8EncodedKeySpec(pkcs8);
        try {
            var key = factory("Ed25519", provider).generatePrivate(spec);
            return new SigningKey(DkimAlgorithm.ED25519_SHA256, key, ed25519Public(spec), provider);
        } catch (GeneralSecurityException notAKey) {
            throw new BadSigningKey("the bytes are neither an RSA nor an Ed25519 key in PKCS#8", notAKey);
        }
    }

    // The platform computes a public Ed25519 key only while generating a pair, and takes the seed from its random
    // source: given our seed, it generates our pair.
    private static byte[] ed25519Public(PKCS8EncodedKeySpec spec) throws GeneralSecurityException {
        if (!(KeyFactory.getInstance("Ed25519", "SunEC").generatePrivate(spec) instanceof EdECPrivateKey key))
            throw new InvalidKeySpecException("not an Ed25519 key");
        byte[] seed = key.getBytes().orElseThrow(() -> new InvalidKeySpecException("no seed"));
        var generator = KeyPairGenerator.getInstance("Ed25519", "SunEC");
        generator.initialize(NamedParameterSpec.ED25519, new OnlyThese(seed));
        byte[] encoded = generator.generateKeyPair().getPublic().getEncoded();
        var raw = new byte[ED25519_BYTES];
        System.arraycopy(encoded, encoded.length - ED25519_BYTES, raw, 0, ED25519_BYTES);
        return raw;
    }

    private static KeyFactory factory(String type, @Nullable Provider provider) throws GeneralSecurityException {
        return provider != null && provider.getService("KeyFactory", type) != null
                ? KeyFactory.getInstance(type, provider)
                : KeyFactory.getInstance(type);
    }

    private static final class OnlyThese extends SecureRandom {
        private final byte[] bytes;

        OnlyThese(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public void nextBytes(byte[] target) {
            System.arraycopy(bytes, 0, target, 0, target.length);
        }
    }
}
