package dev.pennypost.emails;

import dev.pennypost.domains.DomainId;
import dev.pennypost.teams.TeamId;
import java.time.Instant;

/// How clicks that were counted before are to be counted now.
///
/// @param domain whose key signed the email
/// @param at when the click was
/// @param clicks the difference to what was counted; below zero for less
/// @param unique the difference of those that were a recipient's first
public record ClickCorrection(
        TeamId team, DomainId domain, EmailId email, Instant at, long clicks, long unique) {}
