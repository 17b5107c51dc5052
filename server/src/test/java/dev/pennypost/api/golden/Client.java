package dev.pennypost.api.golden;

import dev.pennypost.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import tools.jackson.databind.JsonNode;

/// Calls the API of a world.
final class Client implements AutoCloseable {
    private final GoldenWorld world;
    private final HttpClient http = HttpClient.newHttpClient();

    Client(GoldenWorld world) {
        this.world = world;
    }

    /// @param headers names and values by turns
    HttpResponse<String> call(String key, String method, String path, String body, String... headers)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(world.url() + path))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (!key.isEmpty()) request.header("Authorization", "Bearer " + key);
        if (headers.length > 0) request.headers(headers);
        return http.send(request.build(), BodyHandlers.ofString());
    }

    HttpResponse<String> get(String key, String path) throws IOException, InterruptedException {
        return call(key, "GET", path, "");
    }

    HttpResponse<String> post(String key, String path, String body) throws IOException, InterruptedException {
        return call(key, "POST", path, body);
    }

    /// Adds a domain and has it verified; its id.
    String verified(String key, String domain) throws IOException, InterruptedException {
        String id = json(post(key, "/domains", "{\"name\":\"" + domain + "\"}"))
                .get("id")
                .stringValue();
        world.obey("publish", domain);
        post(key, "/domains/" + id + "/verify", "");
        world.obey("await", domain + " verified");
        return id;
    }

    /// An email to one.
    static String email(String domain) {
        return "{\"from\":\"a@" + domain + "\",\"to\":\"ada@dest.test\",\"subject\":\"S\",\"text\":\"T\"}";
    }

    static JsonNode json(HttpResponse<String> answer) {
        return Json.MAPPER.readTree(answer.body());
    }

    @Override
    public void close() {
        http.close();
    }
}
