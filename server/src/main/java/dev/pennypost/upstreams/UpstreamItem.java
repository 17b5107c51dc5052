package dev.pennypost.upstreams;

import java.time.Instant;

/// A domain in the upstream's list.
public record UpstreamItem(String id, String name, String status, Instant createdAt) {}
