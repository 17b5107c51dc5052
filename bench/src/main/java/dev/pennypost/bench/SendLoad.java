package dev.pennypost.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/// Sends emails through the HTTP API over many kept connections, one a request or in batches, and prints how many were
/// accepted a second and how long each request took.
///
/// Arguments: API URL, API key, sender's domain, emails, connections, octets of body, and emails a request, where 1 is
/// not a batch.
final class SendLoad {
    private final URI api;
    private final String key;
    private final int each;
    private final byte[] body;
    private final AtomicInteger left;
    private final AtomicInteger refused = new AtomicInteger();

    private SendLoad(URI api, String key, int each, byte[] body, int emails) {
        this.api = api;
        this.key = key;
        this.each = each;
        this.body = body;
        this.left = new AtomicInteger(emails / each);
    }

    public static void main(String[] args) throws InterruptedException {
        int emails = Integer.parseInt(args[3]);
        int connections = Integer.parseInt(args[4]);
        int each = args.length > 6 ? Integer.parseInt(args[6]) : 1;
        String email = email(args[2], Integer.parseInt(args[5]));
        String json = each == 1 ? email : "[" + String.join(",", Collections.nCopies(each, email)) + "]";
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        new SendLoad(URI.create(args[0]), args[1], each, body, emails).run(emails, connections);
    }

    private void run(int emails, int connections) throws InterruptedException {
        var workers = new ArrayList<Worker>();
        var threads = new ArrayList<Thread>();
        long begin = System.nanoTime();
        for (int i = 0; i < connections; i++) {
            var worker = new Worker();
            workers.add(worker);
            threads.add(Thread.ofVirtual().start(worker));
        }
        for (Thread thread : threads) thread.join();
        double seconds = (System.nanoTime() - begin) / 1e9;
        long[] times = workers.stream()
                .flatMapToLong(worker -> worker.times.stream().mapToLong(Long::longValue))
                .sorted()
                .toArray();
        System.out.printf(
                Locale.ROOT,
                "accepted %d refused %d seconds %.2f rate %.0f p50_ms %.1f p99_ms %.1f%n",
                times.length * each,
                refused.get() * each,
                seconds,
                times.length * each / seconds,
                percentile(times, 0.50),
                percentile(times, 0.99));
        if (times.length * each < emails) System.exit(1);
    }

    private static double percentile(long[] sorted, double share) {
        return sorted.length == 0
                ? 0
                : sorted[(int) Math.min(sorted.length - 1L, (long) (sorted.length * share))] / 1e6;
    }

    private static String email(String domain, int octets) {
        String filler = "All work and no play makes mail a dull toy. "
                .repeat(octets / 44 + 1)
                .substring(0, octets);
        return "{\"from\":\"Bench <bench@" + domain
                + ">\",\"to\":[\"ada@dest.test\"],\"subject\":\"Benchmark\",\"text\":\"" + filler + "\"}";
    }

    /// One connection and the requests made over it.
    private final class Worker implements Runnable {
        final List<Long> times = new ArrayList<>();

        @Override
        public void run() {
            try (var connection = new ApiConnection(api)) {
                send(connection);
            } catch (IOException broken) {
                System.err.println("a connection broke: " + broken);
            }
        }

        private void send(ApiConnection connection) throws IOException {
            byte[] request = request();
            while (left.getAndDecrement() > 0) {
                long begin = System.nanoTime();
                if (connection.ask(request).status() == 200) times.add(System.nanoTime() - begin);
                else refused.incrementAndGet();
            }
        }

        private byte[] request() {
            byte[] head = ("POST /emails" + (each == 1 ? "" : "/batch") + " HTTP/1.1\r\nHost: " + api.getAuthority()
                            + "\r\nAuthorization: Bearer " + key
                            + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII);
            byte[] request = Arrays.copyOf(head, head.length + body.length);
            System.arraycopy(body, 0, request, head.length, body.length);
            return request;
        }
    }
}
