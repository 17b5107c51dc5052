package dev.pennypost.bench;

import dev.pennypost.config.Secret;
import dev.pennypost.secrets.MasterKey;
import dev.pennypost.secrets.Seal;
import dev.pennypost.secrets.SecretsConfig;
import dev.pennypost.storage.Database;
import dev.pennypost.storage.Storage;
import dev.pennypost.storage.StorageConfig;
import dev.pennypost.tracking.links.Token;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/// Measures how long figures take in an installation with many events and, in turn with it, in an empty one; then how
/// fast visits of one broadcast are taken, and whether the figures are exact afterwards.
///
/// Arguments: data directory, API URL and API key of the full one; API URL and API key of the empty one; events.
final class MetricsLoad {
    private static final int REQUESTS = 200;
    private static final long ENOUGH_NANOS = Duration.ofSeconds(12).toNanos();
    private static final int FEWEST = 30;
    private static final int RECIPIENTS = 15_000;
    private static final int CLICKS = 5_000;
    private static final int CONNECTIONS = 64;
    private static final long GIVE_UP_NANOS = Duration.ofMinutes(1).toNanos();
    private static final String BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0";

    private final Path data;
    private final Database database;
    private final URI api;
    private final String key;
    private final URI emptyApi;
    private final String emptyKey;

    private MetricsLoad(Path data, Database database, String[] args) {
        this.data = data;
        this.database = database;
        this.api = URI.create(args[1]);
        this.key = args[2];
        this.emptyApi = URI.create(args[3]);
        this.emptyKey = args[4];
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        Path data = Path.of(args[0]);
        try (var database = Storage.attach(new StorageConfig("", "", new Secret(""), 2), data, InstantSource.system())
                .orElseThrow(() -> new IllegalStateException("no server runs on " + data))) {
            new MetricsLoad(data, database, args).run(Long.parseLong(args[5]));
        }
        System.exit(0);
    }

    private void run(long events) throws IOException, InterruptedException {
        UUID team = one("select team_id from domains order by id limit 1");
        UUID domain = one("select id from domains order by id limit 1");
        var figures = new StoredFigures(database, events);
        figures.fill(team, domain);
        figures.tell();
        System.out.printf(
                "%-44s %22s %22s%n",
                "GET /emails/metrics, of who owns half", "full p50 / p99 ms", "empty p50 / p99 ms");
        for (Map.Entry<String, String> question : questions(domain)) ask(question.getKey(), question.getValue());
        visits(team, domain);
    }

    private UUID one(String query) {
        return database.inTransaction(
                tx -> tx.handle().createQuery(query).mapTo(UUID.class).one());
    }

    private static List<Map.Entry<String, String>> questions(UUID domain) {
        String month = "&start_date=" + LocalDate.now(ZoneOffset.UTC).minusDays(30);
        String quarter = "&start_date=" + LocalDate.now(ZoneOffset.UTC).minusDays(StoredFigures.DAYS);
        String berlin = "&timezone=Europe/Berlin";
        return List.of(
                Map.entry("30 days, by day", "dimensions=period" + month),
                Map.entry("30 days, by day in Berlin", "dimensions=period" + month + berlin),
                Map.entry("30 days, one domain, by day", "dimensions=period&domain_id=" + domain + month),
                Map.entry("30 days, by domain", "dimensions=domain" + month),
                Map.entry("30 days, one tag", "tag=category:v7" + month),
                Map.entry("30 days, by tag", "dimensions=tag&tag=category" + month),
                Map.entry("90 days, by day", "dimensions=period" + quarter),
                Map.entry("90 days, by day in Berlin", "dimensions=period" + quarter + berlin),
                Map.entry("90 days, one domain, by day", "dimensions=period&domain_id=" + domain + quarter),
                Map.entry("90 days, by domain", "dimensions=domain" + quarter),
                Map.entry("90 days, by tag", "dimensions=tag&tag=category" + quarter));
    }

    /// Asks both in turn, so that what else the machine does meets both.
    private void ask(String name, String query) throws IOException {
        byte[] request = get(api, "/emails/metrics?" + query, key);
        byte[] emptyRequest = get(emptyApi, "/emails/metrics?" + query, emptyKey);
        var full = new ArrayList<Long>();
        var empty = new ArrayList<Long>();
        try (var connection = new ApiConnection(api);
                var emptyConnection = new ApiConnection(emptyApi)) {
            for (int i = 0; i < 10; i++) {
                time(connection, request);
                time(emptyConnection, emptyRequest);
            }
            long end = System.nanoTime() + ENOUGH_NANOS;
            while (full.size() < REQUESTS && (full.size() < FEWEST || System.nanoTime() < end)) {
                full.add(time(connection, request));
                empty.add(time(emptyConnection, emptyRequest));
            }
        }
        System.out.printf(
                Locale.ROOT,
                "  %-42s %11.1f / %8.1f %11.1f / %8.1f   ratio of p50 %.1f%n",
                name,
                percentile(full, 50),
                percentile(full, 99),
                percentile(empty, 50),
                percentile(empty, 99),
                percentile(full, 50) / percentile(empty, 50));
    }

    private static long time(ApiConnection connection, byte[] request) throws IOException {
        long begin = System.nanoTime();
        int status = connection.ask(request).status();
        if (status != 200) throw new IOException("status " + status);
        return System.nanoTime() - begin;
    }

    private static byte[] get(URI api, String path, String key) {
        return ("GET " + path + " HTTP/1.1\r\nHost: " + api.getAuthority() + "\r\nUser-Agent: " + BROWSER
                        + (key.isEmpty() ? "" : "\r\nAuthorization: Bearer " + key) + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static double percentile(List<Long> times, int share) {
        long[] sorted = times.stream().mapToLong(Long::longValue).sorted().toArray();
        return sorted[Math.min(sorted.length - 1, sorted.length * share / 100)] / 1e6;
    }

    /// Every recipient of a broadcast opens it, and a third of them follow a link.
    private void visits(UUID team, UUID domain) throws InterruptedException {
        List<UUID> emails = StoredEmails.broadcast(database, RECIPIENTS);
        var seal =
                new Seal(MasterKey.load(new SecretsConfig(new Secret("")), data, new SecureRandom()), "tracked links");
        var paths = new ArrayList<String>();
        for (UUID email : emails) paths.add(path(new Token(Token.Kind.OPEN, team, email, 0, ""), seal));
        for (UUID email : emails.subList(0, CLICKS))
            paths.add(path(new Token(Token.Kind.CLICK, team, email, 0, "https://shop.test/offer"), seal));
        Collections.shuffle(paths, new Random(1));
        long[] before = counted(domain);
        long begin = System.nanoTime();
        List<Long> times = burst(paths);
        double answered = (System.nanoTime() - begin) / 1e9;
        int all = paths.size();
        long since = System.nanoTime();
        while (counted(domain)[0] - before[0] + counted(domain)[2] - before[2] < all) {
            if (System.nanoTime() - since > GIVE_UP_NANOS) break;
            Thread.sleep(20);
        }
        double written = (System.nanoTime() - begin) / 1e9;
        System.out.printf(
                Locale.ROOT,
                "%,d visits of one broadcast over %d connections: answered %.0f/s, p50 %.1f ms, p99 %.1f ms;"
                        + " counted %.0f/s%n",
                all,
                CONNECTIONS,
                times.size() / answered,
                percentile(times, 50),
                percentile(times, 99),
                all / written);
        long[] after = counted(domain);
        long[] difference = new long[after.length];
        Arrays.setAll(difference, i -> after[i] - before[i]);
        long[] expected = {RECIPIENTS, RECIPIENTS, CLICKS, CLICKS};
        System.out.printf(
                "opened, unique, clicked, unique: %s, %s%n",
                Arrays.toString(difference),
                Arrays.equals(difference, expected) ? "exact" : "WRONG, expected " + Arrays.toString(expected));
        if (!Arrays.equals(difference, expected)) System.exit(1);
    }

    private static String path(Token token, Seal seal) {
        return "/t/" + token.sealed(seal);
    }

    private List<Long> burst(List<String> paths) throws InterruptedException {
        var next = new AtomicInteger();
        List<Long> times = Collections.synchronizedList(new ArrayList<>());
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < CONNECTIONS; i++)
            threads.add(Thread.ofVirtual().start(() -> {
                try (var connection = new ApiConnection(api)) {
                    for (int turn = next.getAndIncrement(); turn < paths.size(); turn = next.getAndIncrement()) {
                        long begin = System.nanoTime();
                        connection.ask(get(api, paths.get(turn), ""));
                        times.add(System.nanoTime() - begin);
                    }
                } catch (IOException broken) {
                    System.err.println("a connection broke: " + broken);
                }
            }));
        for (Thread thread : threads) thread.join();
        return times;
    }

    /// In quarters and in days: what is counted may move from the ones to the others meanwhile.
    private long[] counted(UUID domain) {
        return database.inTransaction(tx -> tx.handle()
                .createQuery("""
                        select sum(times) filter (where figure = 'opened'), sum(times) filter (where figure = 'unique_opened'),
                               sum(times) filter (where figure = 'clicked'), sum(times) filter (where figure = 'unique_clicked')
                          from (select figure, times from email_statistics where domain_id = :domain
                                union all
                                select figure, times[96] from email_statistics_days where domain_id = :domain) as counted""")
                .bind("domain", domain)
                .map((row, _) -> new long[] {row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4)})
                .one());
    }
}
