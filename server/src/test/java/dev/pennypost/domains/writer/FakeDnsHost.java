package dev.pennypost.domains.writer;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.pennypost.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;
import tools.jackson.databind.JsonNode;

/// A DNS host on loopback that has the zone `acme.test` and the deeper zone `own.acme.test`, and behaves like the API
/// it
/// stands for. What it would serve is judged by dnsjava, not by the code under test.
public abstract class FakeDnsHost implements WriterWorld {
    public static final String TOKEN = "s3cr3t-t0ken-0123456789";
    static final List<String> ZONES = List.of("acme.test", "own.acme.test");

    /// How it answers, whatever it is asked.
    enum Mood {
        HONEST,
        FORBIDDING,
        THROTTLING,
        BABBLING,
        BROKEN
    }

    /// A record as the API keeps it.
    record Rec(String id, String zone, String name, String type, String data, int priority, int ttl) {}

    /// What is asked.
    record Call(
            String method,
            String path,
            Map<String, String> query,
            com.sun.net.httpserver.Headers headers,
            byte[] body) {
        JsonNode json() {
            return Json.MAPPER.readTree(body);
        }

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    /// What is answered.
    record Said(int status, String body, Map<String, String> headers) {
        static Said json(int status, Object body) {
            return new Said(status, Json.write(body), Map.of());
        }
    }

    final List<Rec> records = new ArrayList<>();
    final List<Call> calls = new ArrayList<>();
    private final HttpServer server;
    private Mood mood = Mood.HONEST;
    private int failAfterWrites = Integer.MAX_VALUE;
    private int nextId = 1000;

    FakeDnsHost() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    URI base() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @Override
    public Endpoints endpoints() {
        return Endpoints.allAt(base());
    }

    /// The honest answer. Called by one thread at a time.
    abstract Said answer(Call call);

    /// The answer of a host that forbids, in its own words.
    abstract Said forbidding();

    abstract Said throttling();

    /// The data as the host publishes it, in the presentation format.
    abstract String published(Rec record);

    void mood(Mood changed) {
        mood = changed;
    }

    /// Lets some changing calls through and then breaks.
    void breakAfter(int writes) {
        failAfterWrites = writes;
    }

    String newId() {
        return Integer.toString(nextId++);
    }

    void add(String zone, String name, String type, String data, int priority, int ttl) {
        records.add(new Rec(newId(), zone, name, type, data, priority, ttl));
    }

    List<Rec> at(String name, String type) {
        return records.stream()
                .filter(record -> record.name().equals(name) && record.type().equals(type))
                .toList();
    }

    @Override
    public List<String> served(String name, String type) {
        return at(name, type).stream().map(this::served).toList();
    }

    private String served(Rec record) {
        return served(record.name(), record.type(), published(record));
    }

    /// The data as a resolver would tell it.
    static String served(String name, String type, String presentation) {
        try {
            var parsed = Record.fromString(
                    Name.fromString(name + "."), Type.value(type), DClass.IN, 60, presentation, Name.root);
            if (parsed instanceof TXTRecord txt)
                return txt.getStringsAsByteArrays().stream()
                        .map(octets -> new String(octets, StandardCharsets.ISO_8859_1))
                        .collect(Collectors.joining());
            String data = parsed.rdataToString().toLowerCase(Locale.ROOT);
            return data.endsWith(".") ? data.substring(0, data.length() - 1) : data;
        } catch (IOException unreadable) {
            throw new IllegalArgumentException(presentation, unreadable);
        }
    }

    /// The zone's own name cut off.
    static String relative(String name, String zone, String apex) {
        return name.equals(zone) ? apex : name.substring(0, name.length() - zone.length() - 1);
    }

    static String absolute(String host, String zone) {
        return host.isEmpty() || host.equals("@") ? zone : host + "." + zone;
    }

    /// What hosts do that take a text undivided.
    static String divided(String text) {
        var out = new StringBuilder();
        for (int i = 0; i < text.length(); i += 255)
            out.append(i == 0 ? "" : " ")
                    .append('"')
                    .append(text, i, Math.min(text.length(), i + 255))
                    .append('"');
        return out.toString();
    }

    private synchronized void handle(HttpExchange exchange) throws IOException {
        var call = read(exchange);
        calls.add(call);
        boolean writes = !call.method().equals("GET") && !call.path().contains("/retrieve/");
        var said =
                mood == Mood.HONEST && writes && failAfterWrites-- <= 0 ? moody(Mood.BROKEN, call) : moody(mood, call);
        said.headers().forEach(exchange.getResponseHeaders()::set);
        byte[] body = said.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(said.status(), body.length == 0 ? -1 : body.length);
        if (body.length > 0) exchange.getResponseBody().write(body);
        exchange.close();
    }

    private Said moody(Mood now, Call call) {
        return switch (now) {
            case HONEST -> answer(call);
            case FORBIDDING -> forbidding();
            case THROTTLING -> throttling();
            case BABBLING -> new Said(200, "<html>Welcome, " + TOKEN + "</html", Map.of());
            case BROKEN -> new Said(502, "<html>Bad gateway</html>", Map.of());
        };
    }

    private static Call read(HttpExchange exchange) throws IOException {
        var body = new ByteArrayOutputStream();
        exchange.getRequestBody().transferTo(body);
        var query = new LinkedHashMap<String, String>();
        String raw = exchange.getRequestURI().getRawQuery();
        if (raw != null)
            for (String pair : raw.split("&", -1)) {
                int equals = pair.indexOf('=');
                query.put(pair.substring(0, equals), decoded(pair.substring(equals + 1)));
            }
        return new Call(
                exchange.getRequestMethod(),
                decoded(exchange.getRequestURI().getRawPath()),
                query,
                exchange.getRequestHeaders(),
                body.toByteArray());
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
