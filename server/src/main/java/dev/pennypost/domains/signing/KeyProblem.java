package dev.pennypost.domains.signing;

/// Why a key cannot be made, brought along or withdrawn.
public sealed interface KeyProblem {
    /// Another new key of this algorithm still waits to be seen in DNS.
    record AlreadyRotating(String selector) implements KeyProblem {}

    /// The text is no selector (RFC 6376 §3.1).
    record BadSelector(String text) implements KeyProblem {}

    /// The domain has, or had, a key of this selector: receivers may remember it.
    record SelectorTaken(String selector) implements KeyProblem {}

    /// Both selectors that the owner published aliases for are taken, the second by a key that mail may still refer to.
    record StillRetiring() implements KeyProblem {}

    /// The text is no private key we can sign with; `why` ends a sentence that begins with "The key".
    record BadKey(String why) implements KeyProblem {}

    /// The domain has no key of this selector.
    record NoSuchKey(String selector) implements KeyProblem {}

    /// Mail is signed with it.
    record InUse(String selector) implements KeyProblem {}
}
