package dev.pennypost.dashboard.entrance;

/// @param to where it leads
/// @param problem why it was refused; empty where it was not
record SignInForm(String email, String to, String problem) {}
