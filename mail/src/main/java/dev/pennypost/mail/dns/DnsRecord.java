package dev.pennypost.mail.dns;

import java.net.Inet4Address;
import java.net.InetAddress;

/// One resource record's data, for the types mail reads.
public sealed interface DnsRecord {
    /// RFC 1035 §3.4.1 and RFC 3596.
    record Address(InetAddress address) implements DnsRecord {}

    /// RFC 1035 §3.3.9. `exchange` is the bare text without trailing dot: the empty string is the null MX of RFC 7505.
    record Mx(int preference, String exchange) implements DnsRecord {}

    /// RFC 1035 §3.3.14, the character-strings joined without anything between them (RFC 7208 §3.3), one char per
    /// octet.
    record Txt(String text) implements DnsRecord {}

    /// RFC 7208 §3.1: an SPF record of the type that is no longer used, as [Txt] otherwise.
    record Spf(String text) implements DnsRecord {}

    /// A record whose data is one name: CNAME, NS or PTR.
    record Name(RecordType type, DomainName target) implements DnsRecord {}

    /// RFC 1035 §3.3.13; `minimum` is the negative caching time in seconds (RFC 2308 §4).
    record Soa(DomainName primary, long serial, long minimum) implements DnsRecord {}

    /// RFC 6698 §2.1. `association` is the certificate association data in lower-case hexadecimal.
    record Tlsa(int usage, int selector, int matchingType, String association) implements DnsRecord {}

    /// RFC 8659 §4.1, the value with one char per octet.
    record Caa(int flags, String tag, String value) implements DnsRecord {}

    /// The type it has on the wire.
    default RecordType type() {
        return switch (this) {
            case Address(var address) -> address instanceof Inet4Address ? RecordType.A : RecordType.AAAA;
            case Mx _ -> RecordType.MX;
            case Txt _ -> RecordType.TXT;
            case Spf _ -> RecordType.SPF;
            case Name(var type, var _) -> type;
            case Soa _ -> RecordType.SOA;
            case Tlsa _ -> RecordType.TLSA;
            case Caa _ -> RecordType.CAA;
        };
    }
}
