package dev.pennypost.certificates;

import dev.pennypost.mail.dns.DomainName;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The host names that a certificate is made out to (RFC 9525 §6.3).
record Names(Set<String> all) {
    /// RFC 5280 §4.2.1.6.
    private static final Integer DNS_NAME = 2;

    Names {
        all = Set.copyOf(all);
    }

    static Names of(X509Certificate certificate) {
        return new Names(alternatives(certificate)
                .filter(name -> DNS_NAME.equals(name.getFirst()))
                .map(name -> String.valueOf(name.get(1)).toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet()));
    }

    private static Stream<? extends List<?>> alternatives(X509Certificate certificate) {
        try {
            var names = certificate.getSubjectAlternativeNames();
            return names == null ? Stream.empty() : names.stream();
        } catch (CertificateParsingException broken) {
            return Stream.empty();
        }
    }

    /// A star stands for exactly one label, the first.
    boolean cover(DomainName host) {
        return all.contains(host.ascii())
                || host.parent().filter(above -> all.contains("*." + above)).isPresent();
    }
}
