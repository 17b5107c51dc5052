package dev.pennypost.cli;

import dev.pennypost.Settings;
import dev.pennypost.domains.DomainId;
import dev.pennypost.keys.Permission;
import dev.pennypost.logging.LogFormat;
import dev.pennypost.logging.Logging;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `pennypost keys create`: prints a new API key, alone on its line, so that a script can take it.
@Command(name = "create", description = "Make an API key and print it. It cannot be shown again.")
final class CreateKey implements Callable<Integer> {
    private final Surroundings around;

    @Option(names = "--name", paramLabel = "N", required = true, description = "What the key is for.")
    private String name = "";

    @Option(
            names = "--permission",
            paramLabel = "P",
            defaultValue = "full_access",
            converter = Conversions.ApiPermission.class,
            description =
                    "full_access, sending_access, or team_access, which may manage members too (default: full_access).")
    private Permission permission = Permission.FULL_ACCESS;

    @Option(
            names = "--domain",
            paramLabel = "ID",
            converter = Conversions.Domain.class,
            description = "The only domain a key with sending_access may send from.")
    private @Nullable DomainId domain;

    @ArgGroup
    private Place place = new Place();

    CreateKey(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        Settings settings = place.settings(around, "keys create");
        Logging.start(settings.log(), LogFormat.TEXT, around.err());
        around.out().println(around.launcher().createKey(settings, new NewKey(name, permission, domain)));
        return CommandLine.ExitCode.OK;
    }
}
