package dev.pennypost.cli;

import dev.pennypost.Settings;
import dev.pennypost.logging.LogFormat;
import dev.pennypost.logging.Logging;
import dev.pennypost.teams.TeamId;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/// Which team a command is about, and in whose database.
final class OfTeam {
    @Option(
            names = "--team",
            paramLabel = "ID",
            converter = Conversions.Team.class,
            description = "The team (default: the first).")
    private @Nullable TeamId team;

    @ArgGroup
    private Place place = new Place();

    /// Null for the first.
    @Nullable TeamId team() {
        return team;
    }

    /// The settings of the database; the log is as they say from then on.
    ///
    /// @param command what is typed, to say who wants a setting
    Settings settings(Surroundings around, String command) {
        Settings settings = place.settings(around, command);
        Logging.start(settings.log(), LogFormat.TEXT, around.err());
        return settings;
    }
}
