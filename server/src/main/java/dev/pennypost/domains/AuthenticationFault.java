package dev.pennypost.domains;

/// What receivers say is wrong with the authentication of mail from a domain.
public enum AuthenticationFault {
    /// RFC 7208: our servers are not among the domain's, or its record cannot be evaluated.
    SPF,
    /// RFC 6376: no signature, or none that verifies.
    DKIM,
    /// RFC 9989: the domain's policy refuses what passes neither, or there is no policy.
    DMARC,
    /// Something passes, for another domain than the one in `From`.
    ALIGNMENT,
    /// Unauthenticated, and the receiver says no more.
    OTHER
}
