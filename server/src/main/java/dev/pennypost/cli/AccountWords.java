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
            case AccountProblem.Unfit unfit -> unfit.rule();
            case AccountProblem.AddressTaken(var address) -> address + " has an account already";
            case AccountProblem.NotFound() -> "there is no such account, member or team";
            case AccountProblem.LastOwner() -> "a team would be left without an owner; make somebody else one first";
            case AccountProblem.FirstTeam() -> "this team operates the installation, and stays";
            case AccountProblem.TeamInUse() -> "the team still has domains or API keys; remove them first";
            case AccountProblem.AlreadyMember(var address) -> address + " belongs to the team already";
            case AccountProblem.TooBusy() -> "the machine is too busy; try again";
            case AccountProblem.TooManyAttempts(var wait) ->
                "that is too much at once; try again in " + wait.toSeconds() + " seconds";
            case AccountProblem.NotAllowed() -> "that is not allowed";
            case AccountProblem.NotConfigured() -> "the server is not set up for it";
            case AccountProblem.NotFirst _,
                    AccountProblem.WrongPassword _,
                    AccountProblem.WrongSetupToken _,
                    AccountProblem.Expired _,
                    AccountProblem.ForAnother _,
                    AccountProblem.SignInFirst _,
                    AccountProblem.TooMany _,
                    AccountProblem.AlreadyOn _,
                    AccountProblem.BadPasskey _,
                    AccountProblem.SignInAgain _ ->
                throw new IllegalStateException("only people who sign in come across " + problem);
        };
    }
}
