package dev.pennypost.dashboard;

import dev.pennypost.api.golden.GoldenWorld;
import dev.pennypost.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import tools.jackson.databind.JsonNode;

/// A program that calls the API with a key.
public record Caller(GoldenWorld world, String key) {
    /// The answer as JSON.
    ///
    /// @param body empty for none
    public JsonNode call(String method, String path, String body) {
        var request = HttpRequest.newBuilder(URI.create(world.url() + path))
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .header("User-Agent", "<img src=x onerror=alert(1)>")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        try (var http = HttpClient.newHttpClient()) {
            return Json.MAPPER.readTree(
                    http.send(request, HttpResponse.BodyHandlers.ofString()).body());
        } catch (IOException failed) {
            throw new AssertionError(failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AssertionError(stopped);
        }
    }

    /// The id that an answer carries.
    public String made(String path, String body) {
        return call("POST", path, body).get("id").stringValue();
    }
}
