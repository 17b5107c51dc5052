package dev.pennypost.api.resend;

import dev.pennypost.certificates.CertificateState;
import dev.pennypost.domains.Domain;
import dev.pennypost.domains.records.Purpose;
import dev.pennypost.mail.dns.DomainName;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Whether a domain's tracking host is served over HTTPS. Ours.
///
/// @param status `none`, `ordering`, `ready` or `failed`
/// @param reason why there is no certificate, or why the one there is could not be renewed
record TrackingCertificateJson(
        String host,
        String status,
        @Nullable String expiresAt,
        @Nullable String reason,
        @Nullable String message,
        @Nullable String failedAt,
        @Nullable String nextTryAt) {

    /// Null for a domain without a tracking host.
    static @Nullable TrackingCertificateJson of(Domain domain, Function<DomainName, CertificateState> certificates) {
        return domain.records().stream()
                .map(record -> record.planned())
                .filter(planned -> planned.purpose() == Purpose.TRACKING)
                .findFirst()
                .map(planned -> of(planned.name(), certificates.apply(planned.name())))
                .orElse(null);
    }

    private static TrackingCertificateJson of(DomainName host, CertificateState state) {
        return switch (state) {
            case CertificateState.None() -> of(host, "none", null, null);
            case CertificateState.Ordering() -> of(host, "ordering", null, null);
            case CertificateState.Ready(var expires, var trouble) -> of(host, "ready", expires, trouble);
            case CertificateState.Failed failed -> of(host, "failed", null, failed);
        };
    }

    private static TrackingCertificateJson of(
            DomainName host, String status, @Nullable Instant expires, CertificateState.@Nullable Failed trouble) {
        return new TrackingCertificateJson(
                host.ascii(),
                status,
                Timestamps.postgresOrNull(expires),
                trouble == null ? null : trouble.problem().code(),
                trouble == null ? null : trouble.problem().why(),
                Timestamps.postgresOrNull(trouble == null ? null : trouble.failedAt()),
                Timestamps.postgresOrNull(trouble == null ? null : trouble.nextTryAt()));
    }
}
