package dev.pennypost.domains.export;

/// A file to download.
public record Export(String fileName, String contentType, String text) {}
