package dev.pennypost.webhooks;

import dev.pennypost.net.HostLookup;
import java.security.SecureRandom;
import java.time.InstantSource;

/// What the feature takes from outside.
///
/// @param node names this process among those that share the database, the same after a restart
public record Surroundings(String node, InstantSource clock, SecureRandom random, HostLookup lookup) {}
