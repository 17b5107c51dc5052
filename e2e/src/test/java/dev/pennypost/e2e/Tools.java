package dev.pennypost.e2e;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Foreign programs. On a developer's machine a test whose program is missing is skipped and says so; in CI, which
/// installs them all, it fails.
final class Tools {
    private static final List<String> FOLDERS = List.of("/usr/bin", "/usr/sbin", "/bin", "/sbin", "/usr/local/bin");
    private static final long PATIENCE_SECONDS = 300;

    private Tools() {}

    static void require(String... programs) {
        for (String program : programs) require(find(program).isPresent(), program + " is not installed");
    }

    static void require(boolean present, String otherwise) {
        if (System.getenv("CI") != null && !present) throw new AssertionError(otherwise);
        assumeTrue(present, otherwise);
    }

    /// Where a program lies; `sbin` is not on everybody's path.
    static String path(String program) {
        return find(program).orElseThrow(() -> new AssertionError(program + " is not installed"));
    }

    static Optional<String> find(String program) {
        String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
        return Stream.concat(FOLDERS.stream(), Stream.of(path.split(":", -1)))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }

    /// Runs a program to its end and returns what it printed.
    static Output run(Path folder, Map<String, String> environment, String... command) {
        var builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().putAll(environment);
        try {
            // A file, not a pipe: a daemon that the program leaves behind would hold a pipe open for ever.
            Path printed = Files.createTempFile("pennypost-e2e", ".out");
            try {
                Process process = builder.redirectErrorStream(true)
                        .redirectOutput(printed.toFile())
                        .start();
                process.getOutputStream().close();
                if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    throw new AssertionError(command[0] + " does not end: " + Files.readString(printed));
                return new Output(process.exitValue(), new String(Files.readAllBytes(printed), StandardCharsets.UTF_8));
            } finally {
                Files.delete(printed);
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /// As `run`, and fails when the program does.
    static String succeed(Path folder, String... command) {
        Output output = run(folder, Map.of(), command);
        if (output.exitCode() != 0)
            throw new AssertionError(
                    String.join(" ", command) + " ended with " + output.exitCode() + ":\n" + output.printed());
        return output.printed();
    }

    /// Makes `key.pem` and `cert.pem` for a name.
    static void selfSigned(Path folder, String name) {
        succeed(
                folder,
                path("openssl"),
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-keyout",
                "key.pem",
                "-out",
                "cert.pem",
                "-days",
                "2",
                "-subj",
                "/CN=" + name);
    }

    /// @param printed standard output and standard error together
    record Output(int exitCode, String printed) {}
}
