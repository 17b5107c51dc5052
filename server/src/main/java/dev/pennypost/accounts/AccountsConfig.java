package dev.pennypost.accounts;

import dev.pennypost.config.Key;
import java.time.Duration;

/// Settings of the accounts of people.
public record AccountsConfig(
        @Key(
                "Address that invitations and links for new passwords are sent from, at a verified domain of the first team. Empty: invitations are links to be handed over, and passwords are reset by `pennypost account reset-password`.")
        String mailFrom,

        @Key(value = "How long somebody stays signed in without doing anything.", or = "12h")
        Duration sessionIdle,

        @Key(value = "How long somebody stays signed in at most.", or = "30d")
        Duration sessionLength,

        @Key(value = "Whether everybody with an account may make further teams, or only operators.", or = "true")
        boolean everybodyMakesTeams) {}
