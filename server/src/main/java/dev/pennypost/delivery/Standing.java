package dev.pennypost.delivery;

import dev.pennypost.mail.address.Address;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Where a delivery stands and why.
///
/// @param waits why; null when it does not wait
/// @param due when the next attempt comes; null when none is planned
/// @param attempts how many have been made
/// @param said the answer to the last attempt, or what was concluded without one; null before the first
public record Standing(
        Address recipient,
        DeliveryState state,
        @Nullable WaitReason waits,
        @Nullable Instant due,
        int attempts,
        @Nullable String said) {}
