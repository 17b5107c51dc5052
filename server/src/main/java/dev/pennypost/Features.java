package dev.pennypost;

import dev.pennypost.domains.Domains;
import dev.pennypost.emails.Emails;
import dev.pennypost.keys.Keys;
import dev.pennypost.teams.TeamId;
import dev.pennypost.webhooks.Webhooks;

/// The front doors of a running server's features.
///
/// @param firstTeam the team that every installation has
record Features(TeamId firstTeam, Keys keys, Domains domains, Emails emails, Webhooks webhooks) {}
