package dev.pennypost.certificates;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.pennypost.config.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/// An authority that says what a test has it say: what Pebble never does. It knows an account and issues
/// nothing.
final class ScriptedAuthority implements AutoCloseable {
    private static final String JSON = "application/json";
    private static final String PROBLEM = "application/problem+json";

    private final HttpServer server;
    private final AtomicInteger nonces = new AtomicInteger();
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();

    private record Answer(int status, String type, String body, Map<String, String> headers) {}

    ScriptedAuthority() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        says("/directory", 200, """
                {"newNonce": "%1$s/nonce", "newAccount": "%1$s/account", "newOrder": "%1$s/order",
                 "renewalInfo": "%1$s/renewal", "revokeCert": "%1$s/revoke", "keyChange": "%1$s/key"}""".formatted(url()));
        answers.put("/nonce", new Answer(200, JSON, "", Map.of()));
        answers.put(
                "/account",
                new Answer(201, JSON, "{\"status\": \"valid\"}", Map.of("Location", url() + "/accounts/1")));
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    CertificatesConfig config() {
        return new CertificatesConfig(url() + "/directory", true, "", List.of("ca.test"), "", "", new Secret(""), 30);
    }

    void says(String path, int status, String json) {
        answers.put(path, new Answer(status, JSON, json, Map.of()));
    }

    /// @param type behind `urn:ietf:params:acme:error:`
    void refuses(String path, int status, String type, String detail, Map<String, String> headers) {
        String body = "{\"type\": \"urn:ietf:params:acme:error:" + type + "\", \"detail\": \"" + detail + "\"}";
        answers.put(path, new Answer(status, PROBLEM, body, headers));
    }

    /// The paths asked for, in order, nonces left out.
    List<String> asked() {
        return asked.stream().filter(path -> !path.equals("/nonce")).toList();
    }

    private void answer(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        String path = exchange.getRequestURI().getPath();
        asked.add(path);
        Answer answer = answers.entrySet().stream()
                .filter(one -> path.equals(one.getKey()) || path.startsWith(one.getKey() + "/"))
                .max(Map.Entry.comparingByKey())
                .map(Map.Entry::getValue)
                .orElse(new Answer(404, JSON, "{}", Map.of()));
        exchange.getResponseHeaders().set("Content-Type", answer.type());
        exchange.getResponseHeaders().set("Replay-Nonce", "nonce" + nonces.incrementAndGet());
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        boolean hasBody = body.length > 0 && !exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(answer.status(), hasBody ? body.length : -1);
        if (hasBody) exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
