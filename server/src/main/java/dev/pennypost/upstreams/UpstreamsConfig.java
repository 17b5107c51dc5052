package dev.pennypost.upstreams;

import dev.pennypost.config.Key;

/// Settings of upstream services that organisations bring a key of.
public record UpstreamsConfig(
        @Key(
                value = "Base URL of the upstream of organisations that name none, without a trailing slash.",
                or = "https://api.resend.com")
        String url,

        @Key(value = "Call upstreams at loopback and private addresses.", or = "false")
        boolean privateAddresses,

        @Key(value = "Call upstreams over http:// too. Keys travel in the clear then.", or = "false")
        boolean plainHttp,

        @Key(value = "Seconds one call of an upstream may take.", or = "15")
        int timeoutSeconds) {}
