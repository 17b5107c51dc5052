package dev.pennypost.e2e;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A webhook endpoint on loopback that keeps what it is told.
final class HeardWebhooks implements AutoCloseable {
    private final HttpServer server;
    private final Queue<Heard> heard = new ConcurrentLinkedQueue<>();

    private HeardWebhooks(HttpServer server) {
        this.server = server;
    }

    static HeardWebhooks listen() {
        try {
            var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            var webhooks = new HeardWebhooks(server);
            server.createContext("/hook", webhooks::hear);
            server.start();
            return webhooks;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
    }

    List<Heard> all() {
        return List.copyOf(heard);
    }

    /// Those of one type about one email or domain.
    List<Heard> of(String type, String id) {
        return heard.stream()
                .filter(one -> one.type().equals(type) && one.subject().equals(id))
                .toList();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void hear(HttpExchange exchange) throws IOException {
        try (exchange) {
            String payload = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            heard.add(new Heard(Map.copyOf(exchange.getRequestHeaders()), payload));
            exchange.sendResponseHeaders(200, -1);
        }
    }

    /// One call of the endpoint.
    ///
    /// @param headers their names spelled as the JDK's server does, `Svix-id`
    record Heard(Map<String, List<String>> headers, String payload) {
        JsonNode json() {
            return JsonMapper.shared().readTree(payload);
        }

        String type() {
            return json().get("type").stringValue();
        }

        /// The id of the email or domain it is about.
        String subject() {
            JsonNode data = json().get("data");
            return data.path("email_id").asString(data.path("id").asString(""));
        }

        String header(String name) {
            return headers.entrySet().stream()
                    .filter(header -> header.getKey().equalsIgnoreCase(name))
                    .map(header -> header.getValue().getFirst())
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no header " + name + " in " + headers));
        }
    }
}
