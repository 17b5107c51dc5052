package dev.pennypost.delivery;

import dev.pennypost.domains.DomainId;
import dev.pennypost.mail.address.Address;
import dev.pennypost.teams.TeamId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// How far a delivery has come.
///
/// @param createdAt when its email left
/// @param settledAt when the attempt began that settled it, or when it was withheld; null as long as it is not settled
/// @param delayedAt when its first attempt began, if that was put off; else null
/// @param bounce why it bounced; null when it did not
/// @param past what happened before it was tried anew
public record Progress(
        UUID email,
        TeamId team,
        DomainId domain,
        Address recipient,
        DeliveryState state,
        Instant createdAt,
        @Nullable Instant settledAt,
        @Nullable Instant delayedAt,
        @Nullable BounceReason bounce,
        Past past) {
    /// What happened to a delivery before operators had it tried anew.
    ///
    /// @param failedAt when it was last told as failed; null when it never was
    /// @param triedSince since when it is tried anew; null when it is not
    public record Past(@Nullable Instant failedAt, @Nullable Instant triedSince, List<Attempted> attempts) {
        public Past {
            attempts = List.copyOf(attempts);
        }
    }

    /// An attempt that settled it.
    ///
    /// @param bounce null when it was delivered
    public record Attempted(@Nullable BounceReason bounce, Instant at) {}
}
