package dev.pennypost.accounts;

/// Who asks for a change of a team.
public sealed interface Doer permits PersonId, Doer.Program, Doer.Operator {
    /// A program with an API key that may manage members, which only those make who may: it is an admin of its team.
    record Program() implements Doer {}

    /// Whoever runs the installation: an owner of every team.
    record Operator() implements Doer {}
}
