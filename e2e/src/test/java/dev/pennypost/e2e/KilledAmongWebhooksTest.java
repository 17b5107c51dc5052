package dev.pennypost.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.e2e.HeardWebhooks.Heard;
import dev.pennypost.storage.Event;
import dev.pennypost.testkit.Eventually;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What becomes of events when the process is killed while it tells them.
final class KilledAmongWebhooksTest {
    private static final int EVENTS = 10_000;
    private static final int FIRST_KILL_AFTER = 2_000;
    private static final int SECOND_KILL_AFTER = 6_000;
    private static final int PATIENCE_SECONDS = 300;

    @Test
    void everyEventArrivesAndAlwaysUnderTheSameId(@TempDir Path temp) {
        Path data = temp.resolve("data");
        try (var endpoint = HeardWebhooks.listen()) {
            try (var doomed = Pennypost.dev(data)) {
                doomed.publish(events(listeningTeam(doomed, endpoint)));
                killAfter(FIRST_KILL_AFTER, doomed, endpoint);
            }
            try (var doomed = Pennypost.dev(data)) {
                killAfter(SECOND_KILL_AFTER, doomed, endpoint);
            }
            assertThat(endpoint.all()).as("the kills were in the middle").hasSizeLessThan(EVENTS);
            try (var _ = Pennypost.dev(data)) {
                awaitEvents(EVENTS, endpoint);
            }
            Map<String, List<Heard>> bySubject =
                    endpoint.all().stream().collect(Collectors.groupingBy(KilledAmongWebhooksTest::subject));
            assertThat(bySubject).hasSize(EVENTS);
            bySubject.forEach((subject, told) -> assertThat(told)
                    .as(subject)
                    .extracting(one -> one.header("svix-id") + one.payload())
                    .containsOnly(
                            told.getFirst().header("svix-id") + told.getFirst().payload()));
            System.out.printf(
                    "webhook crash test: %d events, 2 kills, 0 lost, %d duplicates under the same id%n",
                    EVENTS, endpoint.all().size() - EVENTS);
        }
    }

    private static UUID listeningTeam(Pennypost pennypost, HeardWebhooks endpoint) {
        String wanted = "{\"endpoint\":\"" + endpoint.url() + "\",\"events\":[\"email.delivered\"]}";
        return pennypost.teamOf(pennypost.post("/webhooks", wanted).get("id").stringValue());
    }

    private static List<Event> events(UUID team) {
        var delivered = GoldenWebhook.of("email.delivered");
        return IntStream.range(0, EVENTS)
                .mapToObj(number -> delivered.happenedTo(team, "crash-" + number))
                .toList();
    }

    private static void killAfter(int events, Pennypost doomed, HeardWebhooks endpoint) {
        awaitEvents(events, endpoint);
        doomed.kill();
    }

    /// Events have one message each, so it is enough to count ids here.
    private static void awaitEvents(int events, HeardWebhooks endpoint) {
        Eventually.holds(
                events + " events",
                PATIENCE_SECONDS,
                () -> endpoint.all().stream()
                                .map(one -> one.header("svix-id"))
                                .distinct()
                                .count()
                        >= events);
    }

    private static String subject(Heard heard) {
        return heard.json().at("/data/subject").stringValue();
    }
}
