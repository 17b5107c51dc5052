package dev.pennypost.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.testkit.Eventually;
import dev.pennypost.testkit.FakeMx;
import dev.pennypost.testkit.ReceivedMail;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One process accepts, another delivers, from one database; the one that delivers is killed under load, and a third
/// takes over.
final class TwoNodesTest {
    private static final int EMAILS = 600;
    private static final int KILL_AFTER = 150;
    private static final Pattern NUMBER = Pattern.compile("(?m)^Subject: node-(\\d+)");

    @Test
    void losesNothingWhenTheNodeThatDeliversIsKilledUnderLoad(@TempDir Path temp) throws IOException {
        try (var mx = FakeMx.start();
                var api = Pennypost.dev(
                        temp.resolve("api"),
                        Map.of("PENNYPOST_ROLE", "api"),
                        List.of(),
                        "--deliver-to",
                        "127.0.0.1:" + mx.port())) {
            api.verifiedDomain("nodes.test");
            for (int i = 0; i < EMAILS; i += 100) api.post("/emails/batch", batch(i, i + 100));
            assertThat(mx.messages()).as("nobody delivers yet").isEmpty();

            Process doomed = mta(temp, "doomed", mx.port());
            Eventually.holds("some are delivered", 60, () -> mx.messages().size() >= KILL_AFTER);
            doomed.destroyForcibly();
            Process heir = mta(temp, "heir", mx.port());
            try {
                Eventually.holds("all are delivered", 180, () -> numbers(mx).size() == EMAILS);
            } finally {
                end(heir);
            }
            int duplicates = mx.messages().size() - EMAILS;
            System.out.printf(
                    "two nodes: %d emails, one node killed after %d, 0 lost, %d duplicates%n",
                    EMAILS, KILL_AFTER, duplicates);
            // What had been taken by the server, and not yet been written down by the node that died.
            assertThat(duplicates).isBetween(0, 256);
        }
    }

    /// How often each email came.
    private static Map<Integer, Integer> numbers(FakeMx mx) {
        var times = new HashMap<Integer, Integer>();
        for (ReceivedMail mail : mx.messages()) {
            Matcher number = NUMBER.matcher(mail.text());
            if (number.find()) times.merge(Integer.parseInt(number.group(1)), 1, Integer::sum);
        }
        return times;
    }

    private static String batch(int from, int to) {
        var emails = new ArrayList<String>();
        for (int i = from; i < to; i++)
            emails.add("{\"from\":\"a@nodes.test\",\"to\":[\"ada@dest.test\"],\"subject\":\"node-" + i
                    + "\",\"text\":\"" + "x".repeat(500) + "\"}");
        return "[" + String.join(",", emails) + "]";
    }

    /// A node that delivers from the database that the first one brought.
    private static Process mta(Path temp, String name, int mxPort) throws IOException {
        Path api = temp.resolve("api");
        Path data = Files.createDirectories(temp.resolve(name));
        Files.copy(api.resolve("master.key"), data.resolve("master.key"));
        String port = Files.readAllLines(api.resolve("postgres/postmaster.pid"))
                .get(3)
                .strip();
        Path config = Files.writeString(temp.resolve(name + ".toml"), """
                data-dir = "%s"
                role = "mta"
                [storage]
                url = "jdbc:postgresql://127.0.0.1:%s/pennypost"
                user = "pennypost"
                password = "%s"
                [admin]
                listen = "127.0.0.1:0"
                [delivery]
                helo-name = "%s.nodes.test"
                [delivery.transport]
                "*" = "127.0.0.1:%d"
                """.formatted(
                data, port, Files.readString(api.resolve("postgres.password")).strip(), name, mxPort));
        return new ProcessBuilder(Pennypost.LAUNCHER, "serve", "--config", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(temp.resolve(name + ".log").toFile())
                .start();
    }

    private static void end(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) process.destroyForcibly();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
