package dev.pennypost.upstreams;

/// A domain in the upstream's list.
///
/// @param createdAt as the upstream spells it
public record UpstreamItem(String id, String name, String status, String createdAt) {}
