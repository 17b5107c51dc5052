package dev.pennypost.requestlog;

import dev.pennypost.config.Key;

/// Settings of the request log.
public record RequestLogConfig(
        @Key(value = "Keep the requests of teams, for `GET /logs`.", or = "true")
        boolean enabled,

        @Key(value = "Days of UTC that requests are kept for, beside the current one.", or = "30")
        int keepDays) {}
