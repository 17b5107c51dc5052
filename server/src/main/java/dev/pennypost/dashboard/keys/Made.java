package dev.pennypost.dashboard.keys;

/// A key that was just made.
///
/// @param token to be read this once
record Made(KeyView key, String token) {}
