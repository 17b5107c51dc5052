package dev.pennypost.accounts;

/// The provider cannot be asked, or what it says does not hold.
final class OidcFailed extends Exception {
    OidcFailed(String why) {
        super(why);
    }

    OidcFailed(String why, Exception cause) {
        super(why + ": " + cause.getMessage(), cause);
    }

    SignInProblem problem() {
        return new SignInProblem.Provider(String.valueOf(getMessage()));
    }
}
