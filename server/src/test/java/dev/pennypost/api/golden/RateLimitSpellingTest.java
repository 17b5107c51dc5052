package dev.pennypost.api.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;

/// What a caller in a hurry is told, where dialects differ.
class RateLimitSpellingTest {
    @Test
    void tellsAutosendInItsOwnHeadersAndWhenToComeBack() throws IOException, InterruptedException {
        try (var world = new GoldenWorld(1);
                var http = HttpClient.newHttpClient()) {
            String key = world.newKey();
            var first = get(http, world.url() + "/v1/domains", key);
            assertThat(first.statusCode()).isEqualTo(200);
            assertThat(first.headers().firstValue("X-RateLimit-Limit")).contains("1");
            assertThat(first.headers().firstValue("X-RateLimit-Remaining")).contains("0");
            assertThat(first.headers().firstValue("X-RateLimit-Reset")).contains("1");
            var second = get(http, world.url() + "/v1/domains", key);
            assertThat(second.statusCode()).isEqualTo(429);
            assertThat(second.body()).contains("\"retryAfter\":1").contains("RATE_LIMIT_EXCEEDED");
            assertThat(get(http, world.url() + "/v1/domains", "as_nobody").statusCode())
                    .isEqualTo(401);
        }
    }

    private static HttpResponse<String> get(HttpClient http, String url, String key)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(url))
                .header("Authorization", "Bearer " + key)
                .build();
        return http.send(request, BodyHandlers.ofString());
    }
}
