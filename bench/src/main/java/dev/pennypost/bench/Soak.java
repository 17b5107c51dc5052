package dev.pennypost.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Measures what a server delivers at most, then sends 70 % of it for a long time to four kinds of sites, and prints
/// every half minute how long mail for the healthy one was under way and how much memory the server takes. Fails when
/// memory grows, healthy mail waits or anything is refused or lost.
///
/// Arguments: `PORT URL KEY DOMAIN MINUTES PID`; the sites listen on four ports from `PORT` on.
final class Soak {
    private static final int SENDERS = 64;
    private static final Duration REPORT = Duration.ofSeconds(30);
    private static final double LOAD = 0.7;
    /// Until the hot methods are compiled.
    private static final int WARM_UP = 40_000;

    private static final int MEASURED = 20_000;
    /// Of a hundred emails, this many go to the slow, the dead and the greylisting site each.
    private static final int EACH_ILL = 4;

    private static final double MOST_GROWTH = 1.25;
    /// What is under way at one moment and not at another, in kilobytes.
    private static final long UNDER_WAY = 8 * 1024;

    private static final long MOST_P99_MS = 2_000;
    /// What may be under way to the healthy site when the sending ends, and still has to come.
    private static final Duration LAST_ARRIVE_WITHIN = Duration.ofMinutes(1);

    private final URI api;
    private final String key;
    private final String domain;
    private final AtomicLong next = new AtomicLong();
    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong healthyAccepted = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final ConcurrentLinkedQueue<Long> delays = new ConcurrentLinkedQueue<>();
    private final List<SoakSite> sites;
    private volatile boolean over;

    private Soak(int port, URI api, String key, String domain) {
        this.api = api;
        this.key = key;
        this.domain = domain;
        this.sites = List.of(
                new SoakSite(SoakSite.Temper.HEALTHY, this::arrived).listen(port),
                new SoakSite(SoakSite.Temper.SLOW, _ -> {}).listen(port + 1),
                new SoakSite(SoakSite.Temper.DEAD, _ -> {}).listen(port + 2),
                new SoakSite(SoakSite.Temper.GREYLISTING, _ -> {}).listen(port + 3));
    }

    public static void main(String[] args) throws InterruptedException {
        var soak = new Soak(Integer.parseInt(args[0]), URI.create(args[1]), args[2], args[3]);
        soak.flatOut(WARM_UP);
        double most = soak.flatOut(MEASURED);
        int rate = (int) (most * LOAD);
        System.out.printf(Locale.ROOT, "accepts and delivers %.0f emails/s at most; soaking at %d/s%n", most, rate);
        soak.run(rate, Duration.ofMinutes(Long.parseLong(args[4])), new ServerMemory(args[5]));
    }

    private void arrived(long sentAt) {
        delays.add(System.nanoTime() - sentAt);
    }

    /// Sends so many to the healthy site as fast as they are accepted; returns the rate at which they were delivered.
    private double flatOut(int emails) throws InterruptedException {
        var left = new AtomicLong(emails);
        long before = healthy().taken() + refused.get();
        long begin = System.nanoTime();
        senders(() -> left.getAndDecrement() > 0 ? "dest" : null);
        while (healthy().taken() + refused.get() < before + emails) Thread.sleep(1);
        delays.clear();
        return emails * 1e9 / (System.nanoTime() - begin);
    }

    private SoakSite healthy() {
        return sites.getFirst();
    }

    private void run(int rate, Duration length, ServerMemory memory) throws InterruptedException {
        long begin = System.nanoTime();
        var due = new AtomicLong();
        senders(() -> {
            long number = due.getAndIncrement();
            LockSupport.parkNanos(begin + (long) (number * 1e9 / rate) - System.nanoTime());
            return over ? null : site((int) (number % 100));
        });
        var worst = new ArrayList<Double>();
        @Nullable Memory early = null;
        for (long elapsed = 0; elapsed < length.toNanos(); elapsed = System.nanoTime() - begin) {
            // The first third of the time is for warming up.
            if (early == null && elapsed > length.toNanos() / 3) {
                early = Memory.of(memory);
                worst.clear();
            }
            LockSupport.parkNanos(REPORT.toNanos());
            worst.add(report((System.nanoTime() - begin) / 1e9, memory.resident()));
        }
        over = true;
        conclude(Objects.requireNonNull(early), Memory.of(memory), worst, missing());
    }

    /// What a server took at a moment, in kilobytes.
    private record Memory(long live, long resident) {
        static Memory of(ServerMemory server) {
            return new Memory(server.live(), server.resident());
        }

        boolean isFlatSince(Memory early) {
            return live <= early.live * MOST_GROWTH + UNDER_WAY && resident <= early.resident * MOST_GROWTH;
        }

        @Override
        public String toString() {
            return live / 1024 + " MB live and " + resident / 1024 + " MB resident";
        }
    }

    /// How many of those accepted for the healthy site it has not seen.
    private long missing() throws InterruptedException {
        long deadline = System.nanoTime() + LAST_ARRIVE_WITHIN.toNanos();
        while (healthyAccepted.get() > healthy().taken() && System.nanoTime() < deadline) Thread.sleep(100);
        return healthyAccepted.get() - healthy().taken();
    }

    private static String site(int kind) {
        return kind < EACH_ILL ? "slow" : kind < 2 * EACH_ILL ? "dead" : kind < 3 * EACH_ILL ? "grey" : "dest";
    }

    private double report(double seconds, long resident) {
        long[] sorted = drain();
        double p99 = percentile(sorted, 0.99);
        System.out.printf(
                Locale.ROOT,
                "%5.0f s: accepted %d refused %d, taken healthy %d slow %d grey %d; healthy p50 %.0f ms p99 %.0f ms; resident %d MB%n",
                seconds,
                accepted.get(),
                refused.get(),
                healthy().taken(),
                sites.get(1).taken(),
                sites.get(3).taken(),
                percentile(sorted, 0.5),
                p99,
                resident / 1024);
        return p99;
    }

    private void conclude(Memory early, Memory late, List<Double> worst, long missing) {
        List<Double> sorted = worst.stream().sorted().toList();
        double median = sorted.get(sorted.size() / 2);
        System.out.printf(
                Locale.ROOT,
                "memory: %s after a third, %s at the end; healthy p99, median of the half minutes since: %.0f ms; "
                        + "%d refused, %d of the healthy site's missing%n",
                early,
                late,
                median,
                refused.get(),
                missing);
        boolean well = late.isFlatSince(early) && median <= MOST_P99_MS && refused.get() == 0 && missing == 0;
        System.exit(well ? 0 : 1);
    }

    /// Each sends one email after another, to the site it is told, until it is told none. Does not wait for them.
    private void senders(Supplier<@Nullable String> site) {
        for (int i = 0; i < SENDERS; i++) Thread.ofVirtual().start(() -> send(site));
    }

    private void send(Supplier<@Nullable String> sites) {
        try (var connection = new ApiConnection(api)) {
            for (String site = sites.get(); site != null; site = sites.get()) {
                count(
                        site,
                        connection.ask(request(next.getAndIncrement(), site)).status() == 200);
            }
        } catch (IOException broken) {
            refused.incrementAndGet();
            System.err.println("a connection broke: " + broken);
        }
    }

    private void count(String site, boolean taken) {
        if (!taken) {
            refused.incrementAndGet();
            return;
        }
        accepted.incrementAndGet();
        if (site.equals("dest")) healthyAccepted.incrementAndGet();
    }

    private byte[] request(long number, String site) {
        String body = "{\"from\":\"Soak <soak@" + domain + ">\",\"to\":[\"ada" + number + "@" + site
                + ".test\"],\"subject\":\"soak-" + System.nanoTime() + "\",\"text\":\"" + "A long walk. ".repeat(150)
                + "\"}";
        return ("POST /emails HTTP/1.1\r\nHost: " + api.getAuthority() + "\r\nAuthorization: Bearer " + key
                        + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.US_ASCII);
    }

    private long[] drain() {
        var all = new ArrayList<Long>();
        for (Long one = delays.poll(); one != null; one = delays.poll()) all.add(one);
        return all.stream().mapToLong(Long::longValue).sorted().toArray();
    }

    private static double percentile(long[] sorted, double share) {
        return sorted.length == 0
                ? 0
                : sorted[(int) Math.min(sorted.length - 1L, (long) (sorted.length * share))] / 1e6;
    }
}
