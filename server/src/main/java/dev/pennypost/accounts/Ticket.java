package dev.pennypost.accounts;

/// The text that a browser shows to go on with something it began: 256 random bits in Base64 for URLs. It belongs into
/// a cookie or a form of the browser that began, and nowhere else.
public record Ticket(String reveal) {
    @Override
    public String toString() {
        return "•••";
    }
}
