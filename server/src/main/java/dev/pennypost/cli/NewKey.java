package dev.pennypost.cli;

import dev.pennypost.domains.DomainId;
import dev.pennypost.keys.Permission;
import org.jspecify.annotations.Nullable;

/// An API key to be made.
///
/// @param domain the only domain it may send from; null for all
public record NewKey(
        String name, Permission permission, @Nullable DomainId domain) {}
