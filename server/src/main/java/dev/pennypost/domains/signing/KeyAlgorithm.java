package dev.pennypost.domains.signing;

import dev.pennypost.mail.dkim.DkimKeyRecord;

/// What a key signs with.
public enum KeyAlgorithm {
    /// RFC 6376 and RFC 8301: every receiver reads it.
    RSA,
    /// RFC 8463: small and fast, and not read everywhere, so always beside an RSA key.
    ED25519;

    /// The algorithm of a key record (RFC 6376 §3.6.1, RFC 8463 §4).
    public static KeyAlgorithm ofRecord(String keyRecord) {
        return DkimKeyRecord.parse(keyRecord).keyType().equals("ed25519") ? ED25519 : RSA;
    }
}
