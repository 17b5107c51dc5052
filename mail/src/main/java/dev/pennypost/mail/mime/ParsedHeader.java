package dev.pennypost.mail.mime;

/// One header field as it was received.
///
/// @param name in the case it was written
/// @param raw the body of the field on one line, encoded words as they are
/// @param value for people: encoded words decoded (RFC 2047 §6), control characters replaced
public record ParsedHeader(String name, String raw, String value) {
    public boolean isNamed(String other) {
        return name.equalsIgnoreCase(other);
    }
}
