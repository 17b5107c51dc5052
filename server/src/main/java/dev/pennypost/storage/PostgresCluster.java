package dev.pennypost.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/// The cluster in a data directory: its files, its password, and what an earlier run may have left behind.
/// Only the holder of the [PostgresLock] may touch it.
record PostgresCluster(Path data) {
    static final String FOLDER = "postgres";
    static final String USER = "pennypost";
    static final String DATABASE = "pennypost";

    private static final String SETUP_PREFIX = "postgres.setup-";
    private static final int PASSWORD_BYTES = 24;

    Path folder() {
        return data.resolve(FOLDER);
    }

    Path log() {
        return data.resolve("postgres.log");
    }

    Path passwordFile() {
        return data.resolve("postgres.password");
    }

    String password() {
        try {
            return Files.readString(passwordFile()).strip();
        } catch (IOException failure) {
            throw new UncheckedIOException("The password of the embedded database cannot be read", failure);
        }
    }

    /// Makes the cluster aside and renames it into place when it is complete, so a cluster is never half there.
    void createUnlessPresent(PostgresTools tools, EmbeddedPostgres.Options options, SecureRandom random)
            throws IOException {
        if (Files.exists(folder())) {
            tools.account().own(folder());
            return;
        }
        deleteUnfinishedSetups();
        Path setup = Files.createTempDirectory(data, SETUP_PREFIX);
        try {
            // Before the cluster, so that a cluster in its place always has its password beside it.
            PostgresFiles.writePrivate(passwordFile(), newPassword(random));
            Path made = setUp(setup, tools, options);
            Files.move(made, folder(), StandardCopyOption.ATOMIC_MOVE);
            PostgresFiles.sync(data);
        } finally {
            PostgresFiles.deleteTree(setup);
        }
    }

    private Path setUp(Path setup, PostgresTools tools, EmbeddedPostgres.Options options) throws IOException {
        Path made = setup.resolve("cluster");
        Path password = setup.resolve("password");
        PostgresFiles.writePrivate(password, password());
        tools.account().own(setup);
        tools.run("initdb", initdbArguments(made, password, options), "");
        String answer = tools.run(
                "postgres",
                List.of("--single", "-D", made.toString(), "-c", "fsync=" + onOff(options), "template1"),
                "create database " + DATABASE + "\n");
        // A single-user server reports errors and goes on.
        if (answer.contains("ERROR:"))
            throw new PostgresDidNotStart(
                    "The database could not be created", answer.lines().toList());
        return made;
    }

    private static List<String> initdbArguments(Path folder, Path password, EmbeddedPostgres.Options options) {
        List<String> arguments = new ArrayList<>(List.of(
                "--pgdata=" + folder,
                "--username=" + USER,
                "--pwfile=" + password,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--data-checksums",
                "--no-instructions"));
        if (!options.isDurable()) arguments.add("--no-sync");
        return arguments;
    }

    private static String onOff(EmbeddedPostgres.Options options) {
        return options.isDurable() ? "on" : "off";
    }

    private static String newPassword(SecureRandom random) {
        byte[] bytes = new byte[PASSWORD_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private void deleteUnfinishedSetups() throws IOException {
        try (DirectoryStream<Path> setups = Files.newDirectoryStream(data, SETUP_PREFIX + "*")) {
            for (Path setup : setups) PostgresFiles.deleteTree(setup);
        }
    }

    /// Leaves nothing in the way of a new server: stops one that outlived its parent, ends the children of one that
    /// was killed, and removes the pid file it left, whose id may belong to a stranger by now.
    void clearTheWay() throws IOException {
        PostgresPidFile.read(folder())
                .map(PostgresPidFile::pid)
                .filter(this::isServer)
                .ifPresent(orphan -> PostgresProcess.bringDown(orphan, () -> !isServer(orphan)));
        if (!Files.exists(PostgresPidFile.in(folder()))) return;
        PostgresProcess.await(this::nobodyIsLeft, Duration.ofSeconds(10));
        Files.deleteIfExists(PostgresPidFile.in(folder()));
    }

    private boolean nobodyIsLeft() {
        List<ProcessHandle> left =
                ProcessHandle.allProcesses().filter(this::isChild).toList();
        left.forEach(ProcessHandle::destroyForcibly);
        return left.isEmpty();
    }

    private boolean isServer(long pid) {
        return ProcessHandle.of(pid)
                .filter(process -> process.info()
                                .arguments()
                                .filter(words -> Arrays.asList(words).contains(folder().toString()))
                                .isPresent()
                        || isChild(process))
                .isPresent();
    }

    // Backends carry no path in their titles, but they work in the cluster's folder. Where the system does not tell
    // (macOS) they notice by themselves that their parent is gone, and the start is tried again until they have.
    private boolean isChild(ProcessHandle process) {
        try {
            Path about = Path.of("/proc", Long.toString(process.pid()));
            return Files.readSymbolicLink(about.resolve("cwd")).equals(folder())
                    && Files.readSymbolicLink(about.resolve("exe")).endsWith("postgres");
        } catch (IOException unknown) {
            return false;
        }
    }
}
