package dev.pennypost.mail.dane;

/// What TLSA records say about the certificates a server showed.
public enum DaneVerdict {
    /// They match.
    MATCHED,
    /// None of the certificates is in the records.
    NO_MATCH,
    /// The records name the issuer, and the certificate is made out to another host.
    WRONG_HOST,
    /// The records name the issuer, and a certificate has expired or is not valid yet.
    EXPIRED,
    /// The records name an issuer that the certificates do not lead to.
    NOT_ISSUED
}
