package dev.pennypost.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;

/// Sends at a steady rate for a long time to four kinds of sites, and prints every half minute how long mail for the
/// healthy one was under way and how much memory the server takes. Fails when memory grows or healthy mail waits.
///
/// Arguments: `sites PORT`, to have the sites alone; or `load PORT URL KEY DOMAIN RATE MINUTES PID`.
final class Soak {
    private static final int SENDERS = 32;
    private static final Duration REPORT = Duration.ofSeconds(30);
    /// Of a hundred emails, this many go to the slow, the dead and the greylisting site each.
    private static final int EACH_ILL = 4;

    private static final double MOST_GROWTH = 1.25;
    private static final long MOST_P99_MS = 2_000;

    private final URI api;
    private final String key;
    private final String domain;
    private final int rate;
    private final AtomicLong next = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final ConcurrentLinkedQueue<Long> delays = new ConcurrentLinkedQueue<>();
    private volatile boolean over;

    private Soak(URI api, String key, String domain, int rate) {
        this.api = api;
        this.key = key;
        this.domain = domain;
        this.rate = rate;
    }

    public static void main(String[] args) throws InterruptedException {
        int port = Integer.parseInt(args[1]);
        if (args[0].equals("sites")) {
            sites(port, _ -> {});
            Thread.currentThread().join();
        }
        var soak = new Soak(URI.create(args[2]), args[3], args[4], Integer.parseInt(args[5]));
        List<SoakSite> sites = sites(port, soak::arrived);
        soak.run(sites, Duration.ofMinutes(Long.parseLong(args[6])), Path.of("/proc", args[7], "status"));
    }

    private static List<SoakSite> sites(int port, LongConsumer healthyArrived) {
        return List.of(
                new SoakSite(SoakSite.Temper.HEALTHY, healthyArrived).listen(port),
                new SoakSite(SoakSite.Temper.SLOW, _ -> {}).listen(port + 1),
                new SoakSite(SoakSite.Temper.DEAD, _ -> {}).listen(port + 2),
                new SoakSite(SoakSite.Temper.GREYLISTING, _ -> {}).listen(port + 3));
    }

    private void arrived(long sentAt) {
        delays.add(System.nanoTime() - sentAt);
    }

    private void run(List<SoakSite> sites, Duration length, Path status) {
        for (int i = 0; i < SENDERS; i++) Thread.ofVirtual().start(this::send);
        long begin = System.nanoTime();
        var memory = new ArrayList<Long>();
        var worst = new ArrayList<Double>();
        while (System.nanoTime() - begin < length.toNanos()) {
            LockSupport.parkNanos(REPORT.toNanos());
            long resident = resident(status);
            double p99 = report((System.nanoTime() - begin) / 1e9, sites, resident);
            memory.add(resident);
            worst.add(p99);
        }
        over = true;
        conclude(memory, worst);
    }

    private double report(double seconds, List<SoakSite> sites, long resident) {
        long[] sorted = drain();
        double p99 = percentile(sorted, 0.99);
        System.out.printf(
                Locale.ROOT,
                "%5.0f s: sent %d refused %d, taken healthy %d slow %d grey %d; healthy p50 %.0f ms p99 %.0f ms; resident %d MB%n",
                seconds,
                next.get(),
                refused.get(),
                sites.get(0).taken(),
                sites.get(1).taken(),
                sites.get(3).taken(),
                percentile(sorted, 0.5),
                p99,
                resident / 1024);
        return p99;
    }

    /// The first third of the time is for warming up.
    private static void conclude(List<Long> memory, List<Double> worst) {
        int third = memory.size() / 3;
        long early = memory.get(Math.min(third, memory.size() - 1));
        double growth = (double) memory.getLast() / early;
        List<Double> later =
                worst.subList(third, worst.size()).stream().sorted().toList();
        double median = later.get(later.size() / 2);
        System.out.printf(
                Locale.ROOT,
                "memory: %d MB after a third, %d MB at the end, %.2f x; healthy p99, median of the half minutes: %.0f ms%n",
                early / 1024,
                memory.getLast() / 1024,
                growth,
                median);
        if (growth > MOST_GROWTH || median > MOST_P99_MS) System.exit(1);
        System.exit(0);
    }

    private void send() {
        try (var socket = new Socket(api.getHost(), api.getPort())) {
            socket.setTcpNoDelay(true);
            var in = new BufferedInputStream(socket.getInputStream(), 4096);
            long begin = System.nanoTime();
            while (!over) {
                long number = next.getAndIncrement();
                long due = begin + (long) (number * 1e9 / rate);
                LockSupport.parkNanos(due - System.nanoTime());
                socket.getOutputStream().write(request(number));
                if (Answer.read(in).status() != 200) refused.incrementAndGet();
            }
        } catch (IOException broken) {
            System.err.println("a connection broke: " + broken);
        }
    }

    private byte[] request(long number) {
        int kind = (int) (number % 100);
        String site = kind < EACH_ILL ? "slow" : kind < 2 * EACH_ILL ? "dead" : kind < 3 * EACH_ILL ? "grey" : "dest";
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

    /// In kilobytes.
    private static long resident(Path status) {
        try {
            return Files.readAllLines(status).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }
}
