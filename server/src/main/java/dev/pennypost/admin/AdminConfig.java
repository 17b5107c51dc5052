package dev.pennypost.admin;

import dev.pennypost.config.HostPort;
import dev.pennypost.config.Key;

/// Settings of the listener for operators.
public record AdminConfig(
        @Key(value = "Address and port of `/healthz`, `/readyz` and `/metrics`.", or = "127.0.0.1:3469")
        HostPort listen) {}
