package dev.pennypost.webhooks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A customer's endpoint on loopback: keeps what it is sent and answers as the test says, one answer for each request
/// and 200 when it was told nothing.
final class ScriptedEndpoint implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
    private final BlockingQueue<Answer> script = new LinkedBlockingQueue<>();

    ScriptedEndpoint() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
    }

    ScriptedEndpoint answer(Answer... answers) {
        script.addAll(java.util.List.of(answers));
        return this;
    }

    ScriptedEndpoint answer(int... statuses) {
        for (int status : statuses) answer(status(status, "status " + status));
        return this;
    }

    static Answer status(int status, String body) {
        byte[] octets = body.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        return exchange -> {
            exchange.sendResponseHeaders(status, octets.length == 0 ? -1 : octets.length);
            exchange.getResponseBody().write(octets);
        };
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/hooks?from=pennypost";
    }

    Received next() {
        try {
            Received next = received.poll(20, TimeUnit.SECONDS);
            if (next == null) throw new AssertionError("the endpoint was not called");
            return next;
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    boolean wasCalled() {
        return !received.isEmpty();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
            exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.getFirst()));
            byte[] body = exchange.getRequestBody().readAllBytes();
            String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
            received.add(new Received(request, headers, body));
            Answer answer = script.poll();
            (answer == null ? status(200, "ok") : answer).write(exchange);
        }
    }

    /// How one request is answered.
    @FunctionalInterface
    interface Answer {
        void write(HttpExchange exchange) throws IOException;
    }

    /// A request as it came.
    record Received(String request, Map<String, String> headers, byte[] body) {
        String text() {
            return new String(body, java.nio.charset.StandardCharsets.UTF_8);
        }

        String header(String name) {
            String value = headers.get(name);
            if (value == null) throw new AssertionError("no header " + name + " in " + headers);
            return value;
        }
    }
}
