package dev.pennypost;

import dev.pennypost.domains.Domains;
import dev.pennypost.emails.Emails;
import dev.pennypost.keys.Keys;
import dev.pennypost.mail.dns.ZoneSource;
import dev.pennypost.quotas.RateLimit;
import dev.pennypost.teams.TeamId;
import dev.pennypost.webhooks.Webhooks;

/// The front doors of a running server's features.
///
/// @param firstTeam the team that every installation has
/// @param delegated what our name server answers: nothing where the operator has no zone
record Features(
        TeamId firstTeam,
        Keys keys,
        RateLimit rateLimit,
        Domains domains,
        ZoneSource delegated,
        Emails emails,
        Webhooks webhooks) {}
