package dev.pennypost.mail.dane;

import dev.pennypost.mail.dns.DomainName;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;

/// The hosts a certificate is made out to (RFC 6125, RFC 7672 §3.2.3).
final class CertificateNames {
    private static final int DNS_NAME = 2; // RFC 5280 §4.2.1.6

    private CertificateNames() {}

    static boolean anyOf(Collection<DomainName> hosts, X509Certificate certificate) {
        List<String> names = names(certificate);
        return hosts.stream().anyMatch(host -> names.stream().anyMatch(name -> matches(name, host.ascii())));
    }

    /// The DNS names, or the common name where there are none.
    private static List<String> names(X509Certificate certificate) {
        try {
            Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
            List<String> dns = (alternatives == null ? Stream.<List<?>>empty() : alternatives.stream())
                    .filter(name -> Objects.equals(name.getFirst(), DNS_NAME))
                    .map(name -> String.valueOf(name.get(1)))
                    .toList();
            return dns.isEmpty() ? commonNames(certificate) : dns;
        } catch (CertificateParsingException unreadable) {
            return List.of();
        }
    }

    private static List<String> commonNames(X509Certificate certificate) {
        try {
            return new LdapName(certificate.getSubjectX500Principal().getName())
                    .getRdns().stream()
                            .filter(part -> part.getType().equalsIgnoreCase("CN"))
                            .map(part -> String.valueOf(part.getValue()))
                            .toList();
        } catch (InvalidNameException unreadable) {
            return List.of();
        }
    }

    /// RFC 6125 §6.4.3: a wildcard is the whole first label and stands for exactly one.
    private static boolean matches(String name, String host) {
        String wanted = name.toLowerCase(Locale.ROOT);
        if (!wanted.startsWith("*.")) return wanted.equals(host);
        int dot = host.indexOf('.');
        return dot > 0 && wanted.substring(1).equals(host.substring(dot));
    }
}
