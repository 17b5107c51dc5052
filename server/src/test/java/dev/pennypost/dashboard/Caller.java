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
///
/// @param agent what it calls itself
public record Caller(GoldenWorld world, String key, String agent) {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    public Caller(GoldenWorld world, String key) {
        this(world, key, "<img src=x onerror=alert(1)>");
    }

    /// The answer as JSON.
    ///
    /// @param body empty for none
    public JsonNode call(String method, String path, String body) {
        return Json.MAPPER.readTree(send(method, path, body).body());
    }

    /// The id that an answer carries.
    public String made(String path, String body) {
        HttpResponse<String> answer = send("POST", path, body);
        if (answer.statusCode() >= 400) throw new AssertionError(path + ": " + answer.body());
        return Json.MAPPER.readTree(answer.body()).get("id").stringValue();
    }

    /// Follows a link of an email, as far as our own server.
    public void visit(String path) {
        send("GET", path, "");
    }

    /// Adds a domain and has it verified; its id.
    public String verified(String domain) {
        String id = made("/domains", "{\"name\":\"" + domain + "\"}");
        world.obey("publish", domain);
        call("POST", "/domains/" + id + "/verify", "");
        world.obey("await", domain + " verified");
        return id;
    }

    private HttpResponse<String> send(String method, String path, String body) {
        var request = HttpRequest.newBuilder(URI.create(world.url() + path))
                .header("Content-Type", "application/json")
                .header("User-Agent", agent)
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (!key.isEmpty()) request.header("Authorization", "Bearer " + key);
        try {
            return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException failed) {
            throw new AssertionError(failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AssertionError(stopped);
        }
    }
}
