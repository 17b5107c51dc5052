package dev.pennypost.api.resend;

import dev.pennypost.domains.Claim;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A claim (contract §12.8).
record ClaimJson(
        String object,
        UUID id,
        String name,
        String status,
        UUID domainId,
        String region,
        RecordJson record,
        @Nullable String blockedReason,
        @Nullable String failureReason,
        String createdAt,
        String expiresAt) {
    static ClaimJson of(Claim claim) {
        var blocked = claim.blocked();
        return new ClaimJson(
                "domain_claim",
                claim.id(),
                claim.name().unicode(),
                ResendStatuses.of(claim.status()),
                claim.domain().value(),
                claim.region().code(),
                new RecordJson("TXT", claim.name().unicode(), claim.record().value(), ResendStatuses.TTL),
                blocked == null ? null : ResendStatuses.of(blocked),
                claim.failure(),
                Timestamps.postgres(claim.createdAt()),
                Timestamps.postgres(claim.expiresAt()));
    }

    record RecordJson(String type, String name, String value, String ttl) {}
}
