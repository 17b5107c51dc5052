package dev.pennypost.domains.provider;

/// A company that keeps people's mailboxes, to say "this MX belongs to your mailbox provider: do not replace it".
///
/// @param id stable, for programs
public record Mailboxes(String id, String name) {}
