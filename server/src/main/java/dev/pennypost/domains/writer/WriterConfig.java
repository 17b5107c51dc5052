package dev.pennypost.domains.writer;

import dev.pennypost.config.Key;

/// Settings for publishing records at owners' DNS hosts.
public record WriterConfig(
        @Key(value = "Send dynamic updates (RFC 2136) to loopback and private addresses too.", or = "false")
        boolean privateAddresses) {}
