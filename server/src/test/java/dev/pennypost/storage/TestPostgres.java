package dev.pennypost.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;

/// The one PostgreSQL server of a test JVM, started when the first test asks for a database and stopped when the
/// JVM ends. What killed runs left in the temporary folder is stopped and deleted by the next.
public final class TestPostgres {
    private final EmbeddedPostgres server;
    private final AtomicInteger created = new AtomicInteger();

    private TestPostgres(EmbeddedPostgres server) {
        this.server = server;
    }

    /// A new database with our schema and nothing in it, that nobody else uses. The schema is made once and copied.
    public static Database.Address freshDatabase() {
        return Shared.SERVER.copy(Migrated.NAME);
    }

    /// A new database, empty but for what PostgreSQL itself puts there, that nobody else uses.
    public static Database.Address emptyDatabase() {
        return Shared.SERVER.copy("template1");
    }

    /// A new database with everything that `template` holds. Nobody may be connected to the template meanwhile.
    public static Database.Address copyOf(String template) {
        return Shared.SERVER.copy(template);
    }

    private Database.Address copy(String template) {
        String name = "test" + created.incrementAndGet();
        // Copying files took half as long as the default, writing every page to the log: nothing is flushed here.
        execute("create database " + name + " template " + template + " strategy file_copy");
        return address(name);
    }

    private Database.Address address(String database) {
        String url = "jdbc:postgresql://127.0.0.1:" + server.port() + "/" + database;
        return new Database.Address(url, server.user(), server.password());
    }

    private synchronized void execute(String sql) {
        try (Connection connection =
                        DriverManager.getConnection(address("postgres").url(), server.user(), server.password());
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failure) {
            throw new IllegalStateException(sql, failure);
        }
    }

    private static final class Migrated {
        private static final String NAME = make();

        private static String make() {
            Database.Address empty = emptyDatabase();
            Database.open(empty, 4, InstantSource.system()).close();
            return empty.url().substring(empty.url().lastIndexOf('/') + 1);
        }
    }

    private static final class Shared {
        private static final TestPostgres SERVER = startShared();
    }

    private static TestPostgres startShared() {
        try {
            Path all =
                    Path.of(System.getProperty("java.io.tmpdir"), "pennypost-tests-" + System.getProperty("user.name"));
            Path ours = all.resolve(Long.toString(ProcessHandle.current().pid()));
            Files.createDirectories(all);
            deleteLeftovers(all);
            var server =
                    EmbeddedPostgres.start(ours, EmbeddedPostgres.defaultCache(), EmbeddedPostgres.Options.forTests());
            Runtime.getRuntime().addShutdownHook(new Thread(() -> discard(server, ours), "test-postgres-stop"));
            return new TestPostgres(server);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void discard(EmbeddedPostgres server, Path data) {
        server.close();
        try {
            // hundreds of thousands of files: longer than Surefire waits for a JVM to end
            new ProcessBuilder("rm", "-rf", data.toString()).start();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// A folder is named after the JVM that made it, which is how a leftover is known.
    static void deleteLeftovers(Path all) throws IOException {
        long us = ProcessHandle.current().pid();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(all)) {
            for (Path folder : folders) {
                long pid = Long.parseLong(folder.getFileName().toString());
                if (pid != us && isRunning(pid)) continue;
                new PostgresCluster(folder).clearTheWay();
                delete(folder);
            }
        }
    }

    /// A JVM that has just ended may still be deleting its own.
    private static void delete(Path folder) throws IOException {
        try {
            PostgresFiles.deleteTree(folder);
        } catch (NoSuchFileException gone) {
            if (Files.exists(folder)) deleteWithoutHurry(folder);
        } catch (UncheckedIOException broken) {
            if (!(broken.getCause() instanceof NoSuchFileException)) throw broken;
            deleteWithoutHurry(folder);
        }
    }

    private static void deleteWithoutHurry(Path folder) throws IOException {
        new ProcessBuilder("rm", "-rf", folder.toString()).start();
    }

    private static boolean isRunning(long pid) {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().command())
                .isPresent();
    }
}
