package dev.pennypost.certificates;

import dev.pennypost.api.acme.ChallengeDialect;
import dev.pennypost.api.http.Access;
import dev.pennypost.api.http.Dialect;
import dev.pennypost.api.http.Encryption;
import dev.pennypost.api.http.HttpConfig;
import dev.pennypost.api.http.HttpDoor;
import dev.pennypost.api.http.HttpProblem;
import dev.pennypost.api.http.RequestObserver;
import dev.pennypost.api.http.Response;
import dev.pennypost.api.http.Router;
import dev.pennypost.config.HostPort;
import dev.pennypost.keys.Keys;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.Resolver;
import dev.pennypost.quotas.RateLimit;
import dev.pennypost.secrets.SecretBox;
import dev.pennypost.storage.Database;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/// One node of an installation: the certificates, and a listener for HTTP and one for HTTPS that say hello.
final class Node implements AutoCloseable {
    private static final byte[] MASTER_KEY = new byte[32];

    private final Database database;
    private final String address;
    private final HttpDoor door;
    final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    final Set<DomainName> wanted = new HashSet<>();
    final Certificates certificates;

    /// Settings of a listener at a port that is free.
    static HttpsConfig https(String address, String... hosts) {
        return new HttpsConfig(List.of(HostPort.parse(address + ":0")), List.of(hosts), "", "", 30);
    }

    Node(
            Database.Address at,
            String address,
            int port,
            HttpsConfig https,
            CertificatesConfig config,
            Resolver resolver,
            InstantSource clock) {
        var random = new SecureRandom();
        this.address = address;
        database = Database.open(at, 4, clock);
        certificates = new Certificates(
                database,
                new SecretBox(MASTER_KEY, random),
                https,
                config,
                () -> Set.copyOf(wanted),
                resolver,
                metrics,
                random,
                clock);
        door = HttpDoor.open(
                new HttpConfig(HostPort.parse(address + ":" + port), "", 1_000_000, 0, true, List.of()),
                new Keys(database, random, clock),
                List.of(new ChallengeDialect(certificates), new Hello()),
                new RateLimit(_ -> 0, 0, clock),
                RequestObserver.NOBODY,
                Encryption.with(certificates),
                metrics,
                clock);
    }

    Node wants(String host) {
        wanted.add(DomainName.parse(host));
        certificates.sync();
        return this;
    }

    CertificateState state(String host) {
        return certificates.state(DomainName.parse(host));
    }

    boolean serves(String host) {
        return certificates.isServed(DomainName.parse(host));
    }

    Database database() {
        return database;
    }

    int httpPort() {
        return door.port();
    }

    /// The head of the answer to `GET target` without TLS.
    String get(String host, String target) throws IOException {
        try (var socket = new Socket(address, door.port())) {
            return answer(socket, host, target, "\r\n\r\n");
        }
    }

    /// What comes back until it ends like this.
    private static String answer(Socket socket, String host, String target, String end) throws IOException {
        socket.setSoTimeout(30_000);
        socket.getOutputStream()
                .write(("GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
        var answer = new StringBuilder();
        while (!answer.toString().endsWith(end)) {
            int octet = socket.getInputStream().read();
            if (octet < 0) throw new IOException("the connection ended after: " + answer);
            answer.append((char) octet);
        }
        return answer.toString();
    }

    /// What was seen over TLS.
    record Seen(X509Certificate certificate, String protocol, String answer) {}

    /// Asks for `/hello` as a browser does that looks for `host` here.
    Seen getSecurely(String host, SSLContext trust) throws IOException {
        return getSecurely(host, trust, "TLSv1.3");
    }

    Seen getSecurely(String host, SSLContext trust, String protocol) throws IOException {
        int port = door.httpsPorts().getFirst();
        var plain = new Socket(InetAddress.getByName(address), port);
        try (var socket = (SSLSocket) trust.getSocketFactory().createSocket(plain, host, port, true)) {
            var parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            parameters.setProtocols(new String[] {protocol});
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            var session = socket.getSession();
            String answer = answer(socket, host, "/hello", "\r\n\r\nhello");
            return new Seen((X509Certificate) session.getPeerCertificates()[0], session.getProtocol(), answer);
        }
    }

    @Override
    public void close() {
        door.close();
        certificates.close();
        database.close();
    }

    /// An API with one route.
    private static final class Hello implements Dialect {
        @Override
        public String mount() {
            return "";
        }

        @Override
        public void register(Router router) {
            router.get("/hello", Access.OPEN, _ -> Response.text(200, "text/plain", "hello"));
        }

        @Override
        public Response spell(HttpProblem problem) {
            return Response.text(404, "text/plain", "nothing");
        }
    }
}
