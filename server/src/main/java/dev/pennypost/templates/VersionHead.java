package dev.pennypost.templates;

import java.time.Instant;
import java.util.UUID;

/// A version of a template, without what it says.
///
/// @param createdAt when it was begun; it was edited until it was published
/// @param current whether it is the one that is edited
/// @param published whether it is the one that is sent
public record VersionHead(UUID id, Instant createdAt, boolean current, boolean published) {}
