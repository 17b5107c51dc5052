package dev.pennypost.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pennypost.audit.Acting;
import dev.pennypost.audit.Actor;
import dev.pennypost.audit.Origin;
import dev.pennypost.logging.LogConfig;
import dev.pennypost.logging.LogFormat;
import dev.pennypost.logging.LogLevel;
import dev.pennypost.logging.Logging;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;

/// The commands. They end with 0 when all went well, 1 when it did not, 2 when what was typed or configured
/// cannot be used.
@Command(
        name = "pennypost",
        synopsisSubcommandLabel = "COMMAND",
        description = "An email platform you run yourself.",
        commandListHeading = "%nCommands:%n")
public final class Cli {
    static final int FAILURE = 1;
    static final int UNUSABLE = 2;

    private static final System.Logger LOG = System.getLogger(Cli.class.getName());

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show what can be typed here.")
    @SuppressWarnings("unused") // picocli acts on it
    private boolean help;

    private Cli() {}

    /// Runs one command; returns the code to exit with. Does not return from a server before it stops.
    public static int run(Surroundings around, String... args) {
        Logging.start(new LogConfig(LogFormat.TEXT, LogLevel.WARN), LogFormat.TEXT, around.err());
        return Acting.as(
                new Actor.Operator("command line", Origin.HERE),
                () -> commands(around)
                        .setOut(new PrintWriter(around.out(), true, UTF_8))
                        .setErr(new PrintWriter(around.err(), true, UTF_8))
                        .setParameterExceptionHandler((wrong, _) -> notUnderstood(around, wrong))
                        .setExecutionExceptionHandler((failed, _, _) -> failed(around, failed))
                        .execute(args));
    }

    private static CommandLine commands(Surroundings around) {
        return new CommandLine(new Cli())
                .addSubcommand(new Dev(around))
                .addSubcommand(new Serve(around))
                .addSubcommand(new Check(around))
                .addSubcommand(new CommandLine(new Keys()).addSubcommand(new CreateKey(around)))
                .addSubcommand(TeamCommands.of(around))
                .addSubcommand(AccountCommands.of(around))
                .addSubcommand(QueueCommands.of(around))
                .addSubcommand(SiteCommands.of(around))
                .addSubcommand(new CertificateCommand(around))
                .addSubcommand(new CommandLine(new ConfigCommands()).addSubcommand(new PrintConfig(around)))
                .addSubcommand(
                        new CommandLine(new DomainConnectCommands()).addSubcommand(new DomainConnectTemplate(around)))
                .addSubcommand(new Version(around));
    }

    private static int notUnderstood(Surroundings around, ParameterException wrong) {
        around.err().println("pennypost: " + wrong.getMessage());
        around.err().println("Try './" + wrong.getCommandLine().getCommandSpec().qualifiedName() + " --help'.");
        return UNUSABLE;
    }

    private static int failed(Surroundings around, Exception failed) {
        var explanation = Explanation.of(failed);
        if (explanation.isPresent()) {
            around.err().println("pennypost: " + explanation.get().text());
            return explanation.get().exitCode();
        }
        LOG.log(System.Logger.Level.ERROR, "unexpected failure; please report it", failed);
        return FAILURE;
    }

    /// Groups the commands about API keys.
    @Command(name = "keys", description = "API keys.", synopsisSubcommandLabel = "COMMAND")
    private static final class Keys {}

    /// Groups the commands about Domain Connect.
    @Command(
            name = "domain-connect",
            description = "Records that DNS hosts publish by themselves.",
            synopsisSubcommandLabel = "COMMAND")
    private static final class DomainConnectCommands {}

    /// Groups the commands about the configuration.
    @Command(name = "config", description = "The configuration.", synopsisSubcommandLabel = "COMMAND")
    private static final class ConfigCommands {}
}
