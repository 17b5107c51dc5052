package dev.pennypost.certificates;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/// A certificate that may be served, with its key.
///
/// @param chain the host's own first, the one the authority's root signed last
record Issued(List<X509Certificate> chain, PrivateKey key) {
    Issued {
        chain = List.copyOf(chain);
    }

    X509Certificate certificate() {
        return chain.getFirst();
    }

    Instant notBefore() {
        return certificate().getNotBefore().toInstant();
    }

    Instant notAfter() {
        return certificate().getNotAfter().toInstant();
    }
}
