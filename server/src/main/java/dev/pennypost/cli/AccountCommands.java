package dev.pennypost.cli;

import dev.pennypost.Settings;
import dev.pennypost.accounts.AccountProblem;
import dev.pennypost.accounts.Accounts;
import dev.pennypost.accounts.Membership;
import dev.pennypost.accounts.NewPerson;
import dev.pennypost.accounts.Role;
import dev.pennypost.logging.LogFormat;
import dev.pennypost.logging.Logging;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `pennypost account …`: the people who sign in to the dashboard.
final class AccountCommands {
    private AccountCommands() {}

    static CommandLine of(Surroundings around) {
        return new CommandLine(new Group())
                .addSubcommand(new Create(around))
                .addSubcommand(new ResetPassword(around))
                .addSubcommand(new RemoveProofs(around))
                .addSubcommand(new Delete(around))
                .addSubcommand(new ListAll(around));
    }

    /// Groups them.
    @Command(
            name = "account",
            description = "The people who sign in to the dashboard.",
            synopsisSubcommandLabel = "COMMAND")
    private static final class Group {}

    /// `pennypost account create`.
    @Command(
            name = "create",
            description = "Make an account. The password is asked for, or read from standard input.",
            footer = "%nThe first account owns the first team, and with it the installation.")
    private static final class Create implements Callable<Integer> {
        private final Surroundings around;

        @Option(names = "--email", paramLabel = "ADDRESS", required = true, description = "What they sign in with.")
        private String email = "";

        @Option(
                names = "--name",
                paramLabel = "NAME",
                description = "What they are called (default: from the address).")
        private String name = "";

        @Option(
                names = "--role",
                paramLabel = "R",
                converter = Conversions.TeamRole.class,
                description =
                        "owner, admin, developer or viewer (default: owner for the first account, else developer).")
        private @Nullable Role role;

        @Mixin
        private OfTeam of = new OfTeam();

        Create(Surroundings around) {
            this.around = around;
        }

        @Override
        public Integer call() {
            Settings settings = of.settings(around, "account create");
            var person = new NewPerson(email, name, around.prompt().newPassword());
            var problem = around.launcher().createAccount(settings, new NewAccount(person, of.team(), role));
            if (problem.isPresent()) throw AccountWords.refusal(problem.get());
            around.out().println(email + " may sign in now.");
            return CommandLine.ExitCode.OK;
        }
    }

    /// `pennypost account reset-password`.
    @Command(
            name = "reset-password",
            description = "Replace somebody's password and end their sessions.",
            footer = "%nThe password is asked for, or read from standard input.")
    private static final class ResetPassword implements Callable<Integer> {
        private final Surroundings around;

        @Option(names = "--email", paramLabel = "ADDRESS", required = true, description = "What they sign in with.")
        private String email = "";

        @ArgGroup
        private Place place = new Place();

        ResetPassword(Surroundings around) {
            this.around = around;
        }

        @Override
        public Integer call() {
            Settings settings = place.settings(around, "account reset-password");
            Logging.start(settings.log(), LogFormat.TEXT, around.err());
            var problem = around.launcher()
                    .resetPassword(settings, email, around.prompt().newPassword());
            if (problem.isPresent()) throw AccountWords.refusal(problem.get());
            around.out().println(email + " has a new password, and is signed out everywhere.");
            return CommandLine.ExitCode.OK;
        }
    }

    /// `pennypost account remove-proofs`.
    @Command(
            name = "remove-proofs",
            description = "Take codes, recovery codes and passkeys from somebody who has lost them.",
            footer = "%nFrom then on their password is enough.")
    private static final class RemoveProofs implements Callable<Integer> {
        private final Surroundings around;

        @Option(names = "--email", paramLabel = "ADDRESS", required = true, description = "What they sign in with.")
        private String email = "";

        @ArgGroup
        private Place place = new Place();

        RemoveProofs(Surroundings around) {
            this.around = around;
        }

        @Override
        public Integer call() {
            return done(
                    around,
                    place,
                    "account remove-proofs",
                    accounts -> accounts.removeProofs(email),
                    email + " signs in with the password alone.");
        }
    }

    /// `pennypost account delete`.
    @Command(
            name = "delete",
            description = "Remove somebody's account. They leave all their teams.",
            footer = "%nOf each team somebody else is an owner before.")
    private static final class Delete implements Callable<Integer> {
        private final Surroundings around;

        @Option(names = "--email", paramLabel = "ADDRESS", required = true, description = "What they sign in with.")
        private String email = "";

        @ArgGroup
        private Place place = new Place();

        Delete(Surroundings around) {
            this.around = around;
        }

        @Override
        public Integer call() {
            return done(
                    around,
                    place,
                    "account delete",
                    accounts -> accounts.delete(email),
                    email + " has no account any more.");
        }
    }

    private static Integer done(
            Surroundings around,
            Place place,
            String command,
            Function<Accounts, Optional<AccountProblem>> work,
            String said) {
        Settings settings = place.settings(around, command);
        Logging.start(settings.log(), LogFormat.TEXT, around.err());
        var problem = around.launcher().withAccounts(settings, work);
        if (problem.isPresent()) throw AccountWords.refusal(problem.get());
        around.out().println(said);
        return CommandLine.ExitCode.OK;
    }

    /// `pennypost account list`.
    @Command(name = "list", description = "Show who has an account, and their roles.")
    private static final class ListAll implements Callable<Integer> {
        private final Surroundings around;

        @ArgGroup
        private Place place = new Place();

        ListAll(Surroundings around) {
            this.around = around;
        }

        @Override
        public Integer call() {
            Settings settings = place.settings(around, "account list");
            Logging.start(settings.log(), LogFormat.TEXT, around.err());
            List<Accounts.Entry> all = around.launcher().accounts(settings);
            if (all.isEmpty()) around.err().println("Nobody has an account yet.");
            all.forEach(one -> around.out()
                    .println(one.person().email() + "  " + one.person().name() + "  " + roles(one.memberships())));
            return CommandLine.ExitCode.OK;
        }

        private static String roles(List<Membership> memberships) {
            return memberships.stream()
                    .map(one -> one.role().name().toLowerCase(Locale.ROOT) + " of " + one.teamName())
                    .collect(Collectors.joining(", "));
        }
    }
}
