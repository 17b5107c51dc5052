package dev.pennypost.certificates;

import dev.pennypost.mail.dns.DomainName;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A host as it lies in the database.
///
/// @param leaseEnds null while nobody looks after it
/// @param failures in a row
/// @param certificate null while it has none
record HostRow(
        DomainName host,
        Instant wantedAt,
        Instant due,
        @Nullable Instant leaseEnds,
        int failures,
        @Nullable CertificateProblem problem,
        @Nullable Instant failedAt,
        @Nullable Validity certificate) {

    /// A certificate, without what it is made of.
    record Validity(UUID id, Instant notBefore, Instant notAfter) {
        boolean isValidAt(Instant now) {
            return now.isBefore(notAfter);
        }
    }

    CertificateState state(Instant now) {
        boolean underWay = leaseEnds != null && leaseEnds.isAfter(now);
        CertificateState.Failed trouble =
                problem == null || failedAt == null ? null : new CertificateState.Failed(problem, failedAt, due);
        if (certificate != null && certificate.isValidAt(now))
            return new CertificateState.Ready(certificate.notAfter(), trouble);
        return trouble == null || underWay ? new CertificateState.Ordering() : trouble;
    }

    HostStanding standing(Instant now) {
        return new HostStanding(host, state(now), wantedAt, due);
    }
}
