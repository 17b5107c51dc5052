package dev.pennypost.api.resend;

import dev.pennypost.PublishedEvents;
import dev.pennypost.json.Json;
import dev.pennypost.storage.Event;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// A golden file: an event as the outbox keeps it, and what an endpoint must be told of it, made from the documentation
/// by hand.
///
/// @param name of the file without its ending: the event's type
record WebhookExample(String name, String kind, Instant at, JsonNode event, JsonNode told) {
    static final Path FOLDER =
            Path.of(System.getProperty("pennypost.root", ".."), "server/src/test/resources/webhooks");

    static List<WebhookExample> all() {
        try (var files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .map(WebhookExample::read)
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static WebhookExample read(Path file) {
        try {
            JsonNode example = Json.MAPPER.readTree(Files.readString(file));
            return new WebhookExample(
                    file.getFileName().toString().replaceFirst("\\.json$", ""),
                    example.get("kind").stringValue(),
                    Instant.parse(example.get("at").stringValue()),
                    example.get("event"),
                    example.get("told"));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    Event happened() {
        Class<? extends Event> type = PublishedEvents.kinds().stream()
                .filter(one -> one.getSimpleName().equals(kind))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + ".json: no feature publishes " + kind));
        return Json.read(Json.write(event), type);
    }

    @Override
    public String toString() {
        return name;
    }
}
