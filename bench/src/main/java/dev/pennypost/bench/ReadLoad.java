package dev.pennypost.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/// Asks for pages one after the other over one connection, and prints how long each took.
///
/// Arguments: API URL, API key, requests for each, then paths.
final class ReadLoad {
    private ReadLoad() {}

    public static void main(String[] args) throws IOException {
        URI api = URI.create(args[0]);
        int requests = Integer.parseInt(args[2]);
        try (var connection = new ApiConnection(api)) {
            for (String path : Arrays.asList(args).subList(3, args.length)) {
                byte[] request = ("GET " + path + " HTTP/1.1\r\nHost: " + api.getAuthority()
                                + "\r\nAuthorization: Bearer " + args[1] + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII);
                long[] times = new long[requests];
                for (int i = 0; i < requests; i++) {
                    long begin = System.nanoTime();
                    int status = connection.ask(request).status();
                    if (status != 200) throw new IOException(path + ": " + status);
                    times[i] = System.nanoTime() - begin;
                }
                Arrays.sort(times);
                System.out.printf(
                        Locale.ROOT,
                        "%-64s p50_ms %.2f p99_ms %.2f%n",
                        path,
                        times[requests / 2] / 1e6,
                        times[requests * 99 / 100] / 1e6);
            }
        }
    }
}
