package dev.pennypost.dashboard.entrance;

import dev.pennypost.accounts.AccountProblem;
import dev.pennypost.accounts.SignInProblem;
import dev.pennypost.accounts.SignInResult;
import java.time.Duration;

/// How refusals about people are put, here and in the settings.
public final class Words {
    private Words() {}

    public static String of(AccountProblem problem) {
        return switch (problem) {
            case AccountProblem.Unfit unfit -> unfit.sentence();
            case AccountProblem.AddressTaken(String address) -> "Somebody has an account with " + address + " already.";
            case AccountProblem.WrongPassword() -> "That was not the right password or code.";
            case AccountProblem.TooManyAttempts(Duration retryAfter) ->
                "Too many were wrong. Try again in " + length(retryAfter) + ".";
            case AccountProblem.TooBusy() -> "Many people are signing in at this moment. Try again in some seconds.";
            case AccountProblem.NotFirst() -> "The first account exists already: sign in.";
            case AccountProblem.WrongSetupToken() ->
                "That is not the setup token. It stands in the log of the server, and in the folder of its data.";
            case AccountProblem.Expired() -> "This link has ended, or was used. Ask for a new one.";
            case AccountProblem.NotFound() -> "There is no such person, invitation or passkey any more.";
            case AccountProblem.NotAllowed() -> "Your role in this team does not allow it.";
            case AccountProblem.LastOwner() -> "A team needs an owner: make somebody else one first.";
            case AccountProblem.FirstTeam() ->
                "This team operates the installation, so it stays as long as the installation does.";
            case AccountProblem.TeamInUse() ->
                "The team still has domains or API keys. Remove them first: nothing is to be sent in its name any"
                        + " more.";
            case AccountProblem.AlreadyMember(String address) -> address + " belongs to the team already.";
            case AccountProblem.ForAnother(String address) -> "This invitation is for " + address + ".";
            case AccountProblem.SignInFirst(String address) ->
                "There is an account for " + address + ". Sign in with it, then open the invitation again.";
            case AccountProblem.TooMany(int most) -> "There may be " + most + " of them at most.";
            case AccountProblem.AlreadyOn() -> "That is set up already.";
            case AccountProblem.BadPasskey(String why) -> "The passkey was not taken: " + why + ".";
            case AccountProblem.SignInAgain() -> "For this you must have signed in just now: sign out and in again.";
            case AccountProblem.NotConfigured() -> "This server is not set up for it.";
        };
    }

    static String ofReset(AccountProblem problem) {
        return problem instanceof AccountProblem.NotConfigured
                ? "This server sends no mail about accounts. Ask whoever runs it for a new password:"
                        + " ./pennypost account reset-password sets one."
                : of(problem);
    }

    static String of(SignInResult.Refused refused) {
        String when = refused.retryAfter().isPositive() ? " Try again in " + length(refused.retryAfter()) + "." : "";
        return switch (refused.reason()) {
            case SignInProblem.Wrong() -> "That was not right." + when;
            case SignInProblem.TooMany() -> "Too many attempts were wrong." + when;
            case SignInProblem.TooBusy() -> "Many people are signing in at this moment." + when;
            case SignInProblem.Ended() -> "That took too long. Please begin again.";
            case SignInProblem.BadPasskey() -> "This passkey is not known here.";
            case SignInProblem.Provider(String _) -> "The provider did not confirm who you are. Please begin again.";
            case SignInProblem.NoAccount(String address) ->
                "There is no account for " + address + ". Ask somebody of your team to invite you.";
            case SignInProblem.NotConfigured() -> "This server is not set up for it.";
        };
    }

    private static String length(Duration time) {
        long seconds = Math.max(1, time.toSeconds());
        if (seconds < 90) return seconds + (seconds == 1 ? " second" : " seconds");
        return (seconds + 59) / 60 + " minutes";
    }
}
