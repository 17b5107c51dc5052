package dev.pennypost.domains.writer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/// A real `named` on loopback that has the zone `acme.test` and takes updates with a key. Lives in a folder of its own.
final class NamedServer implements AutoCloseable {
    static final String KEY_NAME = "pennypost.";
    static final String KEY = "c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LTEyMzQ=";
    static final String READER = "reader.";

    private final Process process;
    private final int port;

    private NamedServer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /// Where the program is, if it is.
    static boolean isInstalled() {
        return Files.isExecutable(program());
    }

    private static Path program() {
        return Path.of("/usr/sbin/named");
    }

    static NamedServer start(Path folder) throws IOException, InterruptedException {
        int port = freePort();
        Files.writeString(folder.resolve("acme.test.zone"), """
                $TTL 300
                @ SOA ns.acme.test. hostmaster.acme.test. 1 3600 600 86400 60
                @ NS ns.acme.test.
                ns A 127.0.0.1
                @ A 192.0.2.1
                """);
        Files.writeString(folder.resolve("named.conf"), """
                options {
                  directory "%1$s"; pid-file "%1$s/pid"; session-keyfile "%1$s/session"; managed-keys-directory "%1$s";
                  listen-on port %2$d { 127.0.0.1; }; listen-on-v6 { none; };
                  recursion no; dnssec-validation no; allow-transfer { none; }; notify no;
                };
                controls { };
                key "%3$s" { algorithm hmac-sha256; secret "%4$s"; };
                key "%5$s" { algorithm hmac-sha256; secret "%4$s"; };
                zone "acme.test" { type primary; file "%1$s/acme.test.zone"; allow-update { key "%3$s"; }; };
                """.formatted(folder, port, KEY_NAME, KEY, READER));
        var process = new ProcessBuilder(
                        program().toString(),
                        "-g",
                        "-c",
                        folder.resolve("named.conf").toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        var server = new NamedServer(process, port);
        server.awaitReady(folder.resolve("log"));
        return server;
    }

    int port() {
        return port;
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /// It listens before it has read its zones, and says SERVFAIL until then.
    private void awaitReady(Path log) throws IOException, InterruptedException {
        var resolver = new SimpleResolver(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        resolver.setTCP(true);
        var question = Record.newRecord(Name.fromString("acme.test."), Type.SOA, DClass.IN);
        for (int tries = 0; tries < 200; tries++) {
            if (process.waitFor(50, TimeUnit.MILLISECONDS))
                throw new IOException("named ended: " + Files.readString(log, StandardCharsets.UTF_8));
            try {
                if (resolver.send(Message.newQuery(question)).getRcode() == Rcode.NOERROR) return;
            } catch (IOException notYet) {
                // asked again in a moment
            }
        }
        throw new IOException("named does not answer: " + Files.readString(log, StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) process.destroyForcibly();
        } catch (InterruptedException stopping) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
