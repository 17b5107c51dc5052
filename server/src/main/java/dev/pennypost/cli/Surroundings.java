package dev.pennypost.cli;

import dev.pennypost.Settings;
import dev.pennypost.config.Config;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/// What a command finds around it: the environment, the two streams and the product it starts.
///
/// @param onTerminal whether people are watching
/// @param prompt where passwords are typed
public record Surroundings(
        Map<String, String> environment,
        PrintStream out,
        PrintStream err,
        boolean onTerminal,
        Launcher launcher,
        Prompt prompt) {
    /// Where nobody types anything.
    public Surroundings(
            Map<String, String> environment, PrintStream out, PrintStream err, boolean onTerminal, Launcher launcher) {
        this(environment, out, err, onTerminal, launcher, Prompt.of(InputStream.nullInputStream()));
    }

    /// Those of this process.
    public static Surroundings ofProcess(Launcher launcher) {
        return new Surroundings(
                System.getenv(),
                utf8(FileDescriptor.out),
                utf8(FileDescriptor.err),
                Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false),
                launcher,
                Prompt.ofProcess());
    }

    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }

    Config.Sources<Settings> settings() {
        return Config.of(Settings.class).environment(environment, Settings.OTHER_VARIABLES.keySet());
    }
}
