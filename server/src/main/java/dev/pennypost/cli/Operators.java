package dev.pennypost.cli;

import dev.pennypost.config.CannotStart;
import dev.pennypost.config.HostPort;
import dev.pennypost.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// The operators' listener of a running server, as commands speak to it.
record Operators(HostPort address) {
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(5);

    /// @throws CannotStart when nobody answers, or the answer is no
    JsonNode get(String path, Map<String, String> query) {
        String parameters = query.entrySet().stream()
                .map(one -> one.getKey() + "=" + URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return send(HttpRequest.newBuilder(uri(parameters.isEmpty() ? path : path + "?" + parameters)));
    }

    /// @throws CannotStart when nobody answers, or the answer is no
    JsonNode post(String path, Map<String, Object> body) {
        return send(HttpRequest.newBuilder(uri(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(Json.write(body))));
    }

    /// A listener on all addresses is asked on this machine.
    private URI uri(String path) {
        String host = switch (address.host()) {
            case "0.0.0.0" -> "127.0.0.1";
            case "::" -> "::1";
            default -> address.host();
        };
        return URI.create("http://" + new HostPort(host, address.port()) + path);
    }

    private JsonNode send(HttpRequest.Builder request) {
        try (HttpClient client =
                HttpClient.newBuilder().connectTimeout(CONNECT_WITHIN).build()) {
            HttpResponse<String> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            JsonNode body = Json.MAPPER.readTree(answer.body());
            if (answer.statusCode() == 200) return body;
            throw new CannotStart(body.path("message").asString("the server answered " + answer.statusCode()));
        } catch (IOException unreachable) {
            throw new CannotStart(
                    "no server answers operators at " + address + " (admin.listen); is it running?", unreachable);
        } catch (JacksonException strange) {
            throw new CannotStart("what answers at " + address + " is no server of ours", strange);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CannotStart("interrupted", interrupted);
        }
    }
}
