package dev.pennypost.accounts;

/// What a browser needs to have an authenticator make or use a passkey.
///
/// @param ticket to be shown with the authenticator's answer, within five minutes
/// @param options JSON for `PublicKeyCredential.parseCreationOptionsFromJSON` or `parseRequestOptionsFromJSON`
public record Ceremony(Ticket ticket, String options) {}
