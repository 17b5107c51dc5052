package dev.pennypost.dashboard.settings;

/// What the browser needs to make a passkey.
record NewPasskey(String ticket, String options, String name) {}
