package dev.pennypost.dashboard;

import dev.pennypost.api.golden.GoldenWorld;
import dev.pennypost.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import tools.jackson.databind.JsonNode;

/// A program of a team that sends from a verified domain, over the API.
public final class Sending implements AutoCloseable {
    private final HttpClient http = HttpClient.newHttpClient();
    private final String url;
    private final String key;
    private final String domain;

    private Sending(String url, String key, String domain) {
        this.url = url;
        this.key = key;
        this.domain = domain;
    }

    /// Adds a domain and has it verified.
    public static Sending from(GoldenWorld world, String key, String domain) {
        var sending = new Sending(world.url(), key, domain);
        String id = sending.post("/domains", "{\"name\":\"" + domain + "\"}")
                .get("id")
                .stringValue();
        world.obey("publish", domain);
        sending.post("/domains/" + id + "/verify", "");
        world.obey("await", domain + " verified");
        return sending;
    }

    /// Sends to an address; returns the id of the email.
    public String to(String recipient) {
        return post(
                        "/emails",
                        "{\"from\":\"hello@" + domain + "\",\"to\":\"" + recipient
                                + "\",\"subject\":\"Hello\",\"html\":\"<p>It works.</p>\"}")
                .get("id")
                .stringValue();
    }

    private JsonNode post(String path, String body) {
        var request = HttpRequest.newBuilder(URI.create(url + path))
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() >= 400) throw new AssertionError(path + ": " + answer.body());
            return Json.MAPPER.readTree(answer.body());
        } catch (IOException failed) {
            throw new AssertionError(failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AssertionError(stopped);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
