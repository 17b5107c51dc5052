package dev.pennypost.accounts;

/// What a program that shows codes has to be told.
///
/// @param secret in Base32, for typing
/// @param uri `otpauth://…`, for a QR code
public record TotpSetup(String secret, String uri) {
    @Override
    public String toString() {
        return "•••";
    }
}
