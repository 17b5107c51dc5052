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
    CAA
}
