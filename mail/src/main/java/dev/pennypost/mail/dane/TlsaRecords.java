package dev.pennypost.mail.dane;

import dev.pennypost.mail.dns.DnsRecord;
import dev.pennypost.mail.dns.DomainName;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;

/// The TLSA records of one mail server that a client of SMTP can use (RFC 7672 §3.1): those of the usages DANE-TA(2)
/// and DANE-EE(3). PKIX usages are not used with SMTP, and what is malformed is as good as absent (RFC 7671 §10.1.2).
///
/// @param all in the order they came in; empty when none can be used
public record TlsaRecords(List<DnsRecord.Tlsa> all) {
    private static final int ISSUER = 2;
    private static final int SERVER = 3;
    private static final int CERTIFICATE = 0;
    private static final int PUBLIC_KEY = 1;
    private static final int EXACT = 0;
    private static final int SHA_256 = 1;
    private static final int SHA_512 = 2;

    public TlsaRecords {
        all = List.copyOf(all);
    }

    /// Where the records of a mail server stand (RFC 7672 §2.2.3).
    public static DomainName nameFor(DomainName host, int port) {
        return host.child("_" + port + "._tcp");
    }

    /// Those that can be used. Where both hashes of the same thing are given, the stronger alone counts (RFC 7671 §9).
    public static TlsaRecords usableOf(Collection<DnsRecord.Tlsa> found) {
        List<DnsRecord.Tlsa> usable =
                found.stream().filter(TlsaRecords::isUsable).toList();
        return new TlsaRecords(usable.stream()
                .filter(one ->
                        one.matchingType() != SHA_256 || usable.stream().noneMatch(other -> outranks(other, one)))
                .toList());
    }

    private static boolean outranks(DnsRecord.Tlsa other, DnsRecord.Tlsa one) {
        return other.matchingType() == SHA_512 && other.usage() == one.usage() && other.selector() == one.selector();
    }

    private static boolean isUsable(DnsRecord.Tlsa record) {
        if (record.usage() != ISSUER && record.usage() != SERVER) return false;
        if (record.selector() != CERTIFICATE && record.selector() != PUBLIC_KEY) return false;
        int digits = record.association().length();
        return switch (record.matchingType()) {
            case EXACT -> digits > 0 && (record.usage() == SERVER || IssuerChain.canAnchor(record));
            case SHA_256 -> digits == 64;
            case SHA_512 -> digits == 128;
            default -> false;
        };
    }

    public boolean isEmpty() {
        return all.isEmpty();
    }

    /// Holds a server's certificates against the records. A server's own certificate that matches needs neither the
    /// right name nor a valid date (RFC 7672 §3.1.1); an issuer's needs both in what it issued (§3.1.2).
    ///
    /// @param chain the server's own certificate first
    /// @param hosts the names it may be made out to: the mail server and the domain it was found for
    public DaneVerdict verify(List<X509Certificate> chain, Collection<DomainName> hosts, Instant now) {
        if (chain.isEmpty()) return DaneVerdict.NO_MATCH;
        X509Certificate own = chain.getFirst();
        if (all.stream().anyMatch(record -> record.usage() == SERVER && matches(record, own)))
            return DaneVerdict.MATCHED;
        List<DnsRecord.Tlsa> issuers =
                all.stream().filter(record -> record.usage() == ISSUER).toList();
        if (issuers.isEmpty()) return DaneVerdict.NO_MATCH;
        DaneVerdict issued = new IssuerChain(chain, issuers).verify(now);
        if (issued != DaneVerdict.MATCHED) return issued;
        return CertificateNames.anyOf(hosts, own) ? DaneVerdict.MATCHED : DaneVerdict.WRONG_HOST;
    }

    static boolean matches(DnsRecord.Tlsa record, X509Certificate certificate) {
        try {
            byte[] selected = record.selector() == CERTIFICATE
                    ? certificate.getEncoded()
                    : certificate.getPublicKey().getEncoded();
            return MessageDigest.isEqual(
                    matched(record.matchingType(), selected), HexFormat.of().parseHex(record.association()));
        } catch (GeneralSecurityException | IllegalArgumentException unreadable) {
            return false;
        }
    }

    private static byte[] matched(int type, byte[] selected) throws GeneralSecurityException {
        return switch (type) {
            case SHA_256 -> MessageDigest.getInstance("SHA-256").digest(selected);
            case SHA_512 -> MessageDigest.getInstance("SHA-512").digest(selected);
            default -> selected;
        };
    }

    /// The records as zone files write them, as TLS reports quote them (RFC 8460 §4.4).
    public List<String> lines() {
        return all.stream()
                .map(record -> record.usage() + " " + record.selector() + " " + record.matchingType() + " "
                        + record.association())
                .toList();
    }
}
