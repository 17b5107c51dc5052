package dev.pennypost.delivery;

import dev.pennypost.domains.DomainId;
import dev.pennypost.mail.address.Address;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How far a delivery has come, for who asks whether somebody can have it in hands.
///
/// @param domain whose key signed it
/// @param underWay whether it is being attempted now
/// @param attemptedAt when the last attempt ended; null when there was none
public record Handover(
        DeliveryId id,
        DomainId domain,
        Address recipient,
        boolean underWay,
        @Nullable Instant attemptedAt) {}
