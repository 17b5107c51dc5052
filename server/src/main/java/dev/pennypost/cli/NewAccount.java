package dev.pennypost.cli;

import dev.pennypost.accounts.NewPerson;
import dev.pennypost.accounts.Role;
import dev.pennypost.teams.TeamId;
import org.jspecify.annotations.Nullable;

/// An account that an operator makes.
///
/// @param team null for the first
/// @param role null for owner where nobody has an account yet, else developer
public record NewAccount(NewPerson person, @Nullable TeamId team, @Nullable Role role) {}
