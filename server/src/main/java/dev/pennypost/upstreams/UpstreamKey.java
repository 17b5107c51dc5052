package dev.pennypost.upstreams;

import java.net.URI;
import java.time.Instant;

/// An organisation's stored key as it may be shown: everything but the key.
///
/// @param url where the service answers, without a trailing slash
public record UpstreamKey(URI url, Instant updatedAt) {}
