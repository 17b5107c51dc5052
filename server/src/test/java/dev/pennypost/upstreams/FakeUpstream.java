package dev.pennypost.upstreams;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// An upstream on loopback that says what the test tells it to say.
public final class FakeUpstream implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();

    record Answer(int status, String body, Runnable meanwhile) {}

    public FakeUpstream() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
    }

    /// @param request such as `POST /domains`
    public FakeUpstream answers(String request, int status, String body) {
        return answers(request, status, body, () -> {});
    }

    /// @param meanwhile runs while the caller waits
    FakeUpstream answers(String request, int status, String body, Runnable meanwhile) {
        answers.put(request, new Answer(status, body.replace('\'', '"'), meanwhile));
        return this;
    }

    public FakeUpstream knows(String id, String name, String status) {
        String details = "{'id':'" + id + "','name':'" + name + "','status':'" + status + "','region':'us-east-1',"
                + "'records':[{'record':'SPF','name':'send','type':'MX','value':'feedback.test','priority':10,'status':'"
                + status + "'}]}";
        return answers("GET /domains/" + id, 200, details)
                .answers("POST /domains/" + id + "/verify", 200, "{'object':'domain','id':'" + id + "'}")
                .answers("DELETE /domains/" + id, 200, "{'object':'domain','id':'" + id + "','deleted':true}")
                .answers(
                        "GET /domains",
                        200,
                        "{'data':[{'id':'" + id + "','name':'" + name + "','status':'" + status
                                + "','created_at':'2025-12-13 10:00:00.5+00'}]}");
    }

    List<String> asked() {
        return List.copyOf(asked);
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            String request =
                    exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
            asked.add(request);
            exchange.getRequestBody().readAllBytes();
            Answer answer = answers.getOrDefault(
                    request, new Answer(404, "{\"message\":\"Domain not found\",\"name\":\"not_found\"}", () -> {}));
            answer.meanwhile().run();
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
