package dev.pennypost.webhooks;

import dev.pennypost.config.Key;

/// Settings of webhook deliveries.
public record WebhooksConfig(
        @Key(value = "Deliver webhooks to loopback and private addresses.", or = "false")
        boolean privateAddresses,

        @Key(value = "Accept endpoints with http:// beside https://.", or = "true")
        boolean plainHttp,

        @Key(value = "Seconds one attempt may take.", or = "15")
        int timeoutSeconds,

        @Key(
                value =
                        "Days of UTC that messages and the attempts to deliver them are kept for, beside the current one. A day with a message that is still to be sent is kept until it is sent or given up.",
                or = "30")
        int keepDays,

        @Key(
                value =
                        "Days for which every attempt must have failed before an endpoint is disabled, 0 for never. One that answers 410 is disabled at once.",
                or = "5")
        int disableAfterDays,

        @Key(
                "Address that teams are written to from when a webhook of theirs was disabled, at a verified domain of the operator's own team, the first. Empty: nobody is written to. Who is written to: `pennypost team contact`.")
        String noticesFrom) {}
