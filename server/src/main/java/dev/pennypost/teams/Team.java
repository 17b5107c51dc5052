package dev.pennypost.teams;

import java.time.Instant;

/// A tenant of the installation.
public record Team(TeamId id, String name, Instant createdAt) {}
