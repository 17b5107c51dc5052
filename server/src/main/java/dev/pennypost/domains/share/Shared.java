package dev.pennypost.domains.share;

import dev.pennypost.domains.Domain;
import dev.pennypost.domains.connect.Offer;
import dev.pennypost.domains.provider.Provider;
import java.time.Instant;

/// What a link shows.
///
/// @param provider who hosts the zone; [Provider#UNKNOWN] when that is not known
/// @param offer what that host can do by itself
/// @param now when this was put together
/// @param expiresAt when the link stops showing it
public record Shared(Domain domain, Provider provider, Offer offer, Instant now, Instant expiresAt) {}
