package dev.pennypost.cli;

import dev.pennypost.Settings;
import dev.pennypost.accounts.AccountProblem;
import dev.pennypost.accounts.AccountResult;
import dev.pennypost.accounts.Accounts;
import dev.pennypost.accounts.Doer;
import dev.pennypost.accounts.Member;
import dev.pennypost.accounts.Role;
import dev.pennypost.logging.LogFormat;
import dev.pennypost.logging.Logging;
import dev.pennypost.teams.Team;
import dev.pennypost.teams.TeamId;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `pennypost team …`: the teams of the installation, what they may do and who belongs to them.
final class TeamCommands {
    private static final Doer OPERATOR = new Doer.Operator();

    private TeamCommands() {}

    static CommandLine of(Surroundings around) {
        return new CommandLine(new Group())
                .addSubcommand(new ListAll(around))
                .addSubcommand(new Create(around))
                .addSubcommand(new Rename(around))
                .addSubcommand(new Delete(around))
                .addSubcommand(new Members(around))
                .addSubcommand(new Add(around))
                .addSubcommand(new Remove(around))
                .addSubcommand(new LimitTeam(around))
                .addSubcommand(new ContactTeam(around));
    }

    /// Groups them.
    @Command(
            name = "team",
            description = "Teams, what they may do and who belongs to them.",
            synopsisSubcommandLabel = "COMMAND")
    private static final class Group {}

    /// `pennypost team list`.
    @Command(name = "list", description = "Show the teams and their ids.")
    private static final class ListAll implements Callable<Integer> {
        private final Surroundings around;

        @ArgGroup
        private Place place = new Place();

        ListAll(Surroundings around) {
            this.around = around;
        }

        @Override
        public Integer call() {
            Settings settings = place.settings(around, "team list");
            Logging.start(settings.log(), LogFormat.TEXT, around.err());
            List<Team> all = around.launcher().withAccounts(settings, Accounts::teams);
            all.forEach(team -> around.out().println(team.id() + "  " + team.name()));
            return CommandLine.ExitCode.OK;
        }
    }

    /// `pennypost team create`.
    @Command(name = "create", description = "Make a team and print its id.")
    private static final class Create implements Callable<Integer> {
        private final Surroundings around;

        @Parameters(paramLabel = "NAME", description = "What it is called.")
        private String name = "";

        @Option(
                names = "--owner",
                paramLabel = "ADDRESS",
                required = true,
                description = "What its owner signs in with.")
        private String owner = "";

        @ArgGroup
        private Place place = new Place();

        Create(Surroundings around) {
            this.around = around;
        }

        @Override
        public Integer call() {
            Settings settings = place.settings(around, "team create");
            Logging.start(settings.log(), LogFormat.TEXT, around.err());
            var made = around.launcher()
                    .withAccounts(settings, accounts -> accounts.members().createTeam(name, owner));
            return switch (made) {
                case AccountResult.Done<TeamId>(TeamId id) -> {
                    around.out().println(id);
                    yield CommandLine.ExitCode.OK;
                }
                case AccountResult.Refused<TeamId>(var problem) -> throw AccountWords.refusal(problem);
            };
        }
    }

    /// `pennypost team rename`.
    @Command(name = "rename", description = "Give a team another name.")
    private static final class Rename implements Callable<Integer> {
        private final Surroundings around;

        @Parameters(paramLabel = "NAME", description = "What it is called from now on.")
        private String name = "";

        @Mixin
        private OfTeam of = new OfTeam();

        Rename(Surroundings around) {
            this.around = around;
        }

        @Override
        public Integer call() {
            return done(
                    around,
                    of,
                    "team rename",
                    (accounts, team) -> accounts.members().renameTeam(OPERATOR, team, name),
                    "The team is called " + name + " now.");
        }
    }

    /// `pennypost team delete`.
    @Command(
            name = "delete",
            description = "Remove a team with its templates, webhooks, topics and suppressions.",
            footer = "%nIts domains and API keys are removed before. The first team stays.")
    private static final class Delete implements Callable<Integer> {
        private final Surroundings around;

        @Mixin
        private OfTeam of = new OfTeam();

        Delete(Surroundings around) {
            this.around = around;
        }

        @Override
        public Integer call() {
            return done(
                    around,
                    of,
                    "team delete",
                    (accounts, team) -> accounts.members().deleteTeam(OPERATOR, team),
                    "The team was deleted.");
        }
    }

    /// `pennypost team members`.
    @Command(name = "members", description = "Show who belongs to a team, and their roles.")
    private static final class Members implements Callable<Integer> {
        private final Surroundings around;

        @Mixin
        private OfTeam of = new OfTeam();

        Members(Surroundings around) {
            this.around = around;
        }

        @Override
        public Integer call() {
            Settings settings = of.settings(around, "team members");
            List<Member> all = around.launcher()
                    .withAccounts(settings, accounts -> accounts.members().of(team(of, accounts)));
            all.forEach(one -> around.out()
                    .println(one.person().email() + "  " + one.person().name() + "  "
                            + one.role().name().toLowerCase(Locale.ROOT)));
            return CommandLine.ExitCode.OK;
        }
    }

    /// `pennypost team add`.
    @Command(name = "add", description = "Put somebody with an account into a team, or give a member another role.")
    private static final class Add implements Callable<Integer> {
        private final Surroundings around;

        @Option(names = "--email", paramLabel = "ADDRESS", required = true, description = "What they sign in with.")
        private String email = "";

        @Option(
                names = "--role",
                paramLabel = "R",
                required = true,
                converter = Conversions.TeamRole.class,
                description = "owner, admin, developer or viewer.")
        private Role role = Role.VIEWER;

        @Mixin
        private OfTeam of = new OfTeam();

        Add(Surroundings around) {
            this.around = around;
        }

        @Override
        public Integer call() {
            return done(
                    around,
                    of,
                    "team add",
                    (accounts, team) -> accounts.members().put(team, email, role)
                                    instanceof AccountResult.Refused<Member>(var problem)
                            ? Optional.of(problem)
                            : Optional.empty(),
                    email + " is " + role.name().toLowerCase(Locale.ROOT) + " now.");
        }
    }

    /// `pennypost team remove`.
    @Command(name = "remove", description = "Take somebody out of a team and end their sessions.")
    private static final class Remove implements Callable<Integer> {
        private final Surroundings around;

        @Option(names = "--email", paramLabel = "ADDRESS", required = true, description = "What they sign in with.")
        private String email = "";

        @Mixin
        private OfTeam of = new OfTeam();

        Remove(Surroundings around) {
            this.around = around;
        }

        @Override
        public Integer call() {
            return done(around, of, "team remove", this::removed, email + " belongs to the team no more.");
        }

        private Optional<AccountProblem> removed(Accounts accounts, TeamId team) {
            Optional<Member> member = accounts.members().member(team, email);
            if (member.isEmpty()) return Optional.of(new AccountProblem.NotFound());
            return accounts.members()
                    .remove(OPERATOR, team, member.get().person().id());
        }
    }

    private static Integer done(
            Surroundings around,
            OfTeam of,
            String command,
            BiFunction<Accounts, TeamId, Optional<AccountProblem>> work,
            String said) {
        Settings settings = of.settings(around, command);
        var problem = around.launcher().withAccounts(settings, accounts -> work.apply(accounts, team(of, accounts)));
        if (problem.isPresent()) throw AccountWords.refusal(problem.get());
        around.out().println(said);
        return CommandLine.ExitCode.OK;
    }

    private static TeamId team(OfTeam of, Accounts accounts) {
        return Objects.requireNonNullElseGet(of.team(), accounts::firstTeam);
    }
}
