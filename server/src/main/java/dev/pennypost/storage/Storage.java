package dev.pennypost.storage;

import dev.pennypost.config.CannotStart;
import dev.pennypost.storage.EmbeddedPostgres.DataDirectoryInUse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// The data directory and the database that belongs to it: embedded in the directory, or external by URL. Held
/// exclusively while the server runs.
public final class Storage implements AutoCloseable {
    private final Database database;
    private final String node;
    private final AutoCloseable holder;

    private Storage(Database database, String node, AutoCloseable holder) {
        this.database = database;
        this.node = node;
        this.holder = holder;
    }

    /// Claims the data directory, starts or finds the database and brings its schema up to date.
    ///
    /// @throws CannotStart when the directory is in use or the database cannot be had
    public static Storage open(StorageConfig config, Path dataDir, InstantSource clock) {
        try {
            return config.url().isEmpty() ? embedded(config, dataDir, clock) : external(config, dataDir, clock);
        } catch (DataDirectoryInUse | PostgresDidNotStart | Database.Unreachable expected) {
            throw new CannotStart(String.valueOf(expected.getMessage()), expected);
        } catch (IOException unusable) {
            throw new CannotStart(
                    "the data directory " + dataDir + " cannot be used: " + unusable.getMessage(), unusable);
        }
    }

    /// Connects to the database of a data directory whose server is running; empty when none runs there.
    public static Optional<Database> attach(StorageConfig config, Path dataDir, InstantSource clock) {
        if (!config.url().isEmpty())
            return Optional.of(Database.open(PostgresUrl.read(config), config.connections(), clock));
        return EmbeddedPostgres.running(dataDir).map(address -> Database.open(address, 2, clock));
    }

    public Database database() {
        return database;
    }

    /// Names this data directory over restarts. No two running processes share it, so what a node held in an earlier
    /// run is free when it starts.
    public String node() {
        return node;
    }

    @Override
    public void close() {
        database.close();
        closeQuietly(holder);
    }

    private static Storage embedded(StorageConfig config, Path dataDir, InstantSource clock) throws IOException {
        var postgres =
                EmbeddedPostgres.start(dataDir, EmbeddedPostgres.defaultCache(), EmbeddedPostgres.Options.defaults());
        try {
            var address = new Database.Address(postgres.jdbcUrl(), postgres.user(), postgres.password());
            return new Storage(Database.open(address, config.connections(), clock), node(dataDir, clock), postgres);
        } catch (IOException | RuntimeException failed) {
            postgres.close();
            throw failed;
        }
    }

    private static Storage external(StorageConfig config, Path dataDir, InstantSource clock) throws IOException {
        var lock = PostgresLock.take(Files.createDirectories(dataDir).toRealPath());
        try {
            var database = Database.open(PostgresUrl.read(config), config.connections(), clock);
            return new Storage(database, node(dataDir, clock), lock);
        } catch (IOException | RuntimeException failed) {
            lock.close();
            throw failed;
        }
    }

    private static String node(Path dataDir, InstantSource clock) throws IOException {
        Path file = dataDir.resolve("node");
        if (!Files.exists(file)) {
            Instant now = clock.instant();
            Files.writeString(file, Ids.next(now) + "\n", StandardCharsets.US_ASCII);
        }
        return Files.readString(file, StandardCharsets.US_ASCII).strip();
    }

    private static void closeQuietly(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception failed) {
            System.getLogger(Storage.class.getName())
                    .log(System.Logger.Level.WARNING, "the database did not stop cleanly", failed);
        }
    }
}
