package dev.pennypost.admin;

import dev.pennypost.config.CannotStart;
import dev.pennypost.config.HostPort;
import dev.pennypost.json.Json;
import dev.pennypost.net.Listening;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// The operators' listener: `GET /healthz`, `GET /readyz`, `GET /metrics`, and the queue.
public final class AdminDoor implements AutoCloseable {
    static final String JSON = "application/json; charset=utf-8";

    private final WebServer server;
    private final HostPort address;

    private AdminDoor(WebServer server, HostPort address) {
        this.server = server;
        this.address = address;
    }

    /// What else the listener answers.
    @FunctionalInterface
    public interface Routes {
        void register(HttpRouting.Builder routes);
    }

    /// Starts listening. The process's own metrics are added to the registry.
    ///
    /// @throws CannotStart when the address is not to be had
    public static AdminDoor open(
            AdminConfig config, Readiness readiness, PrometheusMeterRegistry metrics, Routes more) {
        HostPort wanted = config.listen();
        Listening.check(wanted);
        WebServer server = WebServer.builder()
                .bindAddress(new InetSocketAddress(wanted.host(), wanted.port()))
                .shutdownHook(false)
                .shutdownGracePeriod(Duration.ofMillis(100))
                .routing(routes -> route(routes, readiness, metrics, more))
                .build();
        server.start();
        Listening.check(wanted, server.isRunning());
        JvmMetrics.bindTo(metrics);
        return new AdminDoor(server, new HostPort(wanted.host(), server.port()));
    }

    /// Where it listens: with the real port when any was asked for.
    public HostPort address() {
        return address;
    }

    @Override
    public void close() {
        server.stop();
    }

    private static void route(
            HttpRouting.Builder routes, Readiness readiness, PrometheusMeterRegistry metrics, Routes more) {
        more.register(routes);
        routes.get("/healthz", (_, response) -> json(response, Status.OK_200, Map.of("status", "ok")))
                .get("/readyz", (_, response) -> ready(response, readiness.obstacles()))
                .get("/metrics", (_, response) -> metrics(response, metrics))
                .any(AdminDoor::nothing);
    }

    private static void ready(ServerResponse response, List<String> obstacles) {
        if (obstacles.isEmpty()) json(response, Status.OK_200, Map.of("status", "ready"));
        else json(response, Status.SERVICE_UNAVAILABLE_503, Map.of("status", "not ready", "reasons", obstacles));
    }

    private static void metrics(ServerResponse response, PrometheusMeterRegistry metrics) {
        response.header(HeaderNames.CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")
                .send(metrics.scrape());
    }

    private static void nothing(ServerRequest request, ServerResponse response) {
        json(
                response,
                Status.NOT_FOUND_404,
                Map.of("status", "not found", "path", request.path().path()));
    }

    private static void json(ServerResponse response, Status status, Map<String, Object> body) {
        response.status(status).header(HeaderNames.CONTENT_TYPE, JSON).send(Json.bytes(body));
    }
}
