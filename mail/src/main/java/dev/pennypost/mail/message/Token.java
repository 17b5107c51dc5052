package dev.pennypost.mail.message;

/// The token of RFC 2045 §5.1: what a media type and the names of its parameters are made of.
final class Token {
    private static final String TSPECIALS = "()<>@,;:\\\"/[]?=";

    private Token() {}

    static boolean isToken(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c >= 0x7f || TSPECIALS.indexOf(c) >= 0) return false;
        }
        return !text.isEmpty();
    }

    static boolean isAlphanumeric(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
}
