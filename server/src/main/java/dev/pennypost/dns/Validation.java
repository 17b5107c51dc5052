package dev.pennypost.dns;

/// Who validates answers with DNSSEC.
public enum Validation {
    /// The resolver, as far as [AdTrust] believes it.
    RESOLVER,
    /// We do, from the keys of the root down; no resolver need be trusted.
    SELF,
    /// Nobody: no answer counts as validated.
    OFF
}
