package dev.pennypost.emails.files;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.pennypost.emails.files.Download.Failed;
import dev.pennypost.emails.files.Download.Got;
import dev.pennypost.emails.files.Download.Reason;
import dev.pennypost.net.AddressPolicy;
import dev.pennypost.net.HostLookup;
import dev.pennypost.net.OutboundHttp;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DownloadsTest {
    private static final int ENOUGH = 1000;

    private final HttpServer server = serving();
    private final List<String> seen = new CopyOnWriteArrayList<>();

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void bringsTheOctetsAndWhatTheServerCallsThem() {
        answer("/a", 200, "octets", "Content-Type", "text/csv");
        assertThat(fetch("/a")).isInstanceOfSatisfying(Got.class, got -> {
            assertThat(got.octets()).asString(StandardCharsets.UTF_8).isEqualTo("octets");
            assertThat(got.contentType()).contains("text/csv");
        });
    }

    @Test
    void followsRedirectsRelativeOnesToo() {
        answer("/a", 302, "", "Location", "/b?x=1");
        answer("/b", 307, "", "Location", base() + "/c");
        answer("/c", 200, "there");
        assertThat(fetch("/a")).isInstanceOf(Got.class);
        assertThat(seen).containsExactly("/a", "/b?x=1", "/c");
    }

    @Test
    void doesNotGoRoundInCircles() {
        answer("/a", 301, "", "Location", "/a");
        assertThat(fetch("/a")).isEqualTo(new Failed(Reason.UNREACHABLE, false));
        assertThat(seen).hasSize(6);
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:///etc/passwd", "ftp://a.test/x", "http://user:secret@a.test/", "http://[", ""})
    void doesNotFollowARedirectToWhatIsNoAddressToFetchFrom(String location) {
        answer("/a", 302, "", "Location", location);
        assertThat(fetch("/a")).isEqualTo(new Failed(Reason.UNREACHABLE, false));
        assertThat(seen).hasSize(1);
    }

    @Test
    void dialsNoPrivateAddressEvenWhenAPublicOneRedirectsThere() {
        assertThat(downloads(AddressPolicy.PUBLIC_ONLY).fetch(URI.create(base() + "/a"), ENOUGH))
                .isEqualTo(new Failed(Reason.FORBIDDEN, false));
        // loopback stands for the public internet here, the other networks for what is behind it
        answer("/to-metadata", 302, "", "Location", "http://169.254.169.254/latest/meta-data");
        assertThat(downloads(AddressPolicy.LOOPBACK_ONLY).fetch(URI.create(base() + "/to-metadata"), ENOUGH))
                .isEqualTo(new Failed(Reason.FORBIDDEN, false));
        assertThat(seen).containsExactly("/to-metadata");
    }

    @Test
    void aFileThatIsTooLargeIsNotReadToItsEnd() {
        answer("/a", 200, "x".repeat(ENOUGH + 1));
        assertThat(fetch("/a")).isEqualTo(new Failed(Reason.TOO_LARGE, false));
        answer("/b", 200, "x".repeat(ENOUGH));
        assertThat(fetch("/b")).isInstanceOf(Got.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 206, 301, 304, 400, 401, 403, 404, 410})
    void whatIsNotThereIsNotAskedForAgain(int status) {
        answer("/a", status, "");
        assertThat(fetch("/a")).isEqualTo(new Failed(Reason.UNREACHABLE, false));
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 425, 429, 500, 502, 503, 504})
    void whatMayPassIsWorthAnotherTry(int status) {
        answer("/a", status, "");
        assertThat(fetch("/a")).isEqualTo(new Failed(Reason.UNREACHABLE, true));
    }

    @Test
    void aServerThatIsNotThereMayComeBack() throws IOException {
        int closed;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = socket.getLocalPort();
        }
        assertThat(downloads(AddressPolicy.ANY).fetch(URI.create("http://127.0.0.1:" + closed + "/"), ENOUGH))
                .isEqualTo(new Failed(Reason.UNREACHABLE, true));
        assertThat(downloads(AddressPolicy.ANY).fetch(URI.create("http://nowhere.test/"), ENOUGH))
                .isEqualTo(new Failed(Reason.UNREACHABLE, true));
    }

    private Download fetch(String path) {
        return downloads(AddressPolicy.ANY).fetch(URI.create(base() + path), ENOUGH);
    }

    private static Downloads downloads(AddressPolicy policy) {
        HostLookup lookup = (String host, Duration _) -> {
            if (!host.matches("[0-9.]+")) throw new UnknownHostException(host);
            return List.of(InetAddress.ofLiteral(host));
        };
        return new Downloads(new OutboundHttp(lookup, policy, (SSLSocketFactory) SSLSocketFactory.getDefault()));
    }

    private String base() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(String path, int status, String text, String... header) {
        server.createContext(path, exchange -> {
            seen.add(exchange.getRequestURI().toString());
            try (exchange) {
                if (header.length > 0) exchange.getResponseHeaders().set(header[0], header[1]);
                byte[] octets = text.getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(status, octets.length == 0 ? -1 : octets.length);
                if (octets.length > 0) exchange.getResponseBody().write(octets);
            }
        });
    }

    private static HttpServer serving() {
        try {
            var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.start();
            return server;
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }
}
