package dev.pennypost.e2e;

import dev.pennypost.domains.DomainEvent;
import dev.pennypost.emails.EmailEvent;
import dev.pennypost.json.Json;
import dev.pennypost.storage.Event;
import dev.pennypost.suppressions.SuppressionEvent;
import dev.pennypost.topics.TopicEvent;
import dev.pennypost.webhooks.WebhookEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A golden file of the server's tests: an event as the outbox keeps it, and what endpoints are told of it.
record GoldenWebhook(String kind, JsonNode event, JsonNode told) {
    private static final Path FOLDER = Pennypost.ROOT.resolve("server/src/test/resources/webhooks");
    private static final List<Class<? extends Event>> KINDS = Stream.of(
                    EmailEvent.kinds(),
                    DomainEvent.kinds(),
                    SuppressionEvent.kinds(),
                    TopicEvent.kinds(),
                    WebhookEvent.kinds())
            .flatMap(List::stream)
            .toList();

    static List<GoldenWebhook> all() {
        try (var files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .map(GoldenWebhook::read)
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static GoldenWebhook read(Path file) {
        try {
            JsonNode golden = Json.MAPPER.readTree(Files.readString(file));
            return new GoldenWebhook(golden.get("kind").stringValue(), golden.get("event"), golden.get("told"));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    String type() {
        return told.get("type").stringValue();
    }

    /// The file of one type.
    static GoldenWebhook of(String type) {
        return read(FOLDER.resolve(type + ".json"));
    }

    /// The event, as if it had happened to this team.
    Event happenedTo(UUID team) {
        return event(with(event, "team_id", team.toString()));
    }

    /// The same, of an email with this subject.
    Event happenedTo(UUID team, String subject) {
        return event(with(with(event, "team_id", team.toString()), "subject", subject));
    }

    private Event event(JsonNode json) {
        Class<? extends Event> type = KINDS.stream()
                .filter(one -> one.getSimpleName().equals(kind))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no events of kind " + kind));
        return Json.read(Json.write(json), type);
    }

    /// Facts stand in the event, or in what it is about.
    private static JsonNode with(JsonNode event, String fact, String value) {
        JsonNode copy = event.deepCopy();
        for (JsonNode part : Stream.concat(Stream.of(copy), copy.valueStream()).toList())
            if (part instanceof ObjectNode facts && facts.has(fact)) facts.put(fact, value);
        return copy;
    }
}
