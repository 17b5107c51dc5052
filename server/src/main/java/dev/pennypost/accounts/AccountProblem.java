package dev.pennypost.accounts;

import java.time.Duration;
import java.util.Locale;

/// Why something about accounts, teams and their members is refused.
public sealed interface AccountProblem {
    /// What somebody typed cannot be used: an address, a name, a password.
    sealed interface Unfit extends AccountProblem {
        /// The rule that it breaks, as a sentence without its capital and its full stop.
        String rule();

        /// The rule as people read it in answers and on pages.
        default String sentence() {
            return rule().substring(0, 1).toUpperCase(Locale.ROOT) + rule().substring(1) + ".";
        }
    }

    /// No email address. `why` completes the sentence "… ".
    record BadAddress(String address, String why) implements Unfit {
        @Override
        public String rule() {
            return "“" + address + "” is no email address: it " + why;
        }
    }

    /// Empty, longer than `most` characters or with line breaks: of a person, a team or a passkey.
    record BadName(int most) implements Unfit {
        @Override
        public String rule() {
            return "a name has between one and " + most + " characters, on one line";
        }
    }

    record PasswordTooShort(int least) implements Unfit {
        @Override
        public String rule() {
            return "a password has at least " + least + " characters";
        }
    }

    record PasswordTooLong(int most) implements Unfit {
        @Override
        public String rule() {
            return "a password has at most " + most + " characters";
        }
    }

    /// The password is the address, or what stands before the `@`.
    record PasswordIsAddress() implements Unfit {
        @Override
        public String rule() {
            return "this password is the address: anybody would try it first";
        }
    }

    /// One that everybody tries first.
    record PasswordIsCommon() implements Unfit {
        @Override
        public String rule() {
            return "this password is among those that everybody tries first";
        }
    }

    /// Somebody else has an account with this address.
    record AddressTaken(String address) implements AccountProblem {}

    /// The password, or the code, that was to confirm this.
    record WrongPassword() implements AccountProblem {}

    /// Too many were wrong.
    record TooManyAttempts(Duration retryAfter) implements AccountProblem {}

    /// So many people are signing in that this one has to try again.
    record TooBusy() implements AccountProblem {}

    /// The first account exists already.
    record NotFirst() implements AccountProblem {}

    record WrongSetupToken() implements AccountProblem {}

    /// A link or a ticket that we never made, whose time is over, or that was used.
    record Expired() implements AccountProblem {}

    /// There is no such person, member, invitation or passkey.
    record NotFound() implements AccountProblem {}

    /// Whoever asks has no role that may.
    record NotAllowed() implements AccountProblem {}

    /// The team would be left without an owner.
    record LastOwner() implements AccountProblem {}

    /// The team operates the installation, so it stays.
    record FirstTeam() implements AccountProblem {}

    /// The team has domains or API keys, which go first.
    record TeamInUse() implements AccountProblem {}

    /// Whoever is invited belongs to the team.
    record AlreadyMember(String address) implements AccountProblem {}

    /// The invitation is for somebody with another address.
    record ForAnother(String address) implements AccountProblem {}

    /// The address has an account: it is signed in with before the invitation is accepted.
    record SignInFirst(String address) implements AccountProblem {}

    /// As many passkeys as one may have.
    record TooMany(int most) implements AccountProblem {}

    /// It is set up already.
    record AlreadyOn() implements AccountProblem {}

    /// What an authenticator said does not hold.
    record BadPasskey(String why) implements AccountProblem {}

    /// Somebody without a password has to have signed in within the last minutes to do this.
    record SignInAgain() implements AccountProblem {}

    /// The server is not set up for it.
    record NotConfigured() implements AccountProblem {}
}
