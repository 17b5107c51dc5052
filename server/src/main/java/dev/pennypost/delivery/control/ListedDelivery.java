package dev.pennypost.delivery.control;

import dev.pennypost.delivery.DeliveryId;
import dev.pennypost.delivery.DeliveryState;
import dev.pennypost.delivery.WaitReason;
import dev.pennypost.domains.DomainId;
import dev.pennypost.mail.address.Address;
import dev.pennypost.teams.TeamId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A delivery as operators see it.
///
/// @param site the name its site is counted under; null before it was looked for
/// @param waits why; null when it does not wait
/// @param due when it is attempted at the earliest; null when that is not planned
/// @param attempts how many have been made
/// @param said the answer to the last attempt; null before the first
/// @param category what that refusal was about; null when it was none
/// @param rule the name of the rule that said so
public record ListedDelivery(
        DeliveryId id,
        TeamId team,
        DomainId domain,
        Address recipient,
        @Nullable String site,
        DeliveryState state,
        @Nullable WaitReason waits,
        @Nullable Instant due,
        int attempts,
        Instant createdAt,
        @Nullable String said,
        @Nullable String category,
        @Nullable String rule) {}
