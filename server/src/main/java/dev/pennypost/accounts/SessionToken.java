package dev.pennypost.accounts;

/// The text that a signed-in browser shows with each request: 256 random bits in Base64 for URLs.
public record SessionToken(String reveal) {
    @Override
    public String toString() {
        return "•••";
    }
}
