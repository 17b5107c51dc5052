package dev.pennypost.cli;

import dev.pennypost.Settings;
import dev.pennypost.logging.LogFormat;
import dev.pennypost.logging.Logging;
import dev.pennypost.teams.TeamId;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `pennypost team contact`: says where the operator's notices to a team go, and changes it.
@Command(
        name = "contact",
        description = "Show where notices to a team go, after changing it when an address is given.",
        footer = "%nA team is written to when one of its webhooks was disabled, where webhooks.notices-from is set.")
final class ContactTeam implements Callable<Integer> {
    private final Surroundings around;

    @Parameters(
            arity = "0..1",
            paramLabel = "ADDRESS",
            converter = Conversions.Contact.class,
            description = "An email address; `none` to take it away.")
    private @Nullable String address;

    @Option(
            names = "--team",
            paramLabel = "ID",
            converter = Conversions.Team.class,
            description = "The team (default: the first).")
    private @Nullable TeamId team;

    @ArgGroup
    private Place place = new Place();

    ContactTeam(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        Settings settings = place.settings(around, "team contact");
        Logging.start(settings.log(), LogFormat.TEXT, around.err());
        Optional<String> contact = around.launcher().contactTeam(settings, team, this::changed);
        around.out().println("contact: " + contact.orElse(Conversions.NOBODY));
        return CommandLine.ExitCode.OK;
    }

    /// What is not typed stays.
    private Optional<String> changed(Optional<String> now) {
        if (address == null) return now;
        return address.equals(Conversions.NOBODY) ? Optional.empty() : Optional.of(address);
    }
}
