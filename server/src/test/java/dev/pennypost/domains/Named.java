package dev.pennypost.domains;

import dev.pennypost.mail.dns.Answer;
import dev.pennypost.mail.dns.DnsResolver;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.RecordType;
import dev.pennypost.testkit.Eventually;
import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A real recursive resolver: Debian's BIND, which starts at a root of ours and finds every server at its own port.
final class Named implements AutoCloseable {
    private final Process process;

    private Named(Process process) {
        this.process = process;
    }

    static Optional<String> program() {
        return Stream.of("/usr/sbin/named", "/usr/local/sbin/named")
                .filter(path -> new File(path).canExecute())
                .findFirst();
    }

    /// @param root the address of the root's name server, at the same port
    static Named start(Path folder, InetSocketAddress listen, String root) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("root.hints"), ". 3600 NS a.root.\na.root. 3600 A " + root + "\n");
        Path config = Files.writeString(folder.resolve("named.conf"), """
                options {
                  directory "%s";
                  port %d;
                  listen-on { %s; };
                  listen-on-v6 { none; };
                  recursion yes;
                  allow-query { any; };
                  dnssec-validation no;
                  empty-zones-enable no;
                  pid-file none;
                  session-keyfile none;
                };
                controls { };
                zone "." { type hint; file "root.hints"; };
                """.formatted(
                        folder, listen.getPort(), listen.getAddress().getHostAddress()));
        var process = new ProcessBuilder(program().orElseThrow(), "-4", "-f", "-c", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
        var named = new Named(process);
        try {
            named.awaitReady(listen, folder);
            return named;
        } catch (AssertionError failed) {
            named.close();
            throw failed;
        }
    }

    private void awaitReady(InetSocketAddress listen, Path folder) {
        var resolver = new DnsResolver(List.of(listen), Duration.ofMillis(500), 1);
        Eventually.holds("named resolves, see " + folder, () -> {
            if (!process.isAlive()) throw new AssertionError("named has ended, see " + folder);
            return resolver.ask(new DomainName("ready.test"), RecordType.A) instanceof Answer.Records;
        });
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
