package dev.pennypost.accounts;

/// What became of a wish.
public sealed interface AccountResult<T> {
    record Done<T>(T value) implements AccountResult<T> {}

    record Refused<T>(AccountProblem problem) implements AccountResult<T> {}
}
