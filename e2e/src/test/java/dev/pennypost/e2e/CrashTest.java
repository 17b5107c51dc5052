package dev.pennypost.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.testkit.Eventually;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What survives when the process is killed in the middle of its work.
final class CrashTest {
    private static final int SENDS = 2_000;
    private static final int KILL_AFTER = 1_000;
    private static final int SENDERS = 32;
    private static final Pattern MARK = Pattern.compile("crash-(\\d+)");

    @Test
    void deliversEveryEmailWhoseIdWasReturnedAfterAKill(@TempDir Path temp) throws InterruptedException {
        Path data = temp.resolve("data");
        Set<Integer> accepted;
        try (var doomed = Pennypost.dev(data)) {
            doomed.verifiedDomain("crash.test");
            accepted = sendUntilKilled(doomed);
        }
        assertThat(accepted).hasSizeBetween(KILL_AFTER, SENDS - 1);

        try (var restarted = Pennypost.dev(data)) {
            var delivered = new ConcurrentHashMap<Integer, Integer>();
            Eventually.holds("every accepted email is delivered", 120, () -> {
                count(restarted, delivered);
                return delivered.keySet().containsAll(accepted);
            });
            assertThat(states(restarted)).containsOnly("delivered");
            long duplicates =
                    delivered.values().stream().mapToInt(times -> times - 1).sum();
            System.out.printf(
                    "crash test: %d accepted before the kill, %d delivered, 0 lost, %d duplicates%n",
                    accepted.size(), delivered.size(), duplicates);
            assertThat(duplicates).as("only what was in flight can come twice").isLessThan(SENDS / 4);
        }
    }

    private static Set<Integer> sendUntilKilled(Pennypost doomed) throws InterruptedException {
        Set<Integer> accepted = ConcurrentHashMap.newKeySet();
        var next = new AtomicInteger();
        var reached = new Semaphore(0);
        try (var senders = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < SENDERS; i++) {
                senders.execute(() -> {
                    for (int number = next.getAndIncrement(); number < SENDS; number = next.getAndIncrement()) {
                        if (!send(doomed, number)) return;
                        accepted.add(number);
                        reached.release();
                    }
                });
            }
            reached.acquire(KILL_AFTER);
            doomed.kill();
        }
        return accepted;
    }

    private static boolean send(Pennypost pennypost, int number) {
        String body = "{\"from\":\"a@crash.test\",\"to\":\"ada@dest.test\",\"subject\":\"crash-" + number
                + "\",\"text\":\"" + "x".repeat(1000) + "\"}";
        try {
            HttpResponse<String> answer = pennypost.send(pennypost
                    .request("/emails")
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build());
            return answer.statusCode() == 200;
        } catch (java.io.UncheckedIOException killed) {
            return false;
        }
    }

    private static void count(Pennypost pennypost, ConcurrentHashMap<Integer, Integer> delivered) {
        delivered.clear();
        for (JsonNode mail : pennypost.get("/sandbox/mail").get("data")) {
            var mark = MARK.matcher(mail.get("subject").stringValue());
            if (mark.matches()) delivered.merge(Integer.parseInt(mark.group(1)), 1, Integer::sum);
        }
    }

    /// The last events of the newest emails, as the API tells them.
    private static Set<String> states(Pennypost pennypost) {
        var states = new HashSet<String>();
        Eventually.holds("settled", () -> {
            states.clear();
            for (JsonNode email : pennypost.get("/emails?limit=100").get("data"))
                states.add(email.get("last_event").stringValue());
            return states.equals(Set.of("delivered"));
        });
        return states;
    }
}
