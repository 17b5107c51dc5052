package dev.pennypost.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `pennypost config print`: what `serve` would run with.
@Command(name = "print", description = "Print the effective configuration, secrets masked.")
final class PrintConfig implements Callable<Integer> {
    private final Surroundings around;

    @Option(names = "--config", paramLabel = "FILE", description = "Settings, as TOML; environment variables win.")
    private @Nullable Path file;

    PrintConfig(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        var sources = around.settings();
        if (file != null) sources.file(file);
        around.out().print(sources.load().print());
        return CommandLine.ExitCode.OK;
    }
}
