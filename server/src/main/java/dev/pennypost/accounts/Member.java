package dev.pennypost.accounts;

import java.time.Instant;

/// Somebody who belongs to a team, as the team sees them.
///
/// @param since when they joined
public record Member(Person person, Role role, Instant since) {}
