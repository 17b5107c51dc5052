package dev.pennypost.bench;

import dev.pennypost.audit.Acting;
import dev.pennypost.audit.Actor;
import dev.pennypost.audit.Origin;
import dev.pennypost.config.Secret;
import dev.pennypost.emails.EmailEvent.EmailBounced;
import dev.pennypost.emails.EmailEvent.EmailDelivered;
import dev.pennypost.json.Json;
import dev.pennypost.keys.Keys;
import dev.pennypost.keys.Permission;
import dev.pennypost.storage.Database;
import dev.pennypost.storage.Event;
import dev.pennypost.storage.EventListener;
import dev.pennypost.storage.Storage;
import dev.pennypost.storage.StorageConfig;
import dev.pennypost.storage.Transaction;
import dev.pennypost.teams.Teams;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// Measures how fast a running server tells a healthy endpoint of events while ten others hang, five of the same team
/// and five of another: of many events at once, which go into the outbox in one transaction as features put them there,
/// and of few that the API causes at a steady pace. How old those are when they arrive, with the dead ones and before
/// them, is what the dead ones cost.
///
/// What a delivery costs is said beside the rate: the processor's time that the server, its PostgreSQL and this process
/// used meanwhile, which other work on the machine changes less than it changes the rate.
///
/// Arguments: data directory, API URL, API key, events, the server's process id.
final class WebhookLoad {
    private static final int DEAD_EACH = 5;
    /// For each of the dead, more than it can be called about before the end.
    private static final int VAIN_EACH = 300;
    /// Until hot methods are compiled: what is asked about is a server that runs, not one that starts.
    private static final int WARM_UP = 20_000;

    private static final int STEADY = 500;
    private static final int A_SECOND = 50;
    private static final long GIVE_UP_NANOS = Duration.ofMinutes(2).toNanos();
    private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\"");
    private static final Pattern SENT_AT = Pattern.compile("\"name\":\"at-(\\d+)\"");

    private final HttpClient http = HttpClient.newHttpClient();
    private final InstantSource clock = InstantSource.system();
    private final Path data;
    private final String api;
    private final String key;
    private final Set<String> ids = ConcurrentHashMap.newKeySet();
    private final AtomicLong heard = new AtomicLong();
    private final ConcurrentLinkedQueue<Long> ages = new ConcurrentLinkedQueue<>();
    private final List<WebhookEndpoint> dead = new ArrayList<>();

    private final ProcessorTime time;

    private WebhookLoad(Path data, String api, String key, ProcessorTime time) {
        this.data = data;
        this.api = api;
        this.key = key;
        this.time = time;
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        Path data = Path.of(args[0]);
        var time = ProcessorTime.of(Long.parseLong(args[4]), data);
        new WebhookLoad(data, args[1], args[2], time).run(Integer.parseInt(args[3]));
    }

    private void run(int events) throws IOException, InterruptedException {
        var healthy = WebhookEndpoint.healthy(this::hear);
        UUID webhook = webhook(key, healthy.url(), "\"email.delivered\",\"topic.created\"");
        try (var database = database()) {
            UUID team = teamOf(database, webhook);
            var operator = new Actor.Operator("a load test", Origin.HERE);
            var stranger = Acting.as(operator, () -> new Teams(database, clock).create("stranger"));
            String strangersKey = Acting.as(
                    operator,
                    () -> new Keys(database, new SecureRandom(), clock)
                            .create(stranger, "bench", Permission.FULL_ACCESS, null)
                            .token()
                            .reveal());
            database.outbox().tell(List.of(EmailDelivered.class, EmailBounced.class), List.of(new Everybody()));

            flood(database, team, Math.min(events, WARM_UP));
            steady("while nobody hangs");
            for (String owner : List.of(key, strangersKey)) bury(owner);
            publish(database, vain(team));
            publish(database, vain(stranger.value()));
            await("the dead to be called", () -> dead.stream().allMatch(one -> one.met() > 0));
            Flood flood = flood(database, team, events);
            System.out.printf(
                    Locale.ROOT,
                    "%d events at once, beside %d dead endpoints: %.1f s, %.0f deliveries/s%n",
                    events,
                    dead.size(),
                    flood.seconds(),
                    events / flood.seconds());
            System.out.printf(
                    Locale.ROOT,
                    "CPU seconds per 1,000 deliveries: server %.3f, PostgreSQL %.3f, endpoint and load %.3f%n",
                    flood.used().server() * 1000 / events,
                    flood.used().postgres() * 1000 / events,
                    flood.used().bench() * 1000 / events);
        }
        steady("beside the dead");
        int called = dead.stream().mapToInt(WebhookEndpoint::met).sum();
        System.out.printf(
                "the dead were called %d times; the healthy one heard %d messages, %d of them twice%n",
                called, ids.size(), heard.get() - ids.size());
        System.exit(0);
    }

    private void hear(String id, byte[] body) {
        long now = System.nanoTime();
        ids.add(id);
        heard.incrementAndGet();
        Matcher sentAt = SENT_AT.matcher(new String(body, StandardCharsets.UTF_8));
        if (sentAt.find()) ages.add(now - Long.parseLong(sentAt.group(1)));
    }

    private void bury(String owner) throws IOException, InterruptedException {
        for (int i = 0; i < DEAD_EACH; i++) {
            var endpoint = WebhookEndpoint.dead();
            dead.add(endpoint);
            webhook(owner, endpoint.url(), "\"email.bounced\"");
        }
    }

    /// Tells of so many events and waits until all have arrived. The clock starts when they are published.
    private Flood flood(Database database, UUID team, int events) throws IOException, InterruptedException {
        int before = ids.size();
        publish(database, delivered(team, events));
        long begin = System.nanoTime();
        ProcessorTime.Used usedBefore = time.used();
        await("every event", () -> ids.size() >= before + events);
        double seconds = (System.nanoTime() - begin) / 1e9;
        return new Flood(seconds, time.used().since(usedBefore));
    }

    private void steady(String when) throws InterruptedException {
        ages.clear();
        long begin = System.nanoTime();
        for (int i = 0; i < STEADY; i++) {
            LockSupport.parkNanos(begin + i * 1_000_000_000L / A_SECOND - System.nanoTime());
            Thread.ofVirtual().start(this::createTopic);
        }
        await("every topic", () -> ages.size() >= STEADY);
        long[] sorted = ages.stream().mapToLong(Long::longValue).sorted().toArray();
        System.out.printf(
                Locale.ROOT,
                "%d events of the API, %d a second, %s: age at arrival p50 %.0f ms, p99 %.0f ms, most %.0f ms%n",
                STEADY,
                A_SECOND,
                when,
                sorted[sorted.length / 2] / 1e6,
                sorted[sorted.length * 99 / 100] / 1e6,
                sorted[sorted.length - 1] / 1e6);
    }

    private void createTopic() {
        try {
            post(key, "/topics", "{\"name\":\"at-" + System.nanoTime() + "\",\"default_subscription\":\"opt_in\"}");
        } catch (IOException refused) {
            System.err.println("a topic was not created: " + refused);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    /// Waits as long as something still arrives.
    private void await(String what, BooleanSupplier condition) throws InterruptedException {
        long seen = -1;
        long since = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (heard.get() != seen) {
                seen = heard.get();
                since = System.nanoTime();
            }
            if (System.nanoTime() - since > GIVE_UP_NANOS) {
                System.err.println("bench: waited in vain for " + what + ", " + seen + " messages were heard");
                System.exit(1);
            }
            Thread.sleep(1);
        }
    }

    private static List<EmailBounced> vain(UUID team) {
        var bounce = Map.of(
                "message", "The mailbox does not exist.",
                "type", "Permanent",
                "sub_type", "General",
                "diagnostic_codes", List.of("smtp; 550 5.1.1 no"));
        return IntStream.range(0, VAIN_EACH)
                .mapToObj(number -> Map.of("email", facts(team, number), "bounce", bounce))
                .map(event -> Json.read(Json.write(event), EmailBounced.class))
                .toList();
    }

    private static List<EmailDelivered> delivered(UUID team, int events) {
        return IntStream.range(0, events)
                .mapToObj(number -> Map.of("email", facts(team, number)))
                .map(event -> Json.read(Json.write(event), EmailDelivered.class))
                .toList();
    }

    /// As the outbox has them: what events tell beyond this is absent.
    private static Map<String, Object> facts(UUID team, int number) {
        return Map.of(
                "email_id",
                UUID.randomUUID(),
                "team_id",
                team,
                "created_at",
                "2026-01-01T12:00:00Z",
                "from",
                "Bench <bench@bench.test>",
                "to",
                List.of("ada" + number + "@dest.test"),
                "subject",
                "Your receipt number " + number,
                "message_id",
                "<" + number + "@bench.test>",
                "tags",
                Map.of("category", "receipt"),
                "headers",
                Map.of());
    }

    private static void publish(Database database, List<? extends Event> events) {
        database.useTransaction(tx -> tx.publish(events));
    }

    private Database database() {
        return Storage.attach(new StorageConfig("", "", new Secret(""), 2), data, clock)
                .orElseThrow(() -> new IllegalStateException("no server runs on " + data));
    }

    private static UUID teamOf(Database database, UUID webhook) {
        return database.inTransaction(tx -> tx.handle()
                .createQuery("select team_id from webhooks where id = :id")
                .bind("id", webhook)
                .mapTo(UUID.class)
                .one());
    }

    private UUID webhook(String owner, String url, String types) throws IOException, InterruptedException {
        Matcher id = ID.matcher(post(owner, "/webhooks", "{\"endpoint\":\"" + url + "\",\"events\":[" + types + "]}"));
        if (!id.find()) throw new IllegalStateException("a webhook without an id");
        return UUID.fromString(id.group(1));
    }

    private String post(String owner, String path, String body) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(api + path))
                .header("Authorization", "Bearer " + owner)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() / 100 != 2) throw new IOException(path + " says " + answer.body());
        return answer.body();
    }

    /// @param seconds from publishing the events to the arrival of the last
    private record Flood(double seconds, ProcessorTime.Used used) {}

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
