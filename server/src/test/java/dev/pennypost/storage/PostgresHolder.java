package dev.pennypost.storage;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Another JVM that runs the server of a data directory until its standard input ends: a test may kill it, or find
/// the directory taken.
final class PostgresHolder implements AutoCloseable {
    private final Process process;
    private final BufferedReader output;

    private PostgresHolder(Process process) {
        this.process = process;
        this.output = process.inputReader();
    }

    static PostgresHolder start(Path data, Path cache) throws IOException {
        return start(List.of(), System.getProperty("java.class.path"), data, cache);
    }

    static PostgresHolder start(List<String> prefix, String classPath, Path data, Path cache) throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-cp",
                classPath,
                PostgresHolder.class.getName(),
                data.toString(),
                cache.toString()));
        return new PostgresHolder(
                new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    public static void main(String[] arguments) throws IOException {
        try (var postgres = EmbeddedPostgres.start(
                Path.of(arguments[0]), Path.of(arguments[1]), EmbeddedPostgres.Options.defaults())) {
            System.out.println("ready " + postgres.pid() + " " + postgres.jdbcUrl());
            int end = System.in.read();
            System.out.println("stopping " + end);
        }
    }

    /// The process id of its server, once that accepts connections.
    long awaitServer() {
        return Long.parseLong(awaitReady()[1]);
    }

    /// The address of its database, once that accepts connections.
    String[] awaitReady() {
        var heard = new StringBuilder();
        for (String line = readLine(); line != null; line = readLine()) {
            if (line.startsWith("ready ")) return line.split(" ", -1);
            heard.append(line).append('\n');
        }
        throw new AssertionError("It ended without becoming ready:\n" + heard);
    }

    private String readLine() {
        try {
            return output.readLine();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    long pid() {
        return process.pid();
    }

    void kill() {
        process.destroyForcibly().onExit().join();
    }

    /// Lets it stop its server and end.
    @Override
    public void close() throws IOException {
        process.outputWriter(StandardCharsets.UTF_8).close();
        process.onExit().join();
    }
}
