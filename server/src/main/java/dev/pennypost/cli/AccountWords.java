package dev.pennypost.cli;

import dev.pennypost.accounts.AccountProblem;
import dev.pennypost.config.CannotStart;

/// How refusals about people are put on the terminal.
final class AccountWords {
    private AccountWords() {}

    static CannotStart refusal(AccountProblem problem) {
        return new CannotStart(of(problem));
    }

    private static String of(AccountProblem problem) {
        return switch (problem) {
            case AccountProblem.BadAddress(var address, var why) -> address + " is no email address: it " + why;
            case AccountProblem.AddressTaken(var address) -> address + " has an account already";
            case AccountProblem.BadName(int most) -> "a name has one to " + most + " characters, on one line";
            case AccountProblem.PasswordTooShort(int least) -> "a password has at least " + least + " characters";
            case AccountProblem.PasswordTooLong(int most) -> "a password has at most " + most + " characters";
            case AccountProblem.PasswordIsAddress() -> "the password is the address: anybody would try that first";
            case AccountProblem.PasswordIsCommon() -> "the password is one of those that everybody tries first";
            case AccountProblem.NotFound() -> "there is no such account or team";
            case AccountProblem.TooBusy() -> "the machine is too busy; try again";
            // what only people who are signed in can come across
            default -> "that is refused: " + problem;
        };
    }
}
