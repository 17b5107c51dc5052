package dev.pennypost.certificates;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How a host stands.
public sealed interface CertificateState {
    /// It is not wanted, or nobody got round to it yet.
    record None() implements CertificateState {}

    /// It waits for its first certificate, or one is being ordered.
    record Ordering() implements CertificateState {}

    /// It has a certificate.
    ///
    /// @param trouble why it could not be renewed; null while nothing is wrong
    record Ready(Instant expiresAt, @Nullable Failed trouble) implements CertificateState {}

    /// It has no certificate that is valid.
    record Failed(CertificateProblem problem, Instant failedAt, Instant nextTryAt) implements CertificateState {}
}
