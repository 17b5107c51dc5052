package dev.pennypost.upstreams;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The domain an organisation manages at its upstream, as the upstream last told of it.
///
/// @param upstreamId its id there
/// @param madeHere whether it was added through us, and goes there too when it goes here
/// @param status in the upstream's words
/// @param verifiedAt when we first heard that it is verified; null when we did not, or when it is not any more
public record UpstreamDomain(
        UUID id,
        String name,
        String upstreamId,
        boolean madeHere,
        String status,
        @Nullable String region,
        List<UpstreamRecord> records,
        Instant createdAt,
        @Nullable Instant verifiedAt) {
    private static final String VERIFIED = "verified";

    public UpstreamDomain {
        records = List.copyOf(records);
    }

    static UpstreamDomain of(UUID id, boolean madeHere, UpstreamAnswer.Details told, Instant now) {
        return new UpstreamDomain(
                id,
                told.name(),
                told.id(),
                madeHere,
                told.status(),
                told.region(),
                told.records(),
                now,
                told.status().equals(VERIFIED) ? now : null);
    }

    /// The same domain after the upstream told of it again.
    UpstreamDomain after(UpstreamAnswer.Details told, Instant now) {
        boolean verified = told.status().equals(VERIFIED);
        Instant since = verified && verifiedAt != null ? verifiedAt : now;
        return new UpstreamDomain(
                id,
                told.name(),
                told.id(),
                madeHere,
                told.status(),
                told.region(),
                told.records(),
                createdAt,
                verified ? since : null);
    }
}
