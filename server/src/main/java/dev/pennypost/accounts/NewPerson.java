package dev.pennypost.accounts;

import dev.pennypost.config.Secret;

/// What somebody says about themselves to get an account.
///
/// @param name empty for what stands before the `@`
public record NewPerson(String email, String name, Secret password) {}
