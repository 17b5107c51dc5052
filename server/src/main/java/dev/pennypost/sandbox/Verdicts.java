package dev.pennypost.sandbox;

/// What a receiver's checks say about a message, in the words of RFC 8601 §2.7.
public record Verdicts(String spf, String dkim, String dmarc) {}
