package dev.pennypost.certificates;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pennypost.config.Secret;
import dev.pennypost.mail.dns.DnsResolver;
import dev.pennypost.mail.dns.DnsServer;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.Resolver;
import dev.pennypost.mail.dns.Zone;
import dev.pennypost.testkit.Eventually;
import dev.pennypost.testkit.TestAuthority;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The authority that Let's Encrypt tests ACME clients with, as Debian packages it, and the DNS server that
/// it asks: one that serves the zone `test` as the test says.
final class Pebble implements AutoCloseable {
    private static final DomainName ZONE = DomainName.ofDns("test");

    private final Path folder;
    private final int port = freePort();
    private final int management = freePort();
    private final int http = freePort();
    private final Process process;
    private final DnsServer dns;
    private volatile Zone zone = Zone.parse(ZONE, "");

    /// @param options what it reads from the environment, such as `PEBBLE_WFE_NONCEREJECT`
    Pebble(Map<String, String> options) throws IOException {
        assumeTrue(System.getenv("CI") != null || isInstalled(), "pebble is not installed (Debian: pebble)");
        folder = Files.createTempDirectory("pennypost-pebble");
        dns = DnsServer.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), (_, _) -> Optional.of(zone));
        var identity = TestAuthority.shared().issue("localhost");
        write("chain.pem", identity.chainPem());
        write("key.pem", identity.keyPem());
        write("root.pem", TestAuthority.shared().pem());
        Path config = write("config.json", """
                {"pebble": {"listenAddress": "127.0.0.1:%d", "managementListenAddress": "127.0.0.1:%d",
                    "certificate": "%s", "privateKey": "%s", "httpPort": %d, "tlsPort": %d,
                    "ocspResponderURL": "", "certificateValidityPeriod": 7776000}}
                """.formatted(
                        port, management, folder.resolve("chain.pem"), folder.resolve("key.pem"), http, http));
        var command = new ProcessBuilder(
                        "pebble",
                        "-config",
                        config.toString(),
                        "-dnsserver",
                        "127.0.0.1:" + dns.address().getPort())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile());
        command.environment().put("PEBBLE_VA_NOSLEEP", "1");
        command.environment().putAll(options);
        process = command.start();
        Eventually.holds("pebble listens", () -> log().contains("ACME directory available"));
    }

    private static boolean isInstalled() {
        return Stream.of(System.getenv("PATH").split(":", -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "pebble")));
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    /// Free a moment ago.
    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /// Where it looks for what proves a host.
    int httpPort() {
        return http;
    }

    /// What DNS says of the zone `test` from now on, as a master file.
    void dns(String records) {
        zone = Zone.parse(ZONE, "$TTL 1\n" + records);
    }

    Resolver resolver() {
        return new DnsResolver(
                List.of(dns.address()), DnsResolver.DEFAULT_TIMEOUT, DnsResolver.DEFAULT_TRIES, _ -> false);
    }

    CertificatesConfig config() {
        return new CertificatesConfig(
                "https://localhost:" + port + "/dir",
                true,
                "hostmaster@acme.test",
                List.of("pebble.test"),
                folder.resolve("root.pem").toString(),
                "",
                new Secret(""),
                30);
    }

    /// Everything it did so far.
    String log() {
        try {
            return Files.readString(folder.resolve("log"));
        } catch (IOException notYet) {
            return "";
        }
    }

    /// How many orders it took, refused nonces not counted.
    long orders() {
        return log().lines()
                .filter(line -> line.contains("Added order") && line.contains("to the db"))
                .count();
    }

    /// The root of what it issues, in PEM.
    String root() throws IOException, InterruptedException {
        try (var client = HttpClient.newBuilder()
                .sslContext(TestAuthority.shared().clientContext())
                .build()) {
            var request = HttpRequest.newBuilder(URI.create("https://localhost:" + management + "/roots/0"))
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        }
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        dns.close();
        process.onExit().join();
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) Files.delete(file);
        }
        Files.delete(folder);
    }
}
