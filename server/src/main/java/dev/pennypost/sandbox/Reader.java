package dev.pennypost.sandbox;

import dev.pennypost.config.HostPort;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A mail program with a person in front of it: loads the image that counts, follows a link that counts. It
/// asks the product only, wherever an address in a mail may lead.
final class Reader implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String AGENT =
            "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Thunderbird/140.0 Pennypost-Sandbox/1";

    private final HttpClient http = HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(PATIENCE)
            .build();
    private volatile @Nullable HostPort product;

    void leadTo(HostPort listener) {
        product = listener;
    }

    Played visit(String address) {
        HostPort to = product;
        Optional<String> path = TrackedParts.path(address);
        if (path.isEmpty()) return Played.NOTHING_TRACKED;
        return to == null ? Played.NOT_REACHED : asked(URI.create("http://" + to + path.get()));
    }

    private Played asked(URI address) {
        var request = HttpRequest.newBuilder(address)
                .timeout(PATIENCE)
                .header("User-Agent", AGENT)
                .build();
        try {
            var answer = http.send(request, HttpResponse.BodyHandlers.discarding());
            return answer.statusCode() < 400 ? Played.DONE : Played.NOTHING_TRACKED;
        } catch (IOException unreachable) {
            return Played.NOT_REACHED;
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
            return Played.NOT_REACHED;
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
