package dev.pennypost.domains.share;

import java.time.Instant;

/// A link that was made.
///
/// @param token what the link's address ends with
public record Share(String token, Instant expiresAt) {}
