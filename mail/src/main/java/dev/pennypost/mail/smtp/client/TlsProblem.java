package dev.pennypost.mail.smtp.client;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;

/// What went wrong in a TLS handshake, as finely as a TLS report tells it apart (RFC 8460 §4.3.1).
public enum TlsProblem {
    CERTIFICATE_EXPIRED,
    CERTIFICATE_HOST_MISMATCH,
    CERTIFICATE_NOT_TRUSTED,
    /// No TLSA record matches the certificate.
    TLSA_MISMATCH,
    /// Anything else: no common version or cipher, garbage, silence, a lost connection.
    HANDSHAKE_FAILED;

    /// The JDK throws a plain CertificateException for the host name, and wraps a path exception for the chain.
    static TlsProblem of(Throwable thrown) {
        TlsProblem found = HANDSHAKE_FAILED;
        for (Throwable each = thrown; each != null; each = each.getCause()) {
            switch (each) {
                case DaneTrust.Mismatch mismatch -> {
                    return mismatch.problem();
                }
                case CertificateExpiredException _ -> {
                    return CERTIFICATE_EXPIRED;
                }
                case CertPathValidatorException path
                when path.getReason() == CertPathValidatorException.BasicReason.EXPIRED -> {
                    return CERTIFICATE_EXPIRED;
                }
                case CertPathValidatorException _, CertPathBuilderException _ -> found = CERTIFICATE_NOT_TRUSTED;
                case CertificateException _ -> found = CERTIFICATE_HOST_MISMATCH;
                default -> {}
            }
        }
        return found;
    }
}
