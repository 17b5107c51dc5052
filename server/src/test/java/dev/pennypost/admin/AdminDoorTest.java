package dev.pennypost.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pennypost.config.CannotStart;
import dev.pennypost.config.HostPort;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AdminDoorTest {
    private final PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final AtomicReference<List<String>> obstacles = new AtomicReference<>(List.of());
    private final AdminDoor door =
            AdminDoor.open(new AdminConfig(HostPort.parse("127.0.0.1:0")), obstacles::get, metrics, _ -> {});
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        client.close();
        door.close();
    }

    @Test
    void saysThatItLives() throws Exception {
        assertThat(get("/healthz")).satisfies(answer -> isJson(answer, 200, "{\"status\":\"ok\"}"));
    }

    @Test
    void saysThatItIsReady() throws Exception {
        assertThat(get("/readyz")).satisfies(answer -> isJson(answer, 200, "{\"status\":\"ready\"}"));
    }

    @Test
    void saysWhyItIsNotReadyWhileItLives() throws Exception {
        obstacles.set(List.of("the database does not answer", "shutting down"));
        HttpResponse<String> answer = get("/readyz");
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body())
                .contains("\"status\":\"not ready\"")
                .contains("\"reasons\":[\"the database does not answer\",\"shutting down\"]");
        assertThat(get("/healthz").statusCode()).isEqualTo(200);
    }

    @Test
    void showsItsMetricsAndThoseOfTheProcess() throws Exception {
        metrics.counter("pennypost.test.letters").increment(3);
        HttpResponse<String> answer = get("/metrics");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain; version=0.0.4"));
        assertThat(answer.body())
                .contains("pennypost_test_letters_total 3.0")
                .contains("jvm_memory_used_bytes", "process_uptime_seconds", "jvm_gc_collections_seconds_count");
    }

    @Test
    void knowsNothingElse() throws Exception {
        assertThat(get("/emails?a=b"))
                .satisfies(answer -> assertThat(answer.statusCode()).isEqualTo(404))
                .satisfies(answer -> assertThat(answer.headers().firstValue("content-type"))
                        .hasValue("application/json; charset=utf-8"));
        var post = HttpRequest.newBuilder(uri("/healthz")).POST(HttpRequest.BodyPublishers.ofString("x"));
        assertThat(send(post).statusCode()).isEqualTo(404);
    }

    @Test
    void saysWhichAddressIsTaken() {
        assertThatThrownBy(() -> AdminDoor.open(new AdminConfig(door.address()), obstacles::get, metrics, _ -> {}))
                .isInstanceOf(CannotStart.class)
                .hasMessageStartingWith("cannot listen on " + door.address() + ": ");
    }

    private static void isJson(HttpResponse<String> answer, int status, String body) {
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/json; charset=utf-8");
        assertThat(answer.body()).isEqualTo(body);
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri(path)));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create("http://" + door.address() + path);
    }
}
