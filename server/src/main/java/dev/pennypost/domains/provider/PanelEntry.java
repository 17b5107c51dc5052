package dev.pennypost.domains.provider;

import org.jspecify.annotations.Nullable;

/// One record as it is typed into a DNS host's panel.
///
/// @param host the field that is called host, name or subdomain; empty where the panel wants nothing for the zone itself
/// @param priority the field of its own that the panel has for it; null where it has none or the value holds it
public record PanelEntry(
        String host, String type, String value, @Nullable Integer priority) {}
