package dev.pennypost.accounts;

import java.time.Instant;

/// A session as its owner sees it in a list.
///
/// @param program what signed in: the `User-Agent`
/// @param address where from
/// @param lastSeen to the minute or so
public record OpenSession(SessionId id, String program, String address, Instant since, Instant lastSeen) {}
