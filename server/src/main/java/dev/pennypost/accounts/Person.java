package dev.pennypost.accounts;

import java.time.Instant;

/// Somebody who has an account.
///
/// @param email the address they sign in with, as they typed it
public record Person(PersonId id, String email, String name, Instant createdAt) {}
