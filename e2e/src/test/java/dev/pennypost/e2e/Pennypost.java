package dev.pennypost.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.audit.Acting;
import dev.pennypost.audit.Actor;
import dev.pennypost.audit.Origin;
import dev.pennypost.config.Secret;
import dev.pennypost.keys.Keys;
import dev.pennypost.keys.Permission;
import dev.pennypost.storage.Database;
import dev.pennypost.storage.Event;
import dev.pennypost.storage.EventListener;
import dev.pennypost.storage.Storage;
import dev.pennypost.storage.StorageConfig;
import dev.pennypost.storage.Transaction;
import dev.pennypost.teams.Teams;
import dev.pennypost.testkit.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A `./pennypost dev` process of its own, and the few API calls that every story begins with.
final class Pennypost implements AutoCloseable {
    static final Path ROOT =
            Path.of(System.getProperty("pennypost.root", "..")).toAbsolutePath().normalize();
    static final String LAUNCHER = ROOT.resolve("pennypost").toString();
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final long START_SECONDS = 300;
    private static final InstantSource CLOCK = InstantSource.system();

    private final Process process;
    private final Path data;
    private final Path log;
    private final JsonNode ready;
    private final HttpClient http = HttpClient.newHttpClient();

    private Pennypost(Process process, Path data, Path log, JsonNode ready) {
        this.process = process;
        this.data = data;
        this.log = log;
        this.ready = ready;
    }

    /// Starts on free ports with this data directory, and returns when it serves.
    static Pennypost dev(Path data, String... options) {
        return dev(data, Map.of(), List.of(), options);
    }

    /// The same with further environment variables, and started through another program such as `setpriv …`.
    static Pennypost dev(Path data, Map<String, String> environment, List<String> through, String... options) {
        Path readyFile = data.resolve("ready.json");
        Path log = data.resolveSibling(data.getFileName() + ".log");
        var command = new ArrayList<>(through);
        command.addAll(List.of(LAUNCHER, "dev", "--data", data.toString()));
        command.addAll(List.of("--http-port", "0", "--smtp-port", "0", "--submission-port", "0", "--dns-port", "0"));
        command.addAll(List.of("--ready-file", readyFile.toString()));
        command.addAll(List.of(options));
        try {
            Files.createDirectories(data);
            Files.deleteIfExists(readyFile);
            var builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            builder.environment().putAll(environment);
            Process process = builder.start();
            awaitFile(process, readyFile, log);
            return new Pennypost(process, data, log, JSON.readTree(Files.readString(readyFile)));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    String url() {
        return ready.get("api_url").stringValue();
    }

    String key() {
        return ready.get("api_key").stringValue();
    }

    /// `dev` has one team, and only another one's name can be claimed.
    String keyOfAnotherTeam() {
        try (var database = database()) {
            return Acting.as(new Actor.Operator("a test", Origin.HERE), () -> {
                var rival = new Teams(database, CLOCK).create("rival");
                return new Keys(database, new SecureRandom(), CLOCK)
                        .create(rival, "story", Permission.FULL_ACCESS, null)
                        .token()
                        .reveal();
            });
        }
    }

    /// The team that owns a webhook.
    UUID teamOf(String webhook) {
        try (var database = database()) {
            return database.inTransaction(tx -> tx.handle()
                    .createQuery("select team_id from webhooks where id = :id")
                    .bind("id", UUID.fromString(webhook))
                    .mapTo(UUID.class)
                    .one());
        }
    }

    /// Has things happen that nothing did: events go where features put theirs, all at once.
    void publish(List<? extends Event> events) {
        List<Class<? extends Event>> kinds = new ArrayList<>();
        for (Event event : events) if (!kinds.contains(event.getClass())) kinds.add(event.getClass());
        try (var database = database()) {
            database.outbox().tell(kinds, List.of(new Everybody()));
            database.useTransaction(tx -> tx.publish(events));
        }
    }

    private Database database() {
        return Storage.attach(new StorageConfig("", "", new Secret(""), 2), data, CLOCK)
                .orElseThrow();
    }

    /// The port where mail programs hand in messages.
    int submissionPort() {
        String address = ready.get("smtp_url").stringValue();
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }

    /// The port of the sandbox's mail exchanger.
    int exchangerPort() {
        String address = ready.get("smtp").stringValue();
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }

    /// The port of the sandbox's DNS server.
    int dnsPort() {
        String address = ready.get("dns").stringValue();
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }

    long pid() {
        return ready.get("pid").longValue();
    }

    /// Adds the domain, publishes its records and waits until it is verified.
    void verifiedDomain(String name) {
        String id = post("/domains", "{\"name\":\"" + name + "\"}").get("id").stringValue();
        post("/sandbox/dns/" + name + "/publish", "");
        post("/domains/" + id + "/verify", "");
        Eventually.holds(
                "domain " + name + " verified",
                () -> get("/domains/" + id).get("status").stringValue().equals("verified"));
    }

    /// Hands an email over; returns its id.
    String email(String json) {
        return post("/emails", json).get("id").stringValue();
    }

    /// Waits until the API tells this of an email.
    void awaitLastEvent(String id, String event) {
        Eventually.holds(
                "email " + id + " " + event,
                () -> get("/emails/" + id).get("last_event").stringValue().equals(event));
    }

    JsonNode get(String path) {
        return json(send(request(path).GET().build()), 200);
    }

    JsonNode post(String path, String body) {
        HttpResponse<String> answer = send(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
        assertThat(answer.statusCode()).as("POST %s: %s", path, answer.body()).isBetween(200, 299);
        return JSON.readTree(answer.body());
    }

    /// What stands at a path that is not JSON.
    String text(String path) {
        HttpResponse<String> answer = send(request(path).GET().build());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    void put(String path, String body) {
        json(send(request(path).PUT(HttpRequest.BodyPublishers.ofString(body)).build()), 200);
    }

    HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url() + path)).header("Authorization", "Bearer " + key());
    }

    /// Kills the server without a word, as a crash would.
    void kill() {
        ProcessHandle.of(pid()).ifPresent(ProcessHandle::destroyForcibly);
        await(60);
    }

    /// Stops it as an operator would; returns its exit code.
    int stop() {
        process.destroy();
        await(60);
        return process.exitValue();
    }

    String log() {
        try {
            return Files.readString(log);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Override
    public void close() {
        if (process.isAlive()) stop();
    }

    private void await(int seconds) {
        try {
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) throw new AssertionError("it does not end: " + log());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private static JsonNode json(HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return JSON.readTree(answer.body());
    }

    private static void awaitFile(Process process, Path file, Path log) throws IOException {
        Eventually.holds("ready file", START_SECONDS, () -> {
            if (!process.isAlive()) throw new AssertionError("it did not start:\n" + read(log));
            return Files.exists(file);
        });
    }

    private static String read(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException gone) {
            return "(no log)";
        }
    }

    /// Cares about every team, and leaves the hearing to the server.
    private static final class Everybody implements EventListener {
        @Override
        public boolean caresAbout(UUID teamId) {
            return true;
        }

        @Override
        public void on(Transaction tx, List<Published> events) {
            throw new IllegalStateException("the relay runs in the server");
        }
    }
}
