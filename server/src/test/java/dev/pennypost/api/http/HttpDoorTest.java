package dev.pennypost.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.config.HostPort;
import dev.pennypost.keys.Keys;
import dev.pennypost.storage.Database;
import dev.pennypost.storage.TestPostgres;
import dev.pennypost.testkit.FixedClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpDoorTest {
    private final FixedClock clock = new FixedClock();
    private final Database database = Database.open(TestPostgres.freshDatabase(), 2, clock);
    private final HttpDoor door = HttpDoor.open(
            new HttpConfig(new HostPort("127.0.0.1", 0), "", 1024 * 1024, 0),
            new Keys(database, new SecureRandom(), clock),
            List.of(new Echo()),
            new SimpleMeterRegistry(),
            clock);

    @AfterEach
    void close() {
        door.close();
        database.close();
    }

    @Test
    void keepsAConnectionUntilItHasCarriedHalfAMegabyte() throws IOException {
        try (var connection = new Connection()) {
            int kept = 0;
            while (!connection.post("x".repeat(10_000)).contains("Connection: close")) kept++;

            assertThat(kept).isBetween(45, 55);
            assertThat(connection.isAtItsEnd()).isTrue();
        }
    }

    @Test
    void countsEachConnectionByItself() throws IOException {
        try (var one = new Connection();
                var other = new Connection()) {
            for (int i = 0; i < 40; i++) one.post("x".repeat(10_000));

            assertThat(other.post("x".repeat(200_000))).doesNotContain("Connection: close");
        }
    }

    /// Answers with nothing.
    private static final class Echo implements Dialect {
        @Override
        public String mount() {
            return "";
        }

        @Override
        public void register(Router router) {
            router.post("/echo", Access.OPEN, _ -> Response.ok(List.of()));
        }

        @Override
        public Response spell(HttpProblem problem) {
            throw new AssertionError("unexpected: " + problem);
        }
    }

    private final class Connection implements AutoCloseable {
        private final Socket socket = new Socket(InetAddress.getLoopbackAddress(), door.port());
        private final BufferedReader in =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));

        Connection() throws IOException {
            socket.setSoTimeout(10_000);
        }

        /// Returns the head of the answer.
        List<String> post(String body) throws IOException {
            socket.getOutputStream()
                    .write(("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + body.length() + "\r\n\r\n"
                                    + body)
                            .getBytes(StandardCharsets.US_ASCII));
            var head = new ArrayList<String>();
            for (String line = in.readLine(); !line.isEmpty(); line = in.readLine()) head.add(line);
            assertThat(head.getFirst()).isEqualTo("HTTP/1.1 200 OK");
            assertThat(in.skip("[]".length())).isEqualTo(2);
            return head;
        }

        boolean isAtItsEnd() throws IOException {
            return in.read() < 0;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
