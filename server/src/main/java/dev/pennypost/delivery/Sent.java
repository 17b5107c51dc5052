package dev.pennypost.delivery;

import dev.pennypost.domains.DomainId;
import dev.pennypost.mail.address.Address;
import dev.pennypost.teams.TeamId;

/// What a report about an email can be about: one of its deliveries.
///
/// @param domain whose key signed it
/// @param reversePath where reports go
public record Sent(
        DeliveryId id, TeamId team, DomainId domain, Address recipient, String reversePath, DeliveryState state) {}
