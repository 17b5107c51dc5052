package dev.pennypost.dashboard.entrance;

/// Signing in.
///
/// @param to where it leads
/// @param problem why it was refused; empty where it was not
record SignInForm(String email, String to, String problem, boolean hasPasskeys, boolean hasProvider) {}
