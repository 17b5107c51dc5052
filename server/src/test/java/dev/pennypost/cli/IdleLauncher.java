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

/// A product that is asked for nothing; a test overrides what its commands ask for.
public class IdleLauncher implements Launcher {
    @Override
    public Serving serve(Settings settings) {
        throw unexpected();
    }

    @Override
    public Serving dev(Settings settings, Sandbox sandbox) {
        throw unexpected();
    }

    @Override
    public String createKey(Settings settings, NewKey key) {
        throw unexpected();
    }

    @Override
    public TeamLimits limitTeam(Settings settings, @Nullable TeamId team, UnaryOperator<TeamLimits> change) {
        throw unexpected();
    }

    @Override
    public Optional<String> contactTeam(
            Settings settings, @Nullable TeamId team, UnaryOperator<Optional<String>> change) {
        throw unexpected();
    }

    @Override
    public Optional<AccountProblem> createAccount(Settings settings, NewAccount account) {
        throw unexpected();
    }

    @Override
    public Optional<AccountProblem> resetPassword(Settings settings, String email, Secret password) {
        throw unexpected();
    }

    @Override
    public List<Accounts.Entry> accounts(Settings settings) {
        throw unexpected();
    }

    @Override
    public <T> T withAccounts(Settings settings, Function<Accounts, T> work) {
        throw unexpected();
    }

    @Override
    public HostPort operatorsOf(Settings settings) {
        throw unexpected();
    }

    @Override
    public Surveyor surveyor(Settings settings) {
        throw unexpected();
    }

    private static AssertionError unexpected() {
        return new AssertionError("the command asks for what it should not need");
    }
}
