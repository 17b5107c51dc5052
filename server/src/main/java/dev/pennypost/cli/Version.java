package dev.pennypost.cli;

import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `pennypost version`.
@Command(name = "version", description = "Print the version.")
final class Version implements Callable<Integer> {
    private final Surroundings around;

    Version(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        String version = Version.class.getPackage().getImplementationVersion();
        around.out()
                .printf(
                        "pennypost %s (Java %s, %s %s)%n",
                        Objects.requireNonNullElse(version, "of a development tree"),
                        Runtime.version(),
                        System.getProperty("os.name"),
                        System.getProperty("os.arch"));
        return CommandLine.ExitCode.OK;
    }
}
