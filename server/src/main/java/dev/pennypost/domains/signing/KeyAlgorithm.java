package dev.pennypost.domains.signing;

/// What a key signs with.
public enum KeyAlgorithm {
    /// RFC 6376 and RFC 8301: every receiver reads it.
    RSA,
    /// RFC 8463: small and fast, and not read everywhere, so always beside an RSA key.
    ED25519
}
