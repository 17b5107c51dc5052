package dev.pennypost;

import dev.pennypost.cli.Cli;
import dev.pennypost.cli.Surroundings;
import dev.pennypost.logging.Logging;

/// Entry point: runs one command of the command line.
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        Logging.claim();
        System.exit(Cli.run(Surroundings.ofProcess(new Launch()), args));
    }
}
