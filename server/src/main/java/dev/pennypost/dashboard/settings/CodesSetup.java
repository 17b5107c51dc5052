package dev.pennypost.dashboard.settings;

/// What a program that shows codes has to be told.
///
/// @param svg the address as a QR code
record CodesSetup(String secret, String svg, String uri, String problem) {}
