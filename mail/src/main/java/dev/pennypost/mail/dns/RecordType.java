package dev.pennypost.mail.dns;

/// The DNS record types that mail asks for.
public enum RecordType {
    A,
    AAAA,
    CNAME,
    MX,
    NS,
    SOA,
    TXT,
    PTR,
    TLSA,
    CAA,
    /// The type 99 that SPF once had and nobody reads any more (RFC 7208 §3.1): only to find out who still uses it.
    SPF
}
