package dev.pennypost.storage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The programs of one PostgreSQL release, run as the right account in a clean environment.
record PostgresTools(PostgresBinaries binaries, PostgresAccount account, Path workingDirectory) {
    // setsid(1) belongs to Linux; macOS has no such program, but it has Perl.
    private static final List<List<String>> NEW_SESSION =
            List.of(List.of("setsid"), List.of("perl", "-e", "use POSIX; POSIX::setsid(); exec { $ARGV[0] } @ARGV"));

    /// Runs a program to its end with `input` as its standard input.
    ///
    /// @return everything it wrote
    /// @throws PostgresDidNotStart when it fails
    String run(String program, List<String> arguments, String input) throws IOException {
        Process process = command(List.of(), program, arguments).start();
        try (var stdin = process.outputWriter(StandardCharsets.UTF_8)) {
            stdin.write(input);
        } catch (IOException brokenPipe) {
            // It ended before it read its input; its exit code tells more than our broken pipe.
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (exitCode(process) != 0)
            throw new PostgresDidNotStart(program + " failed", output.lines().toList());
        return output;
    }

    /// Starts a program in a session of its own, where signals of our terminal do not reach it.
    Process startInNewSession(String program, List<String> arguments) throws IOException {
        return command(newSession(), program, arguments).start();
    }

    private ProcessBuilder command(List<String> before, String program, List<String> arguments) {
        List<String> words = new ArrayList<>(before);
        words.addAll(account.prefix());
        words.add(binaries.program(program).toString());
        words.addAll(arguments);
        // The account may not be able to enter the folder we were started in.
        var builder =
                new ProcessBuilder(words).directory(workingDirectory.toFile()).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("PG") || name.startsWith("LC_"));
        builder.environment().put("LC_ALL", "C");
        return builder;
    }

    private static List<String> newSession() {
        return NEW_SESSION.stream()
                .filter(words -> isInstalled(words.getFirst()))
                .findFirst()
                .orElse(List.of());
    }

    private static boolean isInstalled(String program) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("/usr/bin:/bin");
        return Stream.of(path.split(":")).anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    /// Sends a signal by its name, such as `INT`. Java itself can only send TERM and KILL, and TERM asks PostgreSQL
    /// to wait for its clients.
    static void signal(long pid, String name) {
        succeeds(List.of("sh", "-c", "kill -" + name + " " + pid));
    }

    static boolean succeeds(List<String> command) {
        var quiet =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        try {
            return exitCode(quiet.start()) == 0;
        } catch (IOException notInstalled) {
            return false;
        }
    }

    private static int exitCode(Process process) {
        try {
            return process.waitFor();
        } catch (InterruptedException stop) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new PostgresDidNotStart(
                    "Interrupted while waiting for " + process.info().command());
        }
    }
}
