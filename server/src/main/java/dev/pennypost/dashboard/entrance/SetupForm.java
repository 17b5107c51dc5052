package dev.pennypost.dashboard.entrance;

/// Making the first account.
///
/// @param problem why it was refused; empty where it was not
record SetupForm(String email, String name, String token, boolean asksForToken, String problem) {}
