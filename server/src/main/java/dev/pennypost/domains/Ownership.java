package dev.pennypost.domains;

/// How the text is spelled that proves who owns a domain.
///
/// @param label the label below the domain that holds it; empty for the domain itself
/// @param prefix what stands before the token
public record Ownership(String label, String prefix) {
    /// At the domain itself, where no other record is in the way.
    public static final Ownership OURS = new Ownership("", "pennypost-domain-verification=");
}
