package dev.pennypost.mail.dane;

import dev.pennypost.mail.dns.DnsRecord;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Date;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Whether a server's certificates lead to an issuer that its TLSA records name, DANE-TA(2).
///
/// @param chain the server's own certificate first
/// @param issuers the records with usage 2
record IssuerChain(List<X509Certificate> chain, List<DnsRecord.Tlsa> issuers) {
    private static final List<String> KEY_KINDS = List.of("RSA", "EC", "EdDSA");

    DaneVerdict verify(Instant now) {
        Set<TrustAnchor> anchors = new HashSet<>();
        for (DnsRecord.Tlsa issuer : issuers) shown(issuer).forEach(anchors::add);
        for (DnsRecord.Tlsa issuer : issuers) published(issuer).forEach(anchors::add);
        return anchors.isEmpty() ? DaneVerdict.NO_MATCH : verdict(anchors, now);
    }

    /// RFC 7672 §3.1.2: the issuer's certificate comes along in the handshake, behind the server's own.
    private Stream<TrustAnchor> shown(DnsRecord.Tlsa issuer) {
        return chain.stream()
                .skip(1)
                .filter(certificate -> TlsaRecords.matches(issuer, certificate))
                .map(certificate -> new TrustAnchor(certificate, null));
    }

    /// RFC 7672 §3.1.2: an issuer that is in DNS as a whole need not be shown. A bare key has no name, so it may be
    /// that of any issuer the certificates speak of.
    private Stream<TrustAnchor> published(DnsRecord.Tlsa issuer) {
        if (issuer.matchingType() != 0) return Stream.empty();
        if (issuer.selector() == 0)
            return certificate(issuer).stream().map(certificate -> new TrustAnchor(certificate, null));
        return key(issuer).stream()
                .flatMap(key -> chain.stream()
                        .map(X509Certificate::getIssuerX500Principal)
                        .distinct()
                        .map(name -> new TrustAnchor(name, key, null)));
    }

    /// What does not lead to the issuer today, and did when the server's certificate was given, has expired.
    private DaneVerdict verdict(Set<TrustAnchor> anchors, Instant now) {
        if (leadsTo(anchors, Date.from(now))) return DaneVerdict.MATCHED;
        return leadsTo(anchors, chain.getFirst().getNotBefore()) ? DaneVerdict.EXPIRED : DaneVerdict.NOT_ISSUED;
    }

    private boolean leadsTo(Set<TrustAnchor> anchors, Date when) {
        try {
            var own = new X509CertSelector();
            own.setCertificate(chain.getFirst());
            var parameters = new PKIXBuilderParameters(anchors, own);
            parameters.setRevocationEnabled(false); // the owner of the zone revokes by changing the record
            parameters.setDate(when);
            parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(chain)));
            CertPathBuilder.getInstance("PKIX").build(parameters);
            return true;
        } catch (GeneralSecurityException none) {
            return false;
        }
    }

    /// Whether the data of a record that gives an issuer as a whole can be read.
    static boolean canAnchor(DnsRecord.Tlsa issuer) {
        return issuer.selector() == 0
                ? certificate(issuer).isPresent()
                : key(issuer).isPresent();
    }

    private static Optional<X509Certificate> certificate(DnsRecord.Tlsa issuer) {
        try {
            return Optional.of((X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(octets(issuer))));
        } catch (GeneralSecurityException | IllegalArgumentException unreadable) {
            return Optional.empty();
        }
    }

    private static Optional<PublicKey> key(DnsRecord.Tlsa issuer) {
        return KEY_KINDS.stream().flatMap(kind -> key(kind, issuer).stream()).findFirst();
    }

    private static Optional<PublicKey> key(String kind, DnsRecord.Tlsa issuer) {
        try {
            return Optional.of(KeyFactory.getInstance(kind).generatePublic(new X509EncodedKeySpec(octets(issuer))));
        } catch (GeneralSecurityException | IllegalArgumentException ofAnotherKind) {
            return Optional.empty();
        }
    }

    private static byte[] octets(DnsRecord.Tlsa issuer) {
        return HexFormat.of().parseHex(issuer.association());
    }
}
