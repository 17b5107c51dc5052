package dev.pennypost.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.pennypost.net.Exchange.Answer;
import dev.pennypost.net.Exchange.Header;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutboundHttpTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private final Names names = new Names();

    @Test
    void postsToTheAddressTheNameLeadsTo() throws IOException {
        var server = HttpServer.create(new InetSocketAddress(LOOPBACK, 0), 0);
        server.createContext("/", exchange -> {
            String said = exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Host") + " "
                    + exchange.getRequestHeaders().getFirst("X-Who") + " "
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            byte[] answer = said.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(202, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        int port = server.getAddress().getPort();
        Answer answer =
                client(AddressPolicy.ANY).send(post("http://hook.test:" + port + "/a%20b?c=d", Duration.ofSeconds(20)));
        server.stop(0);
        assertThat(answer.status()).isEqualTo(202);
        assertThat(new String(answer.body(), StandardCharsets.UTF_8))
                .isEqualTo("POST /a%20b?c=d hook.test:" + port + " me hello");
    }

    @Test
    void refusesNamesThatLeadToPrivateAddressesOnly() {
        names.put("inside.test", "10.0.0.1", "::1", "169.254.169.254");
        assertThatThrownBy(() ->
                        client(AddressPolicy.PUBLIC_ONLY).send(post("http://inside.test/", Duration.ofSeconds(20))))
                .isInstanceOf(AddressRefused.class);
    }

    @Test
    void asksForTheNameOnce() {
        // a second answer could be another one
        assertThatThrownBy(
                        () -> client(AddressPolicy.PUBLIC_ONLY).send(post("http://hook.test/", Duration.ofSeconds(20))))
                .isInstanceOf(AddressRefused.class);
        assertThat(names.asked).hasValue(1);
    }

    @Test
    void saysWhenANameLeadsNowhere() {
        assertThatThrownBy(() -> client(AddressPolicy.ANY).send(post("http://nowhere.test/", Duration.ofSeconds(20))))
                .isInstanceOf(UnknownHostException.class);
    }

    @Test
    void triesTheNextAddressWhenOneIsDead() throws IOException {
        var server = HttpServer.create(new InetSocketAddress(LOOPBACK, 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        // nobody listens on 127.0.0.2 at this port
        names.put("two.test", "127.0.0.2", LOOPBACK.getHostAddress());
        String url = "http://two.test:" + server.getAddress().getPort() + "/";
        assertThat(client(AddressPolicy.ANY)
                        .send(post(url, Duration.ofSeconds(20)))
                        .status())
                .isEqualTo(204);
        server.stop(0);
    }

    @Test
    void cutsOffAServerThatNeverFinishes() throws IOException {
        try (var server = new ServerSocket(0, 5, LOOPBACK)) {
            Thread.ofVirtual().start(() -> dribble(server));
            String url = "http://hook.test:" + server.getLocalPort() + "/";
            assertThatThrownBy(() -> client(AddressPolicy.ANY).send(post(url, Duration.ofMillis(600))))
                    .isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void checksTheCertificateAgainstTheNameThatWasAskedFor(@TempDir Path folder) throws Exception {
        KeyStore keys = certificateFor("hook.test", folder);
        var server = HttpsServer.create(new InetSocketAddress(LOOPBACK, 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(serving(keys)));
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        var client = new OutboundHttp(names, AddressPolicy.ANY, trusting(keys));
        String port = ":" + server.getAddress().getPort() + "/";
        try {
            assertThat(client.send(post("https://hook.test" + port, Duration.ofSeconds(20)))
                            .status())
                    .isEqualTo(200);
            assertThatThrownBy(() -> client.send(post("https://other.test" + port, Duration.ofSeconds(20))))
                    .isInstanceOf(SSLException.class)
                    .hasMessageContaining("other.test");
        } finally {
            server.stop(0);
        }
    }

    private OutboundHttp client(AddressPolicy policy) {
        return new OutboundHttp(names, policy, (SSLSocketFactory) SSLSocketFactory.getDefault());
    }

    private static Exchange post(String url, Duration timeout) {
        byte[] body = "hello".getBytes(StandardCharsets.UTF_8);
        return new Exchange("POST", URI.create(url), List.of(new Header("X-Who", "me")), body, timeout, 1000);
    }

    /// Sends an octet whenever the client has had time to wait for it: a read timeout would never strike.
    private static void dribble(ServerSocket server) {
        try (var socket = server.accept()) {
            var out = socket.getOutputStream();
            out.write("HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            socket.setSoTimeout(20);
            while (true) {
                out.write('.');
                out.flush();
                pause(socket);
            }
        } catch (IOException cutOff) {
            // what the test wants
        }
    }

    private static void pause(java.net.Socket socket) throws IOException {
        try {
            if (socket.getInputStream().read() < 0) throw new IOException("cut off");
        } catch (SocketTimeoutException silent) {
            // the client has said all it has to say
        }
    }

    private static KeyStore certificateFor(String host, Path folder) throws Exception {
        Path file = folder.resolve("keys.p12");
        var keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "hook",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + host,
                        "-ext",
                        "san=dns:" + host,
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        "changeit")
                .redirectErrorStream(true)
                .start();
        assertThat(new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8) + keytool.waitFor())
                .endsWith("0");
        var keys = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(file)) {
            keys.load(in, "changeit".toCharArray());
        }
        return keys;
    }

    private static SSLContext serving(KeyStore keys) throws Exception {
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, "changeit".toCharArray());
        var context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    private static SSLSocketFactory trusting(KeyStore keys) throws Exception {
        var trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("hook", keys.getCertificate("hook"));
        var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        var context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context.getSocketFactory();
    }

    private static final class Names implements HostLookup {
        private final AtomicInteger asked = new AtomicInteger();
        private final Map<String, List<InetAddress>> addresses =
                new java.util.HashMap<>(Map.of("hook.test", List.of(LOOPBACK), "other.test", List.of(LOOPBACK)));

        void put(String host, String... literals) {
            addresses.put(
                    host,
                    java.util.stream.Stream.of(literals)
                            .map(InetAddress::ofLiteral)
                            .toList());
        }

        @Override
        public List<InetAddress> addresses(String host, Duration patience) throws UnknownHostException {
            asked.incrementAndGet();
            var found = addresses.get(host);
            if (found == null) throw new UnknownHostException(host);
            return found;
        }
    }
}
