package dev.pennypost.mail.dns;

/// Why a server could not do better (RFC 8914).
///
/// @param code the INFO-CODE, such as 6 for "DNSSEC Bogus"
/// @param text for people; may be empty
public record ExtendedError(int code, String text) {
    /// Whether the data failed DNSSEC validation (RFC 8914 §4.7 to §4.11 and §4.6: bogus, expired, not yet valid,
    /// keys missing, signatures missing).
    public boolean isBogus() {
        return code >= 6 && code <= 10;
    }
}
