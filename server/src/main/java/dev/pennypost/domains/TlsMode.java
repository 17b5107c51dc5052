package dev.pennypost.domains;

/// Whether mail of a domain may travel unencrypted.
public enum TlsMode {
    /// Encrypted where the other side can, plain where it cannot.
    OPPORTUNISTIC,
    /// Encrypted or not at all.
    ENFORCED
}
