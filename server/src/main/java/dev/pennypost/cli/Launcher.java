package dev.pennypost.cli;

import dev.pennypost.Settings;
import dev.pennypost.accounts.AccountProblem;
import dev.pennypost.accounts.Accounts;
import dev.pennypost.config.HostPort;
import dev.pennypost.config.Secret;
import dev.pennypost.domains.diagnosis.Surveyor;
import dev.pennypost.teams.TeamId;
import dev.pennypost.teams.TeamLimits;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// What commands ask of the product. Every method throws [CannotStart] for reasons the operator can do
/// something about.
public interface Launcher {
    /// Starts the server; returns when it serves.
    Serving serve(Settings settings);

    /// Starts the sandbox; returns when it serves.
    Serving dev(Settings settings, Sandbox sandbox);

    /// Makes an API key in the database of these settings, also while a server runs on it.
    ///
    /// @return the token, which cannot be read again
    String createKey(Settings settings, NewKey key);

    /// Changes what a team may do, in the database of these settings, also while a server runs on it.
    ///
    /// @param team null for the first one
    /// @return what it may do now
    TeamLimits limitTeam(Settings settings, @Nullable TeamId team, UnaryOperator<TeamLimits> change);

    /// Changes where notices to a team go, in the database of these settings, also while a server runs on it.
    ///
    /// @param team null for the first one
    /// @param change empty for nowhere
    /// @return where they go now
    Optional<String> contactTeam(Settings settings, @Nullable TeamId team, UnaryOperator<Optional<String>> change);

    /// Makes an account in the database of these settings, also while a server runs on it.
    ///
    /// @return why not; empty when it is done
    Optional<AccountProblem> createAccount(Settings settings, NewAccount account);

    /// Replaces somebody's password in the database of these settings, also while a server runs on it.
    ///
    /// @return why not; empty when it is done
    Optional<AccountProblem> resetPassword(Settings settings, String email, Secret password);

    /// Who has an account in the database of these settings.
    List<Accounts.Entry> accounts(Settings settings);

    /// Does something about people and teams in the database of these settings, also while a server runs on it.
    <T> T withAccounts(Settings settings, Function<Accounts, T> work);

    /// Where operators reach the running server of these settings.
    HostPort operatorsOf(Settings settings);

    /// Ready to look at domains by these settings; needs neither server nor database.
    Surveyor surveyor(Settings settings);
}
