package dev.pennypost.storage;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// One run of the server, from its start to its end, on one port of 127.0.0.1.
final class PostgresProcess {
    private static final Duration RECOVERY_LIMIT = Duration.ofMinutes(10);
    private static final Duration POLL = Duration.ofMillis(2);
    private static final int START_TRIES = 20;

    private final Process process;
    private final int port;
    private final PostgresLog log;

    private PostgresProcess(Process process, int port, PostgresLog log) {
        this.process = process;
        this.port = port;
        this.log = log;
    }

    /// Starts the server on a free port and returns when it accepts connections.
    static PostgresProcess start(PostgresCluster cluster, PostgresTools tools, EmbeddedPostgres.Options options)
            throws IOException {
        return start(cluster, tools, options, PostgresProcess::freePort);
    }

    /// Starts it on the port that its clients know already.
    static PostgresProcess restart(
            PostgresCluster cluster, PostgresTools tools, EmbeddedPostgres.Options options, int port)
            throws IOException {
        return start(cluster, tools, options, () -> port);
    }

    private interface PortChoice {
        int port() throws IOException;
    }

    private static PostgresProcess start(
            PostgresCluster cluster, PostgresTools tools, EmbeddedPostgres.Options options, PortChoice choice)
            throws IOException {
        for (int triesLeft = START_TRIES; ; triesLeft--) {
            PostgresProcess started = launch(cluster, tools, options, choice.port());
            if (started.becomesReady(cluster)) return started;
            PostgresDidNotStart failure = started.failure();
            if (triesLeft == 1 || !isPassing(failure)) throw failure;
            LockSupport.parkNanos(Duration.ofMillis(250).toNanos());
        }
    }

    // Somebody took the port between our choice and its use, or backends of a killed server are about to end.
    private static boolean isPassing(PostgresDidNotStart failure) {
        String message = String.valueOf(failure.getMessage());
        return message.contains("Address already in use") || message.contains("pre-existing shared memory block");
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, Inet4Address.ofLiteral("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    private static PostgresProcess launch(
            PostgresCluster cluster, PostgresTools tools, EmbeddedPostgres.Options options, int port)
            throws IOException {
        List<String> arguments = new ArrayList<>(List.of("-D", cluster.folder().toString()));
        for (String setting : settings(options, port)) arguments.addAll(List.of("-c", setting));
        Process process = tools.startInNewSession("postgres", arguments);
        return new PostgresProcess(process, port, PostgresLog.follow(process, cluster.log()));
    }

    // On the command line they win over postgresql.conf, which stays free for everything else.
    private static List<String> settings(EmbeddedPostgres.Options options, int port) {
        String durable = options.isDurable() ? "on" : "off";
        List<String> settings = new ArrayList<>(List.of(
                "listen_addresses=127.0.0.1",
                "port=" + port,
                "unix_socket_directories=",
                "fsync=" + durable,
                "full_page_writes=" + durable,
                "synchronous_commit=" + durable,
                "shared_buffers=" + options.sharedBuffersMegabytes() + "MB",
                "max_connections=" + options.maxConnections(),
                "max_wal_size=1GB",
                "jit=off",
                "timezone=UTC",
                "log_timezone=UTC",
                "log_destination=stderr",
                "logging_collector=off",
                "log_checkpoints=off",
                // A refused insert is an answer we expect; its statement may be a batch of letters.
                "log_min_error_statement=fatal"));
        // Autovacuum would visit hundreds of databases that live for a second each.
        if (!options.isDurable()) settings.addAll(List.of("autovacuum=off", "wal_level=minimal", "max_wal_senders=0"));
        return settings;
    }

    private boolean becomesReady(PostgresCluster cluster) {
        await(() -> isReady(cluster) || !process.isAlive(), RECOVERY_LIMIT);
        return isReady(cluster) && process.isAlive();
    }

    private boolean isReady(PostgresCluster cluster) {
        return PostgresPidFile.read(cluster.folder())
                .filter(file -> file.pid() == process.pid() && file.isReady())
                .isPresent();
    }

    private PostgresDidNotStart failure() {
        if (process.isAlive()) stop();
        try {
            log.finish();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
        return new PostgresDidNotStart("PostgreSQL did not start", log.lastLines());
    }

    int port() {
        return port;
    }

    long pid() {
        return process.pid();
    }

    /// Waits until the server ends, for whatever reason; false when interrupted before that.
    boolean hasEnded() {
        try {
            process.waitFor();
            return true;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// Stops the server cleanly and waits until it is down.
    void stop() {
        bringDown(process.pid(), () -> !process.isAlive());
    }

    /// Asks a server to stop, in PostgreSQL's three ways: fast (roll back and write everything out), immediate (the
    /// next start recovers), and as a last resort by force.
    static void bringDown(long pid, BooleanSupplier isDown) {
        if (isDown.getAsBoolean()) return;
        PostgresTools.signal(pid, "INT");
        if (await(isDown, Duration.ofSeconds(60))) return;
        PostgresTools.signal(pid, "QUIT");
        if (await(isDown, Duration.ofSeconds(10))) return;
        PostgresTools.signal(pid, "KILL");
        await(isDown, Duration.ofSeconds(10));
    }

    /// Waits for a condition that nobody announces. An interrupt does not cut it short, because half a stop or half a
    /// start helps nobody; the flag is kept for whoever looks next.
    static boolean await(BooleanSupplier condition, Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        boolean interrupted = false;
        try {
            while (!condition.getAsBoolean()) {
                if (System.nanoTime() - end > 0) return false;
                LockSupport.parkNanos(POLL.toNanos());
                interrupted |= Thread.interrupted();
            }
            return true;
        } finally {
            if (interrupted) Thread.currentThread().interrupt();
        }
    }
}
