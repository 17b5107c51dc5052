package dev.pennypost.cli;

import dev.pennypost.Settings;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Whose database a command works on: that of a configuration, or that of a data directory.
final class Place {
    @Option(names = "--config", paramLabel = "FILE", description = "Settings of the server.")
    private @Nullable Path file;

    @Option(names = "--data", paramLabel = "DIR", description = "Data directory of the sandbox.")
    private @Nullable Path data;

    /// @param command what is typed, to say who wants a setting
    Settings settings(Surroundings around, String command) {
        var sources = around.settings();
        if (file != null) sources.file(file);
        if (data != null) sources.require("data-dir", data.toString(), command + " --data");
        if (data != null) sources.require("storage.url", "", command + " --data");
        return sources.load().settings();
    }
}
