package dev.pennypost.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pennypost.net.Connections.Connection;
import dev.pennypost.net.Exchange.Answer;
import dev.pennypost.net.Exchange.Header;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeptConnectionsTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    private static final String HANG = "";

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger asked = new AtomicInteger();
    private final Connections kept = new Connections(2, 3, nanos::get);
    private final CopyOnWriteArrayList<ScriptedServer> servers = new CopyOnWriteArrayList<>();
    private volatile InetAddress address = LOOPBACK;
    private final OutboundHttp http = new OutboundHttp(
            (_, _) -> {
                asked.incrementAndGet();
                return List.of(address);
            },
            AddressPolicy.ANY,
            (SSLSocketFactory) SSLSocketFactory.getDefault(),
            kept);

    @AfterEach
    void stop() {
        servers.forEach(ScriptedServer::close);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                OK,
                "HTTP/1.1 204 No Content\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nContent-Length: 0\r\n\r\n"
            })
    void usesAConnectionAgainAfterAWholeAnswer(String answer) throws IOException {
        var server = serving(List.of(answer, answer, answer));
        for (int i = 0; i < 3; i++) assertThat(send(server).status() / 100).isEqualTo(2);

        assertThat(server.met()).isEqualTo(1);
        assertThat(server.heard()).isEqualTo(3);
        assertThat(asked).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nConnection: X-This, Close\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 500 Oh\r\nContent-Length: 2\r\n\r\nno",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok!",
                "HTTP/1.1 200 OK\r\nContent-Length: 101\r\n\r\nthe beginning of more than is wanted, which is a "
                        + "hundred octets; what comes after them is left unread..",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\nTrailer: 1\r\n\r\n"
            })
    void usesNoConnectionAgainAfterAnythingElse(String answer) throws IOException {
        var server = serving(List.of(answer, OK), List.of(answer, OK));
        send(server);
        send(server);

        assertThat(server.met()).isEqualTo(2);
        assertThat(kept.waiting()).isZero();
    }

    @Test
    void usesNoConnectionAgainWhoseAnswerEndedWithIt() throws IOException {
        String untilTheEnd = "HTTP/1.1 200 OK\r\n\r\nok";
        var server = serving(List.of(untilTheEnd), List.of(untilTheEnd));
        send(server);
        send(server);

        assertThat(server.met()).isEqualTo(2);
        assertThat(kept.waiting()).isZero();
    }

    @Test
    void keepsNoConnectionUnlessItWasToldTo() throws IOException {
        var server = serving(List.of(OK, OK), List.of(OK));
        var plain = new OutboundHttp(
                (_, _) -> List.of(LOOPBACK), AddressPolicy.ANY, (SSLSocketFactory) SSLSocketFactory.getDefault());
        plain.send(post(server, "hook.test", Duration.ofSeconds(20)));
        plain.send(post(server, "hook.test", Duration.ofSeconds(20)));

        assertThat(server.met()).isEqualTo(2);
    }

    @Test
    void closesWhatHasWaitedForFiveSeconds() throws Exception {
        var server = serving(List.of(OK, OK), List.of(OK));
        send(server);
        nanos.addAndGet(Connections.IDLE.toNanos());
        send(server);

        assertThat(server.met()).isEqualTo(2);
        assertThat(server.firstIsOver.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void sweepsOutWhatNobodyAskedForAgain() throws IOException {
        var server = serving(List.of(OK, OK));
        send(server);
        assertThat(kept.sweep()).isEmpty();
        nanos.addAndGet(Connections.IDLE.toNanos());

        List<Connection> stale = kept.sweep();
        assertThat(stale).hasSize(1);
        assertThat(kept.waiting()).isZero();
        stale.forEach(Connection::close);
    }

    /// However busy it is: where a name leads is looked at again within a minute, and what is found is checked.
    @Test
    void asksForTheNameAgainAfterAMinute() throws IOException {
        var server = serving(Collections.nCopies(100, OK), List.of(OK));
        address = LOOPBACK;
        for (int i = 0; i < 15; i++) {
            send(server);
            nanos.addAndGet(Duration.ofSeconds(4).toNanos());
        }
        assertThat(asked).hasValue(1);

        address = InetAddress.ofLiteral("127.0.0.2");
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThatThrownBy(() -> send(server)).isInstanceOf(ConnectException.class);
        assertThat(asked).hasValue(2);
    }

    @Test
    void asksOnceMoreOnAFreshConnectionWhenTheServerHasHungUp() throws IOException {
        var server = serving(List.of(OK), List.of(OK));
        send(server);
        assertThat(send(server).status()).isEqualTo(200);

        assertThat(server.met()).isEqualTo(2);
        assertThat(server.heard()).isEqualTo(2);
        assertThat(asked).hasValue(2);
    }

    @Test
    void asksOnceMoreOnly() throws IOException {
        var server = serving(List.of(OK), List.of(), List.of(OK));
        send(server);
        assertThatThrownBy(() -> send(server)).isInstanceOf(IOException.class);

        assertThat(server.met()).isEqualTo(2);
    }

    @Test
    void doesNotAskAgainWhatWasAnsweredInPart() throws IOException {
        var server = serving(List.of(OK, "HTTP/1.1 2"), List.of(OK));
        send(server);
        assertThatThrownBy(() -> send(server)).isInstanceOf(EOFException.class);

        assertThat(server.met()).isEqualTo(1);
        assertThat(kept.waiting()).isZero();
    }

    @Test
    void doesNotAskAgainWhatTimedOut() throws IOException {
        var server = serving(List.of(OK, HANG), List.of(OK));
        send(server);
        assertThatThrownBy(() -> http.send(post(server, "hook.test", Duration.ofMillis(300))))
                .isInstanceOf(SocketTimeoutException.class);
        assertThat(server.met()).isEqualTo(1);
        assertThat(kept.waiting()).isZero();

        assertThat(send(server).status()).isEqualTo(200);
        assertThat(server.met()).isEqualTo(2);
    }

    @Test
    void keepsAConnectionForItsHostOnly() throws IOException {
        var server = serving(List.of(OK, OK), List.of(OK, OK));
        http.send(post(server, "hook.test", Duration.ofSeconds(20)));
        http.send(post(server, "other.test", Duration.ofSeconds(20)));
        assertThat(server.met()).isEqualTo(2);

        http.send(post(server, "HOOK.test", Duration.ofSeconds(20)));
        assertThat(server.met()).isEqualTo(2);
    }

    @Test
    void keepsSoManyOfAnOriginAndSoManyInAll() throws IOException {
        var origin = new Connections.Origin("http", "hook.test", 80);
        var other = new Connections.Origin("http", "other.test", 80);
        var server = serving();
        try (var one = dial(server);
                var two = dial(server);
                var three = dial(server);
                var four = dial(server);
                var five = dial(server)) {
            for (Socket socket : List.of(one, two, three)) kept.keep(origin, new Connection(socket, socket, 0));
            assertThat(kept.waiting()).isEqualTo(2);
            assertThat(three.isClosed()).isTrue();

            for (Socket socket : List.of(four, five)) kept.keep(other, new Connection(socket, socket, 0));
            assertThat(kept.waiting()).isEqualTo(3);
            assertThat(five.isClosed()).isTrue();
        }
    }

    private static Socket dial(ScriptedServer server) throws IOException {
        return new Socket(LOOPBACK, server.port());
    }

    @SafeVarargs
    private ScriptedServer serving(List<String>... scripts) throws IOException {
        var each = new ArrayList<List<String>>();
        for (List<String> script : scripts) each.add(script);
        var server = new ScriptedServer(each);
        servers.add(server);
        return server;
    }

    private Answer send(ScriptedServer server) throws IOException {
        return http.send(post(server, "hook.test", Duration.ofSeconds(20)));
    }

    private static Exchange post(ScriptedServer server, String host, Duration timeout) {
        byte[] body = "hello".getBytes(StandardCharsets.UTF_8);
        URI url = URI.create("http://" + host + ":" + server.port() + "/");
        return new Exchange("POST", url, List.of(new Header("X-Who", "me")), body, timeout, 100);
    }

    /// Gives the requests of each connection the answers of its script, and hangs up after the last.
    private static final class ScriptedServer {
        final CountDownLatch firstIsOver = new CountDownLatch(1);
        private final ServerSocket server = new ServerSocket(0, 20, LOOPBACK);
        private final List<Socket> guests = new CopyOnWriteArrayList<>();
        private final AtomicInteger heard = new AtomicInteger();
        private final List<List<String>> scripts;

        ScriptedServer(List<List<String>> scripts) throws IOException {
            this.scripts = scripts;
            Thread.ofVirtual().start(this::accept);
        }

        int port() {
            return server.getLocalPort();
        }

        int met() {
            return guests.size();
        }

        int heard() {
            return heard.get();
        }

        void close() {
            try {
                server.close();
                for (Socket guest : guests) guest.close();
            } catch (IOException gone) {
                // closed either way
            }
        }

        private void accept() {
            try {
                while (true) {
                    Socket guest = server.accept();
                    guests.add(guest);
                    int number = guests.size();
                    if (number <= scripts.size())
                        Thread.ofVirtual().start(() -> meet(guest, scripts.get(number - 1), number == 1));
                }
            } catch (IOException closed) {
                // the test is over
            }
        }

        private void meet(Socket guest, List<String> script, boolean first) {
            try (guest) {
                for (String answer : script) {
                    hear(guest.getInputStream());
                    heard.incrementAndGet();
                    if (answer.equals(HANG)) octet(guest.getInputStream());
                    guest.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
                }
            } catch (IOException gone) {
                if (first) firstIsOver.countDown();
            }
        }

        private static void hear(InputStream in) throws IOException {
            var head = new StringBuilder();
            while (head.indexOf("\r\n\r\nhello") < 0) head.append((char) octet(in));
        }

        private static int octet(InputStream in) throws IOException {
            int octet = in.read();
            if (octet < 0) throw new EOFException();
            return octet;
        }
    }
}
