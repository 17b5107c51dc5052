package dev.pennypost.mail.dkim;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;

/// Turns the octets of `p=` into keys.
final class PublicKeys {
    private static final byte[] ED25519_HEAD = HexFormat.of().parseHex("302a300506032b6570032100");
    private static final byte[] RSA_ALGORITHM = HexFormat.of().parseHex("300d06092a864886f70d0101010500");
    private static final int DER_SEQUENCE = 0x30;
    private static final int DER_BIT_STRING = 0x03;
    private static final int DER_INTEGER = 0x02;

    private PublicKeys() {}

    static PublicKey rsa(byte[] der) throws GeneralSecurityException {
        return KeyFactory.getInstance("RSA")
                .generatePublic(new X509EncodedKeySpec(isBareRsaKey(der) ? subjectPublicKeyInfo(der) : der));
    }

    /// RFC 8463 §4: the 32 octets of RFC 8032, without any ASN.1 around them.
    static PublicKey ed25519(byte[] raw) throws GeneralSecurityException {
        var encoded = new Octets(ED25519_HEAD.length + raw.length);
        encoded.add(ED25519_HEAD, 0, ED25519_HEAD.length);
        encoded.add(raw, 0, raw.length);
        return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded.toBytes()));
    }

    // RFC 6376 §3.6.1 speaks of an RSAPublicKey while its examples hold a SubjectPublicKeyInfo: both are in use. The
    // first starts with the modulus, the second with the name of the algorithm.
    private static boolean isBareRsaKey(byte[] der) {
        if (der.length < 2 || der[0] != DER_SEQUENCE) return false;
        int lengthOctets = (der[1] & 0x80) == 0 ? 1 : 1 + (der[1] & 0x7f);
        return der.length > 1 + lengthOctets && der[1 + lengthOctets] == DER_INTEGER;
    }

    private static byte[] subjectPublicKeyInfo(byte[] rsaPublicKey) {
        var bits = new Octets(rsaPublicKey.length + 1);
        bits.add(0);
        bits.add(rsaPublicKey, 0, rsaPublicKey.length);
        byte[] bitString = der(DER_BIT_STRING, bits.toBytes());
        var content = new Octets(RSA_ALGORITHM.length + bitString.length);
        content.add(RSA_ALGORITHM, 0, RSA_ALGORITHM.length);
        content.add(bitString, 0, bitString.length);
        return der(DER_SEQUENCE, content.toBytes());
    }

    private static byte[] der(int tag, byte[] content) {
        var out = new Octets(content.length + 4);
        out.add(tag);
        if (content.length >= 0x100) {
            out.add(0x82);
            out.add(content.length >> 8);
        } else if (content.length >= 0x80) {
            out.add(0x81);
        }
        out.add(content.length);
        out.add(content, 0, content.length);
        return out.toBytes();
    }
}
