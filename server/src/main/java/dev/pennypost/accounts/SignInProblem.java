package dev.pennypost.accounts;

/// Why somebody is not signed in.
public sealed interface SignInProblem {
    /// Address or password, or the code. Which of them, nobody is told.
    record Wrong() implements SignInProblem {}

    /// Too many attempts were wrong, at this client or for this account.
    record TooMany() implements SignInProblem {}

    /// So many people are signing in that this one has to try again.
    record TooBusy() implements SignInProblem {}

    /// What was begun took too long, was used, or was not begun here: begin again.
    record Ended() implements SignInProblem {}

    /// A passkey that nobody has, or that did not prove itself.
    record BadPasskey() implements SignInProblem {}

    /// The provider does not say, or cannot prove, who that is. `why` is for the log and for operators.
    record Provider(String why) implements SignInProblem {}

    /// The provider knows them, and we do not: no account has that address, and none is made for it.
    record NoAccount(String address) implements SignInProblem {}

    /// The server is not set up for this way.
    record NotConfigured() implements SignInProblem {}
}
