package dev.pennypost.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pennypost.storage.EmbeddedPostgres.DataDirectoryInUse;
import dev.pennypost.storage.EmbeddedPostgres.Options;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresTest {
    private static final Path CACHE = EmbeddedPostgres.defaultCache();

    @TempDir
    static Path once;

    @TempDir
    Path temporary;

    private Path data;

    /// A first start costs two seconds of computing; the tests that are not about it begin with a copy of its result.
    @BeforeAll
    static void startForTheFirstTime() throws IOException {
        EmbeddedPostgres.start(once, CACHE, Options.defaults()).close();
        Files.delete(once.resolve("pennypost.lock"));
    }

    @BeforeEach
    void copyTheDataDirectory() throws IOException {
        temporary = temporary.toRealPath();
        data = temporary.resolve("data");
        copyTree(once, data);
    }

    @Test
    void keepsEveryCommitOnDiskUnlessATestAsksOtherwise() throws SQLException {
        try (var postgres = start()) {
            assertThat(setting(postgres, "fsync")).isEqualTo("on");
            assertThat(setting(postgres, "full_page_writes")).isEqualTo("on");
            assertThat(setting(postgres, "synchronous_commit")).isEqualTo("on");
            assertThat(setting(postgres, "data_checksums")).isEqualTo("on");
        }
        try (var postgres = EmbeddedPostgres.start(data, CACHE, Options.forTests())) {
            assertThat(setting(postgres, "fsync")).isEqualTo("off");
        }
    }

    @Test
    void isMadeForUtf8InAnOrderThatNoSystemUpgradeCanChange() throws SQLException {
        try (var postgres = start()) {
            assertThat(setting(postgres, "server_encoding")).isEqualTo("UTF8");
            assertThat(ask(postgres, """
                    select datlocprovider::text || ' ' || datlocale || ' ' || datcollate
                      from pg_database where datname = current_database()""")).isEqualTo("b C.UTF-8 C");
            assertThat(ask(postgres, "select upper('größe')")).isEqualTo("GRÖßE");
        }
    }

    @Test
    void listensOnLoopbackAloneAndAsksForThePassword() throws SQLException {
        try (var postgres = start()) {
            assertThat(setting(postgres, "listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(setting(postgres, "unix_socket_directories")).isEmpty();
            assertThatThrownBy(() -> DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), "guess"))
                    .hasMessageContaining("password authentication failed");
        }
    }

    @Test
    void hidesThePasswordFromOtherUsers() throws IOException {
        try (var postgres = start()) {
            Path file = data.resolve("postgres.password");
            assertThat(file).hasContent(postgres.password());
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void keepsWhatWasWrittenWhenItIsStartedAgain() throws SQLException {
        try (var postgres = start()) {
            write(postgres, "first");
        }
        try (var postgres = start()) {
            assertThat(ask(postgres, "select text from notes")).isEqualTo("first");
        }
    }

    @Test
    void leavesNoProcessBehindWhenItIsClosed() {
        var postgres = start();
        long server = postgres.pid();
        postgres.close();
        postgres.close();
        assertThat(isRunning(server)).isFalse();
        assertThat(data.resolve("postgres/postmaster.pid")).doesNotExist();
    }

    @Test
    void closesWithoutWaitingForClients() throws SQLException {
        var postgres = start();
        try (Connection _ = connect(postgres)) {
            postgres.close();
            assertThat(isRunning(postgres.pid())).isFalse();
        }
    }

    @Test
    void standsInASessionOfItsOwnSoThatTheTerminalCannotStopIt() throws IOException {
        assumeTrue(Files.exists(Path.of("/proc/self/stat")), "there is no /proc to read the session from");
        try (var postgres = start()) {
            String[] stat = Files.readString(Path.of("/proc/" + postgres.pid() + "/stat"))
                    .split(" ", -1);
            assertThat(stat[4]).as("process group").isEqualTo(Long.toString(postgres.pid()));
            assertThat(stat[5]).as("session").isEqualTo(Long.toString(postgres.pid()));
        }
    }

    @Test
    void refusesADirectoryThatThisProcessUsesAlreadyAndKeepsItLocked() throws Exception {
        try (var _ = start()) {
            String us = Long.toString(ProcessHandle.current().pid());
            assertThatThrownBy(this::start)
                    .isInstanceOf(DataDirectoryInUse.class)
                    .hasMessageContainingAll(data.toString(), us);
            // The refused try must not have dropped the lock that the other processes see.
            try (var other = PostgresHolder.start(data, CACHE)) {
                assertThatThrownBy(other::awaitReady)
                        .hasMessageContainingAll("DataDirectoryInUse", data.toString(), us);
            }
        }
    }

    @Test
    void namesTheProcessThatHoldsTheDirectory() throws Exception {
        try (var holder = PostgresHolder.start(data, CACHE)) {
            holder.awaitReady();
            assertThatThrownBy(this::start)
                    .isInstanceOf(DataDirectoryInUse.class)
                    .hasMessageContainingAll(data.toString(), Long.toString(holder.pid()));
        }
        start().close();
    }

    @Test
    void replacesTheServerThatOutlivedItsKilledParent() throws Exception {
        long orphan;
        try (var holder = PostgresHolder.start(data, CACHE)) {
            String[] ready = holder.awaitReady();
            orphan = Long.parseLong(ready[1]);
            write(ready[2], "kept");
            holder.kill();
        }
        assertThat(isRunning(orphan)).isTrue();
        try (var postgres = start()) {
            assertThat(isRunning(orphan)).isFalse();
            assertThat(postgres.pid()).isNotEqualTo(orphan);
            assertThat(ask(postgres, "select text from notes")).isEqualTo("kept");
        }
    }

    @Test
    void recoversWhenParentAndServerWereKilled() throws Exception {
        try (var holder = PostgresHolder.start(data, CACHE)) {
            String[] ready = holder.awaitReady();
            write(ready[2], "kept");
            holder.kill();
            PostgresTools.signal(Long.parseLong(ready[1]), "KILL");
        }
        assertThat(data.resolve("postgres/postmaster.pid")).exists();
        try (var postgres = start()) {
            assertThat(ask(postgres, "select text from notes")).isEqualTo("kept");
        }
    }

    @Test
    void endsBackendsThatWorkOnAfterTheirServerWasKilled() throws Exception {
        try (var holder = PostgresHolder.start(data, CACHE)) {
            String[] ready = holder.awaitReady();
            try (Connection connection = connect(ready[2]);
                    var busy = connection.createStatement()) {
                busy.execute("set statement_timeout = 0");
                var working = Thread.ofVirtual()
                        .start(() -> assertThatThrownBy(
                                        () -> busy.execute(
                                                "select count(*) from generate_series(1, 10000000000) as numbers(n) where n % 7 = 3"))
                                .isInstanceOf(SQLException.class));
                awaitBusyBackend(ready[2]);
                holder.kill();
                PostgresTools.signal(Long.parseLong(ready[1]), "KILL");
                try (var postgres = start()) {
                    assertThat(ask(postgres, "select 'here'")).isEqualTo("here");
                }
                assertThat(working.join(Duration.ofSeconds(10))).isTrue();
            }
        }
    }

    @Test
    void startsTheServerAgainOnItsPortWhenItIsKilled() throws Exception {
        try (var postgres = start()) {
            int port = postgres.port();
            long killed = postgres.pid();
            write(postgres, "kept");
            PostgresTools.signal(killed, "KILL");
            assertThat(PostgresProcess.await(() -> postgres.pid() != killed, Duration.ofSeconds(20)))
                    .isTrue();
            assertThat(postgres.port()).isEqualTo(port);
            assertThat(ask(postgres, "select text from notes")).isEqualTo("kept");
        }
    }

    @Test
    void triesAgainWhenSomebodyElseTookThePort() throws Exception {
        var account = PostgresAccount.forDataIn(data);
        var tools = new PostgresTools(PostgresBinaries.unpacked(CACHE, data, account), account, data);
        var cluster = new PostgresCluster(data);
        try (var taken = new ServerSocket(0, 1, Inet4Address.ofLiteral("127.0.0.1"))) {
            Thread.ofVirtual().start(() -> {
                PostgresProcess.await(() -> logMentions("Address already in use"), Duration.ofSeconds(60));
                release(taken);
            });
            var process = PostgresProcess.restart(cluster, tools, Options.defaults(), taken.getLocalPort());
            process.stop();
            assertThat(process.port()).isEqualTo(taken.getLocalPort());
        }
        assertThat(logMentions("Address already in use")).isTrue();
    }

    @Test
    void leavesAStrangerAloneWhoseIdStandsInAnOldPidFile() throws Exception {
        Process stranger = new ProcessBuilder("sleep", "600").start();
        try {
            Files.writeString(
                    data.resolve("postgres/postmaster.pid"),
                    "%d\n%s\n1700000000\n5432\n\n127.0.0.1\n  1 1\nready\n"
                            .formatted(stranger.pid(), data.resolve("postgres")));
            try (var postgres = start()) {
                assertThat(ask(postgres, "select 'here'")).isEqualTo("here");
                assertThat(stranger.isAlive()).isTrue();
            }
        } finally {
            stranger.destroyForcibly().waitFor();
        }
    }

    @Test
    void startsOverWhenTheFirstSetupWasCutShort() throws Exception {
        PostgresFiles.deleteTree(data);
        Path halfDone = Files.createDirectories(data.resolve("postgres.setup-123/cluster"));
        Files.writeString(halfDone.resolve("PG_VERSION"), "18");
        Files.writeString(data.resolve("postgres.password"), "from the first try, which was longer than the second");
        try (var postgres = start()) {
            assertThat(ask(postgres, "select 'here'")).isEqualTo("here");
            assertThat(halfDone).doesNotExist();
        }
    }

    @Test
    void quotesTheServerWhenItDoesNotStart() throws Exception {
        Files.writeString(data.resolve("postgres/PG_VERSION"), "9.6\n");
        assertThatThrownBy(this::start)
                .isInstanceOf(PostgresDidNotStart.class)
                .hasMessageContaining("database files are incompatible with server");
    }

    @Test
    void unpacksIntoTheDataDirectoryWhenTheCacheCannotBeWritten() throws Exception {
        Path notAFolder = Files.createFile(temporary.resolve("file"));
        try (var _ = EmbeddedPostgres.start(data, notAFolder.resolve("cache"), Options.forTests())) {
            assertThat(data.resolve("binaries")).isDirectoryContaining("glob:**/postgres-*");
        }
    }

    @Test
    void unpacksOnceWhenTwoProcessesNeedTheBinariesAtOnce() throws Exception {
        Path cache = temporary.resolve("cache");
        Path abandoned = Files.createDirectories(cache.resolve(".unpacking-" + endedPid() + "-1/bin"));
        try (var one = PostgresHolder.start(data, cache);
                var two = PostgresHolder.start(temporary.resolve("other"), cache)) {
            one.awaitReady();
            two.awaitReady();
        }
        assertThat(abandoned).doesNotExist();
        try (Stream<Path> kept = Files.list(cache)) {
            Path home = assertThat(kept).singleElement().actual();
            assertThat(home.getFileName().toString()).startsWith("postgres-18.");
            assertThat(home.resolve("bin/postgres")).isExecutable();
            assertThat(home.resolve("share/postgresql/postgres.bki")).isReadable();
            assertThat(Files.isExecutable(home.resolve("share/postgresql/postgres.bki")))
                    .isFalse();
        }
    }

    @Test
    void runsAsNobodyWhereRootMayNotMakeANamespace() throws Exception {
        assumeTrue(weAreRoot(), "only root can become somebody else");
        PostgresFiles.deleteTree(data);
        Files.createDirectories(data);
        openToAll(temporary);
        for (String round : List.of("first", "second")) {
            try (var postgres =
                    EmbeddedPostgres.start(data, CACHE, Options.defaults(), PostgresAccount.Other.nobody())) {
                assertThat(ask(postgres, "select '" + round + "'")).isEqualTo(round);
                assertThat(Files.getAttribute(Path.of("/proc/" + postgres.pid()), "unix:uid"))
                        .isEqualTo(65534);
            }
        }
        assertThat(PostgresAccount.forDataIn(data)).isEqualTo(PostgresAccount.Other.nobody());
    }

    @Test
    void handsRootsClusterToNobodyWhenNamespacesAreForbiddenLater() throws Exception {
        assumeTrue(weAreRoot(), "only root can become somebody else");
        try (var postgres = start()) {
            write(postgres, "kept");
        }
        openToAll(temporary);
        try (var postgres = EmbeddedPostgres.start(data, CACHE, Options.defaults(), PostgresAccount.Other.nobody())) {
            assertThat(ask(postgres, "select text from notes")).isEqualTo("kept");
        }
    }

    @Test
    void saysWhenTheOtherAccountCannotReachTheDataDirectory() throws Exception {
        assumeTrue(weAreRoot(), "only root can become somebody else");
        Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwx------"));
        assertThatThrownBy(
                        () -> EmbeddedPostgres.start(data, CACHE, Options.defaults(), PostgresAccount.Other.nobody()))
                .isInstanceOf(PostgresDidNotStart.class)
                .hasMessageContainingAll("user 65534", data.toString());
    }

    @Test
    void keepsRootsFilesRootsInANamespace() throws Exception {
        assumeTrue(weAreRoot(), "only root needs a disguise");
        assumeTrue(
                PostgresAccount.forDataIn(data) instanceof PostgresAccount.Disguised,
                "this kernel does not permit user namespaces");
        try (var postgres = start()) {
            assertThat(ask(postgres, "select 'here'")).isEqualTo("here");
            assertThat(Files.getAttribute(data.resolve("postgres"), "unix:uid")).isEqualTo(0);
        }
    }

    @Test
    void runsForAnOrdinaryUserWithoutAHome() throws Exception {
        assumeTrue(weAreRoot(), "an ordinary user runs every other test of this class that way");
        PostgresFiles.deleteTree(data);
        Files.createDirectories(data);
        openToAll(temporary);
        PostgresAccount.Other.nobody().own(data);
        List<String> asNobody = PostgresAccount.Other.nobody().prefix();
        try (var holder = PostgresHolder.start(asNobody, copyOfOurClassPath(), data, Path.of("/nonexistent/cache"))) {
            write(holder.awaitReady()[2], "written");
        }
        assertThat(Files.getAttribute(data.resolve("postgres"), "unix:uid")).isEqualTo(65534);
        try (var postgres = start()) {
            assertThat(ask(postgres, "select text from notes")).isEqualTo("written");
        }
    }

    @Test
    void keepsItsLogWithinTwoMegabytes() throws Exception {
        Path file = temporary.resolve("chatter.log");
        Process chatter = new ProcessBuilder(
                        "sh", "-c", "yes 'a line of forty characters, near enough' | head -c 3000000")
                .start();
        var log = PostgresLog.follow(chatter, file);
        log.finish();
        assertThat(Files.size(file)).isBetween(1L, 1_050_000L);
        assertThat(Files.size(temporary.resolve("chatter.log.1"))).isBetween(1_000_000L, 1_050_000L);
        assertThat(log.lastLines()).hasSize(30);
    }

    private EmbeddedPostgres start() {
        return EmbeddedPostgres.start(data, CACHE, Options.defaults());
    }

    private static Connection connect(EmbeddedPostgres postgres) throws SQLException {
        return DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
    }

    private Connection connect(String url) throws SQLException {
        var cluster = new PostgresCluster(data);
        return DriverManager.getConnection(url, PostgresCluster.USER, cluster.password());
    }

    private static String setting(EmbeddedPostgres postgres, String name) throws SQLException {
        return ask(postgres, "show " + name);
    }

    private static String ask(EmbeddedPostgres postgres, String question) throws SQLException {
        try (Connection connection = connect(postgres)) {
            return ask(connection, question);
        }
    }

    private static String ask(Connection connection, String question) throws SQLException {
        try (var statement = connection.createStatement();
                var answer = statement.executeQuery(question)) {
            assertThat(answer.next()).isTrue();
            return answer.getString(1);
        }
    }

    private void write(EmbeddedPostgres postgres, String text) throws SQLException {
        write(postgres.jdbcUrl(), text);
    }

    private void write(String url, String text) throws SQLException {
        try (Connection connection = connect(url);
                var statement = connection.createStatement()) {
            statement.execute("create table notes (text text)");
            statement.execute("insert into notes values ('" + text + "')");
        }
    }

    private void awaitBusyBackend(String url) throws SQLException {
        try (Connection connection = connect(url)) {
            assertThat(PostgresProcess.await(() -> isBusy(connection), Duration.ofSeconds(10)))
                    .isTrue();
        }
    }

    private static boolean isBusy(Connection connection) {
        try {
            return ask(connection, """
                    select count(*) from pg_stat_activity
                     where state = 'active' and query like '%generate_series%' and pid <> pg_backend_pid()""").equals("1");
        } catch (SQLException failure) {
            throw new AssertionError(failure);
        }
    }

    /// A process that ended is still listed while its parent has not asked after it, but it has no command any more.
    private static boolean isRunning(long pid) {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().command())
                .isPresent();
    }

    private static long endedPid() throws Exception {
        Process process = new ProcessBuilder("true").start();
        process.waitFor();
        return process.pid();
    }

    private boolean logMentions(String words) {
        try {
            return Files.readString(data.resolve("postgres.log")).contains(words);
        } catch (IOException notYetThere) {
            return false;
        }
    }

    private static void release(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static boolean weAreRoot() {
        return System.getProperty("user.name").equals("root");
    }

    private static void openToAll(Path folder) throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /// Our class path is in root's home, where an ordinary user cannot read it.
    private String copyOfOurClassPath() throws IOException {
        Path copies = Files.createDirectories(temporary.resolve("classpath"));
        int number = 0;
        var copied = new StringBuilder();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path copy = copies.resolve(number++ + "-" + Path.of(entry).getFileName());
            copyTree(Path.of(entry), copy);
            copied.append(copy).append(File.pathSeparator);
        }
        openToAll(copies);
        return copied.toString();
    }

    private static void copyTree(Path from, Path to) throws IOException {
        if (!Files.exists(from)) return;
        try (Stream<Path> all = Files.walk(from)) {
            for (Path path : all.toList())
                Files.copy(path, to.resolve(from.relativize(path).toString()), StandardCopyOption.COPY_ATTRIBUTES);
        }
    }
}
