package dev.pennypost.upstreams;

import org.jspecify.annotations.Nullable;

/// A DNS record as the upstream asks for it.
///
/// @param name relative to the zone, as upstreams tell it
/// @param status in the upstream's words
/// @param priority of an MX record; null for other types
public record UpstreamRecord(
        String type,
        String name,
        String value,
        String status,
        @Nullable Integer priority) {}
