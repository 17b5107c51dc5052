package dev.pennypost.dns;

import dev.pennypost.config.HostPort;
import dev.pennypost.config.Key;
import java.util.List;

/// Settings of DNS lookups.
public record DnsConfig(
        @Key("Resolvers to ask, each `host:port`, in this order. Empty: those of the machine.")
        List<HostPort> resolvers) {}
