package dev.pennypost.domains.diagnosis;

import dev.pennypost.mail.dns.DnsRecord;
import dev.pennypost.mail.dns.DnsResolver;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.RecordType;
import dev.pennypost.testkit.Eventually;
import java.io.File;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// A real name server: NLnet Labs' nsd of Debian, with the zones of a test.
public final class Nsd implements AutoCloseable {
    private static final List<String> FOLDERS = List.of("/usr/sbin", "/usr/bin", "/usr/local/sbin");

    private final Process process;

    private Nsd(Process process) {
        this.process = process;
    }

    public static Optional<String> program() {
        return FOLDERS.stream()
                .map(folder -> folder + "/nsd")
                .filter(path -> new File(path).canExecute())
                .findFirst();
    }

    /// @param zones master files by origin; `ready.test` is added and tells that all are loaded
    public static Nsd start(Path folder, InetSocketAddress listen, Map<String, String> zones) throws IOException {
        Files.createDirectories(folder);
        var config = new StringBuilder("""
                server:
                  ip-address: %s@%d
                  username: ""
                  zonesdir: "%s"
                  pidfile: "%s/nsd.pid"
                  logfile: "%s/nsd.log"
                  xfrdfile: "%s/xfrd.state"
                  zonelistfile: "%s/zone.list"
                  database: ""
                  server-count: 1
                remote-control:
                  control-enable: no
                """.formatted(
                listen.getAddress().getHostAddress(), listen.getPort(), folder, folder, folder, folder, folder));
        for (var zone : Stream.concat(zones.entrySet().stream(), Stream.of(Map.entry("ready.test", "@ A 192.0.2.1\n")))
                .toList()) {
            Files.writeString(folder.resolve(zone.getKey() + ".zone"), head(zone.getValue()) + zone.getValue());
            config.append("zone:\n  name: ").append(zone.getKey()).append("\n  zonefile: ");
            config.append(zone.getKey()).append(".zone\n");
        }
        Path file = Files.writeString(folder.resolve("nsd.conf"), config);
        var process = new ProcessBuilder(program().orElseThrow(), "-d", "-c", file.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
        var nsd = new Nsd(process);
        nsd.awaitReady(listen, folder);
        return nsd;
    }

    private static String head(String zone) {
        String ttl = "$TTL 3600\n@ SOA a.host.test. hostmaster.host.test. 1 3600 600 86400 1800\n";
        return zone.contains("@ NS") ? ttl : ttl + "@ NS a.host.test.\n@ NS b.host.test.\n";
    }

    private void awaitReady(InetSocketAddress listen, Path folder) {
        var resolver = new DnsResolver(List.of(listen), Duration.ofMillis(500), 1);
        Eventually.holds("nsd serves, see " + folder, () -> {
            if (!process.isAlive()) throw new AssertionError("nsd has ended, see " + folder);
            return !resolver.ask(new DomainName("ready.test"), RecordType.A)
                    .all(DnsRecord.class)
                    .isEmpty();
        });
    }

    /// A port that is free at all of these addresses.
    public static int freePort(InetAddress... addresses) throws IOException {
        for (int i = 0; i < 50; i++) {
            try (var socket = new ServerSocket(0, 1, addresses[0])) {
                if (Stream.of(addresses).allMatch(address -> isFree(address, socket.getLocalPort())))
                    return socket.getLocalPort();
            }
        }
        throw new IOException("no port is free at all of " + List.of(addresses));
    }

    private static boolean isFree(InetAddress address, int port) {
        try (var udp = new DatagramSocket(new InetSocketAddress(address, port))) {
            return udp.isBound();
        } catch (IOException taken) {
            return false;
        }
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
