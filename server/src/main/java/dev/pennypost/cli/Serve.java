package dev.pennypost.cli;

import dev.pennypost.Settings;
import dev.pennypost.logging.LogFormat;
import dev.pennypost.logging.Logging;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `pennypost serve`: the server in production.
@Command(name = "serve", description = "Run the server in production.")
final class Serve implements Callable<Integer> {
    private final Surroundings around;

    @Option(names = "--config", paramLabel = "FILE", description = "Settings, as TOML; environment variables win.")
    private @Nullable Path file;

    Serve(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws Exception {
        var sources = around.settings();
        if (file != null) sources.file(file);
        Settings settings = sources.load().settings();
        Logging.start(settings.log(), around.onTerminal() ? LogFormat.TEXT : LogFormat.JSON, around.err());
        new Lifetime(Runtime.getRuntime()).run(() -> around.launcher().serve(settings), this::announce);
        return CommandLine.ExitCode.OK;
    }

    private void announce(Serving serving) {
        around.out().printf("Pennypost is running.%n%n%s%n", serving.ready().table());
    }
}
