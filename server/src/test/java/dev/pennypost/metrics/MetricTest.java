package dev.pennypost.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class MetricTest {
    private static final Path PAGE =
            Path.of(System.getProperty("pennypost.root", "..")).resolve("docs/reference/metrics.md");

    @Test
    void isListedInTheReference() throws IOException {
        assertThat(Files.readAllLines(PAGE))
                .filteredOn(line -> line.startsWith("| `"))
                .containsExactlyElementsOf(
                        Arrays.stream(Metric.values()).map(Metric::row).toList());
    }

    @Test
    void isScrapedUnderTheNameTheReferenceGives() {
        var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        Metric.EMAILS_ACCEPTED.counter(registry).increment();
        Metric.DELIVERY_ATTEMPTS.counter(registry, "bounced").increment();
        Metric.DELIVERIES_IN_MEMORY.gauge(registry, () -> 7);
        Metric.HTTP_REQUESTS.counter(registry, "200").increment();

        assertThat(registry.scrape())
                .contains("pennypost_emails_accepted_total 1.0")
                .contains("pennypost_delivery_attempts_total{outcome=\"bounced\"} 1.0")
                .contains("pennypost_deliveries_in_memory 7.0")
                .contains("pennypost_http_requests_total{status=\"200\"} 1.0");
    }
}
