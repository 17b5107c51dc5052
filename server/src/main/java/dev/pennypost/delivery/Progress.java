package dev.pennypost.delivery;

import dev.pennypost.domains.DomainId;
import dev.pennypost.mail.address.Address;
import dev.pennypost.teams.TeamId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// How far a delivery has come.
///
/// @param createdAt when its email left
/// @param settledAt when the attempt began that settled it, or when it was withheld; null as long as it is not settled
/// @param delayedAt when its first attempt began, if that was put off; else null
/// @param bounce why it bounced; null when it did not
public record Progress(
        UUID email,
        TeamId team,
        DomainId domain,
        Address recipient,
        State state,
        Instant createdAt,
        @Nullable Instant settledAt,
        @Nullable Instant delayedAt,
        @Nullable BounceReason bounce) {
    /// What has become of it.
    public enum State {
        WAITING,
        ATTEMPTING,
        DEFERRED,
        DELIVERED,
        BOUNCED,
        /// It is not made, because its recipient is suppressed.
        SUPPRESSED,
        /// It is not made, because its recipient does not want it.
        FAILED
    }
}
