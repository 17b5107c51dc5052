package dev.pennypost.dashboard.entrance;

/// The code that is asked for after a password.
///
/// @param to where it leads
/// @param problem why it was refused; empty where it was not
record CodeForm(String to, String problem) {}
