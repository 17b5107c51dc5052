package dev.pennypost.domains.connect;

import dev.pennypost.net.Exchange;
import dev.pennypost.net.OutboundHttp;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Gets documents by URL.
@FunctionalInterface
public interface Web {
    /// The document; empty when there is none, for whatever reason.
    Optional<String> get(URI url);

    /// Over a client that does not dial addresses it must not.
    static Web over(OutboundHttp http) {
        return url -> {
            try {
                var headers = List.of(new Exchange.Header("Accept", "application/json"));
                var answer = http.send(new Exchange("GET", url, headers, new byte[0], PATIENCE, MOST_OCTETS));
                return answer.status() == 200 && answer.whole()
                        ? Optional.of(new String(answer.body(), StandardCharsets.UTF_8))
                        : Optional.empty();
            } catch (IOException | IllegalArgumentException unreachable) {
                return Optional.empty();
            }
        };
    }

    /// A person waits for the page this is asked for.
    Duration PATIENCE = Duration.ofSeconds(5);

    /// Of a document; templates are the longest and have some kilobytes.
    int MOST_OCTETS = 256 * 1024;
}
