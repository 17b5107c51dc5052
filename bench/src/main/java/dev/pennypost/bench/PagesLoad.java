package dev.pennypost.bench;

import dev.pennypost.storage.Database;
import dev.pennypost.webhooks.SvixId;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/// Measures how long the pages of the dashboard take for a team with many emails and, in turn with it, for one that has
/// one of each.
///
/// Arguments: data directory, API URL and API key of the full one; data directory, API URL and API key of the empty
/// one; emails.
final class PagesLoad {
    private static final int REQUESTS = 100;
    private static final int FEWEST = 10;
    private static final long ENOUGH_NANOS = Duration.ofSeconds(3).toNanos();
    private static final double MOST_MILLIS = 50;

    private final Server full;
    private final Server empty;

    private PagesLoad(Server full, Server empty) {
        this.full = full;
        this.empty = empty;
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        try (var fullDatabase = StoredEmails.attach(Path.of(args[0]));
                var emptyDatabase = StoredEmails.attach(Path.of(args[3]))) {
            var full = new Server(fullDatabase, URI.create(args[1]), args[2]);
            var empty = new Server(emptyDatabase, URI.create(args[4]), args[5]);
            full.makeOneOfEach();
            empty.makeOneOfEach();
            new StoredTeam(fullDatabase).fill(Integer.parseInt(args[6]));
            full.signIn();
            empty.signIn();
            new PagesLoad(full, empty).run();
        }
        System.exit(0);
    }

    private void run() throws IOException {
        System.out.printf("%-46s %20s %20s%n", "page", "full p50 / p99 ms", "empty p50 / p99 ms");
        Map<String, String> pages = full.pages();
        Map<String, String> emptyPages = empty.pages();
        int slow = 0;
        for (Map.Entry<String, String> page : pages.entrySet()) {
            String emptyPath = Objects.requireNonNull(emptyPages.get(page.getKey()), page.getKey());
            if (ask(page.getKey(), full.request(page.getValue()), empty.request(emptyPath))) slow++;
        }
        System.out.printf(Locale.ROOT, "%d of %d pages take more than %.0f ms%n", slow, pages.size(), MOST_MILLIS);
    }

    /// Whether the page is slow.
    private boolean ask(String page, byte[] request, byte[] emptyRequest) throws IOException {
        var times = new ArrayList<Long>();
        var emptyTimes = new ArrayList<Long>();
        try (var connection = new ApiConnection(full.api);
                var emptyConnection = new ApiConnection(empty.api)) {
            for (int i = 0; i < 3; i++) {
                time(page, connection, request);
                time(page, emptyConnection, emptyRequest);
            }
            long end = System.nanoTime() + ENOUGH_NANOS;
            while (times.size() < REQUESTS && (times.size() < FEWEST || System.nanoTime() < end)) {
                times.add(time(page, connection, request));
                emptyTimes.add(time(page, emptyConnection, emptyRequest));
            }
        }
        double median = percentile(times, 50);
        System.out.printf(
                Locale.ROOT,
                "%-46s %9.1f / %8.1f %9.1f / %8.1f   ratio of p50 %5.1f%s%n",
                page,
                median,
                percentile(times, 99),
                percentile(emptyTimes, 50),
                percentile(emptyTimes, 99),
                median / percentile(emptyTimes, 50),
                median > MOST_MILLIS ? "  SLOW" : percentile(times, 99) > MOST_MILLIS ? "  p99 over" : "");
        return median > MOST_MILLIS;
    }

    private static long time(String page, ApiConnection connection, byte[] request) throws IOException {
        long begin = System.nanoTime();
        int status = connection.ask(request).status();
        if (status != 200) throw new IOException(page + ": " + status);
        return System.nanoTime() - begin;
    }

    private static double percentile(List<Long> times, int percent) {
        Collections.sort(times);
        return times.get(Math.min(times.size() - 1, times.size() * percent / 100)) / 1e6;
    }

    /// One of the two.
    private static final class Server {
        private static final String PASSWORD = "correct horse battery";

        private final HttpClient http = HttpClient.newHttpClient();
        private final Database database;
        private final URI api;
        private final String key;
        private String cookie = "";

        Server(Database database, URI api, String key) {
            this.database = database;
            this.api = api;
            this.key = key;
        }

        /// What is copied, and what the pages of single things show.
        void makeOneOfEach() throws IOException, InterruptedException {
            post("/webhooks", "{\"endpoint\":\"https://bench.test/in\",\"events\":[\"email.sent\"]}");
            post("/emails", """
                {"from":"bench@bench.test","to":"ada@dest.test","subject":"Hello","html":"<p>Hello</p>",
                 "tags":[{"name":"category","value":"v1"}]}""");
            post("/templates", "{\"name\":\"Template\",\"subject\":\"Hello\",\"html\":\"<p>Hello</p>\"}");
            post("/topics", "{\"name\":\"Topic\",\"default_subscription\":\"opt_in\"}");
            post("/suppressions", "{\"email\":\"gone@dest.test\"}");
            long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            while (message().isEmpty()) {
                if (System.nanoTime() - end > 0) throw new IOException("the webhook is told of nothing");
                Thread.sleep(100);
            }
        }

        private void post(String path, String body) throws IOException, InterruptedException {
            var answer = http.send(
                    HttpRequest.newBuilder(api.resolve(path))
                            .header("Authorization", "Bearer " + key)
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() >= 300) throw new IOException(path + ": " + answer.body());
        }

        /// Makes the first account.
        void signIn() throws IOException, InterruptedException {
            String form = "name=Ada&email=ada%40example.com&password=" + encoded(PASSWORD);
            var answer = http.send(
                    HttpRequest.newBuilder(api.resolve("/dashboard/setup"))
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .POST(HttpRequest.BodyPublishers.ofString(form))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            for (String set : answer.headers().allValues("set-cookie"))
                if (set.startsWith("pennypost=")) cookie = set.split(";", 2)[0];
            if (cookie.isEmpty()) throw new IOException("nobody can sign in: " + answer.statusCode());
        }

        byte[] request(String path) {
            return ("GET " + path + " HTTP/1.1\r\nHost: " + api.getAuthority() + "\r\nCookie: " + cookie + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII);
        }

        /// Paths by the names of the pages.
        Map<String, String> pages() {
            var pages = new LinkedHashMap<String, String>();
            UUID email = id("select id from emails order by id offset (select count(*) / 2 from emails) limit 1");
            for (String path : List.of(
                    "",
                    "/emails",
                    "/emails?status=bounced",
                    "/emails?recipient=ada77@",
                    "/emails?subject=hello&since=P7D",
                    "/emails?tag=category:v1",
                    "/emails?recipient=nobody@nowhere.test",
                    "/domains",
                    "/domains?q=d77",
                    "/templates",
                    "/metrics",
                    "/metrics?range=month",
                    "/metrics?range=quarter",
                    "/metrics?range=month&tag=category",
                    "/suppressions",
                    "/suppressions?search=gone77",
                    "/suppressions/topics",
                    "/api-keys",
                    "/api-keys/new",
                    "/smtp",
                    "/webhooks",
                    "/webhooks/new",
                    "/logs",
                    "/logs?status=4xx",
                    "/logs?path=/domains",
                    "/mailbox",
                    "/queue",
                    "/queue/deliveries",
                    "/queue/deliveries?state=deferred",
                    "/queue/deliveries?recipient_domain=dest.test",
                    "/queue/deliveries?domain=bench.test",
                    "/queue/act?verb=cancel&domain=bench.test",
                    "/queue/act?verb=flush&recipient_domain=dest.test",
                    "/queue/sites",
                    "/audit",
                    "/audit?subject=topic",
                    "/settings",
                    "/settings/profile")) pages.put(path.isEmpty() ? "/" : path, path);
            pages.put(
                    "/logs?key={id}",
                    "/logs?key=" + id("select id from api_keys order by name like 'key %' desc, id limit 1"));
            pages.put("/emails?after=…", "/emails?after=" + email);
            pages.put("/emails/{id}", "/emails/" + email);
            pages.put("/emails/{id}?view=source", "/emails/" + email + "?view=source");
            String domain = "/domains/" + id("select id from domains where name = 'bench.test'");
            for (String part : List.of("", "/keys", "/history", "/settings", "/publish", "/share"))
                pages.put("/domains/{id}" + part, domain + part);
            pages.put("/templates/{id}", "/templates/" + id("select id from templates where name = 'Template'"));
            String webhook = "/webhooks/" + id("select id from webhooks where endpoint = 'https://bench.test/in'");
            pages.put("/webhooks/{id}", webhook);
            pages.put(
                    "/webhooks/{id}/events/{event}",
                    webhook + "/events/" + SvixId.MESSAGE.of(message().orElseThrow()));
            pages.replaceAll((_, path) -> "/dashboard" + path);
            return pages;
        }

        /// The newest that the first webhook was sent.
        private Optional<UUID> message() {
            return database.inTransaction(tx -> tx.handle()
                    .createQuery("select m.id from webhook_messages m join webhooks w on w.id = m.webhook_id"
                            + " where w.endpoint = 'https://bench.test/in' order by m.id desc limit 1")
                    .mapTo(UUID.class)
                    .findOne());
        }

        private UUID id(String query) {
            return Row.id(database, query);
        }

        private static String encoded(String text) {
            return URLEncoder.encode(text, StandardCharsets.UTF_8);
        }
    }
}
