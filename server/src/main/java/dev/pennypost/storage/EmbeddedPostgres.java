package dev.pennypost.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/// A PostgreSQL server of our own that lives in the data directory: unpacked, set up, started and stopped by us.
///
/// One process per data directory. The server outlives a killed JVM; the next start finds it, stops it and starts a
/// fresh one. A server that dies while we run is started again on the same port, so pools reconnect by themselves.
/// The server runs in a session of its own: a Ctrl-C in the terminal reaches us alone, and we decide the order in
/// which things stop.
public final class EmbeddedPostgres implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(EmbeddedPostgres.class.getName());
    private static final Duration BETWEEN_RESTARTS = Duration.ofSeconds(5);

    private final PostgresLock lock;
    private final PostgresCluster cluster;
    private final PostgresTools tools;
    private final Options options;
    private PostgresProcess process;
    private boolean closed;

    private EmbeddedPostgres(
            PostgresLock lock, PostgresCluster cluster, PostgresTools tools, Options options, PostgresProcess process) {
        this.lock = lock;
        this.cluster = cluster;
        this.tools = tools;
        this.options = options;
        this.process = process;
    }

    /// How durable a commit is. Only throwaway test servers may lose one.
    enum Durability {
        SURVIVES_POWER_LOSS,
        NONE
    }

    /// What an operator may choose: memory for shared buffers in megabytes, and how many connections may be open.
    public record Options(int sharedBuffersMegabytes, int maxConnections, Durability durability) {
        /// For one small machine that runs everything: 128 MB, 100 connections, every commit on disk.
        public static Options defaults() {
            return new Options(128, 100, Durability.SURVIVES_POWER_LOSS);
        }

        /// For throwaway servers of tests: nothing is flushed to disk, a power failure loses the cluster.
        public static Options forTests() {
            return new Options(64, 100, Durability.NONE);
        }

        boolean isDurable() {
            return durability == Durability.SURVIVES_POWER_LOSS;
        }
    }

    /// Another process, or another part of this one, already runs a server in the data directory.
    public static final class DataDirectoryInUse extends RuntimeException {
        DataDirectoryInUse(Path directory, String holder) {
            super("The data directory " + directory + " is in use by process " + holder
                    + ". Stop that process, or choose another data directory.");
        }
    }

    /// The folder where unpacked binaries are kept between starts: `~/.cache/pennypost`.
    public static Path defaultCache() {
        return Path.of(System.getProperty("user.home", ""), ".cache", "pennypost");
    }

    /// Starts the server of `dataDirectory`, creating both when absent, and returns once it accepts connections.
    /// Binaries are unpacked once into `binariesCache`, or into the data directory when that cannot be used.
    ///
    /// @throws DataDirectoryInUse when somebody else holds the directory
    /// @throws PostgresDidNotStart with the last lines the server wrote
    public static EmbeddedPostgres start(Path dataDirectory, Path binariesCache, Options options) {
        try {
            Path data = Files.createDirectories(dataDirectory).toRealPath();
            return start(data, binariesCache, options, PostgresAccount.forDataIn(data));
        } catch (IOException failure) {
            throw new UncheckedIOException("The data directory " + dataDirectory + " cannot be used", failure);
        }
    }

    static EmbeddedPostgres start(Path data, Path binariesCache, Options options, PostgresAccount account)
            throws IOException {
        PostgresLock lock = PostgresLock.take(data);
        try {
            account.prepare(data);
            PostgresTools tools =
                    new PostgresTools(PostgresBinaries.unpacked(binariesCache, data, account), account, data);
            PostgresCluster cluster = new PostgresCluster(data);
            cluster.createUnlessPresent(tools, options, new SecureRandom());
            cluster.clearTheWay();
            var postgres =
                    new EmbeddedPostgres(lock, cluster, tools, options, PostgresProcess.start(cluster, tools, options));
            postgres.watch();
            return postgres;
        } catch (IOException | RuntimeException | Error failure) {
            lock.close();
            throw failure;
        }
    }

    /// The running server of a data directory that somebody else holds; empty when none runs there.
    public static Optional<Database.Address> running(Path dataDirectory) {
        var cluster = new PostgresCluster(dataDirectory.toAbsolutePath());
        return PostgresPidFile.read(cluster.folder())
                .filter(PostgresPidFile::isReady)
                .filter(server -> ProcessHandle.of(server.pid()).isPresent())
                .map(server -> new Database.Address(url(server.port()), PostgresCluster.USER, cluster.password()));
    }

    private static String url(int port) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + PostgresCluster.DATABASE;
    }

    public String jdbcUrl() {
        return url(port());
    }

    public String user() {
        return PostgresCluster.USER;
    }

    public String password() {
        return cluster.password();
    }

    public synchronized int port() {
        return process.port();
    }

    synchronized long pid() {
        return process.pid();
    }

    /// Stops the server cleanly and waits until it is down: open transactions are rolled back, and everything is
    /// written out, so the next start needs no recovery.
    @Override
    public synchronized void close() {
        if (closed) return;
        closed = true;
        try {
            process.stop();
        } finally {
            lock.close();
        }
    }

    private void watch() {
        Thread.ofVirtual().name("postgres-watch").start(() -> {
            while (current().hasEnded() && !isClosed()) {
                if (!restart()) LockSupport.parkNanos(BETWEEN_RESTARTS.toNanos());
            }
        });
    }

    private synchronized PostgresProcess current() {
        return process;
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private synchronized boolean restart() {
        if (closed) return false;
        try {
            cluster.clearTheWay();
            process = PostgresProcess.restart(cluster, tools, options, process.port());
            LOG.log(System.Logger.Level.WARNING, "PostgreSQL had died and was started again");
            return true;
        } catch (IOException | RuntimeException failure) {
            LOG.log(System.Logger.Level.ERROR, "PostgreSQL died and could not be started again yet", failure);
            return false;
        }
    }
}
