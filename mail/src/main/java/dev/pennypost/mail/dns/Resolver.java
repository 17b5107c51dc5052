package dev.pennypost.mail.dns;

/// Asks DNS one question and blocks for the answer. Never throws for what the network did; implementations
/// have their own limits on time and retries.
@FunctionalInterface
public interface Resolver {
    Answer ask(DomainName name, RecordType type);
}
