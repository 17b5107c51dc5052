package dev.pennypost.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.storage.EmbeddedPostgres;
import dev.pennypost.testkit.Eventually;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// `./pennypost` as people, scripts and service managers use it.
final class LauncherTest {
    private static final Path JAVA_17 = Path.of("/usr/lib/jvm/java-17-openjdk-amd64");
    private static final String KEY = "re_[A-Za-z0-9]{8}_[A-Za-z0-9]{24}";
    private static final int UNUSABLE = 2;
    private static final Duration GRACE = Duration.ofSeconds(10);

    @Test
    void tellsItsVersion() {
        var told = run("version");
        assertThat(told.exitCode()).as(told.printed()).isZero();
        assertThat(told.printed()).startsWith("pennypost ").contains("Java ");
    }

    @Test
    void explainsItselfWhenItIsNotUnderstood() {
        var told = run("dance");
        assertThat(told.exitCode()).isEqualTo(UNUSABLE);
        assertThat(told.printed()).contains("dance").contains("--help");
        assertThat(run("--help").printed()).contains("dev").contains("serve").contains("keys");
    }

    @Test
    void printsTheConfigurationWithoutItsSecrets() {
        var secrets = Map.of(
                "PENNYPOST_STORAGE_PASSWORD", "correct-horse",
                "PENNYPOST_STORAGE_URL", "postgres://penny:battery-staple@db.test/penny",
                "PENNYPOST_SECRETS_MASTER_KEY", "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=");
        var printed = Tools.run(Pennypost.ROOT, secrets, Pennypost.LAUNCHER, "config", "print");
        assertThat(printed.exitCode()).as(printed.printed()).isZero();
        assertThat(printed.printed())
                .contains("PENNYPOST_STORAGE_PASSWORD")
                .doesNotContain("correct-horse")
                .doesNotContain("battery-staple")
                .doesNotContain("MDEyMzQ1Njc4");
    }

    @Test
    void stopsAtAKeyThatDoesNotExistAndNamesTheNearest(@TempDir Path temp) throws IOException {
        Path file = Files.writeString(temp.resolve("pennypost.toml"), "[http]\nlisten-adress = \"127.0.0.1:0\"\n");
        var inFile = run("serve", "--config", file.toString());
        assertThat(inFile.exitCode()).isEqualTo(UNUSABLE);
        assertThat(inFile.printed()).contains("http.listen-adress").contains("did you mean http.listen?");

        var variable = Map.of("PENNYPOST_HTTP_LISTN", "127.0.0.1:0");
        var inEnvironment = Tools.run(temp, variable, Pennypost.LAUNCHER, "serve");
        assertThat(inEnvironment.exitCode()).isEqualTo(UNUSABLE);
        assertThat(inEnvironment.printed()).contains("did you mean PENNYPOST_HTTP_LISTEN?");
    }

    @Test
    void doesNotMindAnOlderJavaOnThePath() {
        Tools.require(Files.isDirectory(JAVA_17), "a Java 17 is not installed");
        Map<String, String> older = Map.of("PATH", JAVA_17.resolve("bin") + ":" + System.getenv("PATH"));
        var withoutHome =
                Tools.run(Pennypost.ROOT, older, Tools.path("env"), "-u", "JAVA_HOME", Pennypost.LAUNCHER, "version");
        assertThat(withoutHome.exitCode()).as(withoutHome.printed()).isZero();
        assertThat(withoutHome.printed()).contains("Java 25");

        var olderHome = new HashMap<>(older);
        olderHome.put("JAVA_HOME", JAVA_17.toString());
        var withHome = Tools.run(Pennypost.ROOT, olderHome, Pennypost.LAUNCHER, "version");
        assertThat(withHome.exitCode()).as(withHome.printed()).isZero();
        assertThat(withHome.printed()).contains("Java 25");
    }

    @Test
    void makesAKeyAndRefusesASecondServerWhileOneRuns(@TempDir Path temp) {
        Path data = temp.resolve("data");
        try (var pennypost = Pennypost.dev(data)) {
            var created = run("keys", "create", "--name", "ci", "--data", data.toString());
            assertThat(created.exitCode()).as(created.printed()).isZero();
            assertThat(created.printed().strip()).matches(KEY);
            assertThat(status(pennypost.url() + "/domains", created.printed().strip()))
                    .isEqualTo(200);

            var second = run(
                    "dev",
                    "--data",
                    data.toString(),
                    "--http-port",
                    "0",
                    "--smtp-port",
                    "0",
                    "--submission-port",
                    "0",
                    "--dns-port",
                    "0");
            assertThat(second.exitCode()).isEqualTo(1);
            assertThat(second.printed())
                    .contains(data.toString())
                    .contains("in use")
                    .doesNotContain("\tat ");
            assertThat(pennypost.get("/domains").get("data")).isEmpty();
        }
    }

    @Test
    void stopsWhenAskedAndGoesOnWhereItStopped(@TempDir Path temp) {
        Path data = temp.resolve("data");
        String key;
        String email;
        try (var first = Pennypost.dev(data)) {
            first.verifiedDomain("lasting.test");
            key = first.key();
            email = first.email(hello("lasting.test"));
            long begin = System.nanoTime();
            assertThat(first.stop()).as(first.log()).isZero();
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(GRACE);
        }
        try (var second = Pennypost.dev(data)) {
            assertThat(second.key()).isEqualTo(key);
            JsonNode domain = second.get("/domains").get("data").get(0);
            assertThat(domain.get("name").stringValue()).isEqualTo("lasting.test");
            assertThat(domain.get("status").stringValue()).isEqualTo("verified");
            second.awaitLastEvent(email, "delivered");
            second.awaitLastEvent(second.email(hello("lasting.test")), "delivered");
        }
    }

    @Test
    void runsAsAnOrdinaryUser(@TempDir(factory = OpenFolder.class) Path temp) throws IOException {
        Tools.require("setpriv", "chown", "env");
        Tools.require(System.getProperty("user.name").equals("root"), "only root can become somebody else");
        Path home = Files.createDirectory(temp.resolve("home"));
        Path data = Files.createDirectory(temp.resolve("data"));
        Tools.succeed(temp, Tools.path("chown"), "nobody", home.toString(), data.toString());
        var asNobody = new ArrayList<>(List.of(Tools.path("setpriv"), "--reuid", "nobody", "--regid", "nogroup"));
        asNobody.addAll(List.of("--clear-groups", Tools.path("env"), "HOME=" + home));
        try (var pennypost = Pennypost.dev(data, Map.of(), asNobody)) {
            assertThat(ProcessHandle.of(pennypost.pid())
                            .flatMap(process -> process.info().user()))
                    .hasValue("nobody");
            pennypost.verifiedDomain("ordinary.test");
            pennypost.awaitLastEvent(pennypost.email(hello("ordinary.test")), "delivered");
        }
    }

    @Test
    void servesFromAPostgresElsewhere(@TempDir(factory = OpenFolder.class) Path temp) throws IOException {
        var options = EmbeddedPostgres.Options.defaults();
        String address = "127.0.0.1:" + Ports.free();
        try (var postgres = EmbeddedPostgres.start(temp.resolve("pg"), EmbeddedPostgres.defaultCache(), options)) {
            var environment = Map.of(
                    "PENNYPOST_DATA_DIR", temp.resolve("data").toString(),
                    "PENNYPOST_STORAGE_URL", postgres.jdbcUrl(),
                    "PENNYPOST_STORAGE_USER", postgres.user(),
                    "PENNYPOST_STORAGE_PASSWORD", postgres.password(),
                    "PENNYPOST_HTTP_LISTEN", address,
                    "PENNYPOST_ADMIN_LISTEN", "127.0.0.1:0");
            Path log = temp.resolve("serve.log");
            Process server = start(environment, log, "serve");
            try {
                Eventually.holds("it serves", 120, () -> {
                    if (!server.isAlive()) throw new AssertionError(read(log));
                    return status("http://" + address + "/domains", "re_") == 403;
                });
                var created = Tools.run(temp, environment, Pennypost.LAUNCHER, "keys", "create", "--name", "ops");
                assertThat(created.printed().strip()).matches(KEY);
                assertThat(status(
                                "http://" + address + "/domains",
                                created.printed().strip()))
                        .isEqualTo(200);
            } finally {
                server.destroy();
                assertThat(server.onExit()
                                .orTimeout(60, TimeUnit.SECONDS)
                                .join()
                                .exitValue())
                        .as(read(log))
                        .isZero();
            }
        }
    }

    private static Tools.Output run(String... arguments) {
        var command = new ArrayList<>(List.of(Pennypost.LAUNCHER));
        command.addAll(List.of(arguments));
        return Tools.run(Pennypost.ROOT, Map.of(), command.toArray(String[]::new));
    }

    private static Process start(Map<String, String> environment, Path log, String... arguments) throws IOException {
        var command = new ArrayList<>(List.of(Pennypost.LAUNCHER));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        return builder.start();
    }

    /// What a GET with this key answers; 0 when nobody does.
    private static int status(String url, String key) {
        try (var http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create(url)).header("Authorization", "Bearer " + key);
            return http.send(request.build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException nobody) {
            return 0;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private static String hello(String domain) {
        return "{\"from\":\"a@" + domain + "\",\"to\":\"ada@dest.test\",\"subject\":\"Hello\",\"text\":\"Hello\"}";
    }

    private static String read(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException none) {
            return "(no log)";
        }
    }
}
