package dev.pennypost.e2e;

import dev.pennypost.testkit.Eventually;
import dev.pennypost.testkit.FakeMx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// A real mail server that others wrote, and a Pennypost that delivers to it. The server is the exchanger of
/// `dest.test`, offers STARTTLS with a certificate of its own making, takes a million octets at most, brings back what
/// it cannot deliver, and does by local part:
///
/// | local part | what |
/// | --- | --- |
/// | `ada`, `bob`, `cyd` | has a mailbox |
/// | `dörte` | the same, called `others` |
/// | `grey` | the same, behind a grey list |
/// | `later` | `450 4.2.1` |
/// | `full` | `452 4.2.2` |
/// | `overfull` | `552 5.2.2` |
/// | `gone` | taken, and found out afterwards not to be deliverable |
/// | any other | refused as unknown |
final class ForeignServer implements AutoCloseable {
    enum Kind {
        POSTFIX,
        EXIM
    }

    private final Pennypost pennypost;
    private final int operators;
    private final Function<String, List<Path>> mailbox;
    private final Supplier<String> log;
    private final List<AutoCloseable> parts;

    private ForeignServer(
            Pennypost pennypost,
            int operators,
            Function<String, List<Path>> mailbox,
            Supplier<String> log,
            List<AutoCloseable> parts) {
        this.pennypost = pennypost;
        this.operators = operators;
        this.mailbox = mailbox;
        this.log = log;
        this.parts = parts;
    }

    private static ForeignServer start(Kind kind) {
        return switch (kind) {
            case POSTFIX -> postfix();
            case EXIM -> exim();
        };
    }

    private static ForeignServer postfix() {
        Tools.require("postfix", "openssl");
        Tools.require(System.getProperty("user.name").equals("root"), "Postfix is started by root only");
        Path folder = folder();
        int port = Ports.free();
        int operators = Ports.free();
        var pennypost = pennypost(folder, port, operators);
        var behind = FakeMx.start().onRcpt("*", "550 5.1.1 no such mailbox here");
        var greylist = GreylistPolicy.listen("grey@dest.test");
        var postfix = PrivatePostfix.start(
                folder.resolve("server"), port, pennypost.exchangerPort(), behind.port(), greylist.port());
        return new ForeignServer(
                pennypost,
                operators,
                postfix::mailbox,
                postfix::log,
                List.of(pennypost, postfix, greylist, behind, () -> delete(folder)));
    }

    private static ForeignServer exim() {
        PrivateExim.require();
        Path folder = folder();
        int port = Ports.free();
        int operators = Ports.free();
        var pennypost = pennypost(folder, port, operators);
        var exim = PrivateExim.start(folder.resolve("server"), port, pennypost.exchangerPort());
        return new ForeignServer(
                pennypost, operators, exim::mailbox, exim::log, List.of(pennypost, exim, () -> delete(folder)));
    }

    private static Path folder() {
        try {
            Path folder = Files.createTempDirectory(Path.of("/tmp"), "pennypost-e2e");
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.createDirectory(folder.resolve("server"));
            return folder;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static void delete(Path folder) {
        Tools.succeed(Path.of("/tmp"), Tools.path("rm"), "-rf", folder.toString());
    }

    private static Pennypost pennypost(Path folder, int port, int operators) {
        var pennypost = Pennypost.dev(
                folder.resolve("data"),
                Map.of("PENNYPOST_ADMIN_LISTEN", "127.0.0.1:" + operators),
                List.of(),
                "--deliver-to",
                "127.0.0.1:" + port);
        pennypost.verifiedDomain("acme.test");
        return pennypost;
    }

    Pennypost pennypost() {
        return pennypost;
    }

    /// What the server wrote about what it did.
    String log() {
        return log.get();
    }

    /// Sends a short text to these local parts; returns the email's id.
    String send(String subject, String... locals) {
        String to = Stream.of(locals)
                .map(local -> "\"" + local + "@dest.test\"")
                .collect(Collectors.joining(",", "[", "]"));
        return pennypost.email("""
                {"from":"Acme <hello@acme.test>","to":%s,"subject":"%s","text":"Hello"}""".formatted(to, subject));
    }

    /// Waits until an email is in a mailbox, and returns what is there of it.
    List<Path> arrived(String id, String local) {
        Eventually.holds(
                "email " + id + " in the mailbox of " + local,
                () -> !mails(id, local).isEmpty());
        return mails(id, local);
    }

    /// Waits until a mail with this in it is in a mailbox, and returns it.
    String arrivedWith(String text, String local) {
        Eventually.holds(
                "a mail in the mailbox of " + local, () -> !with(text, local).isEmpty());
        return with(text, local).getFirst();
    }

    private List<String> with(String text, String local) {
        return mailbox.apply(local).stream()
                .map(ForeignServer::text)
                .filter(mail -> mail.contains(text))
                .toList();
    }

    private List<Path> mails(String id, String local) {
        return mailbox.apply(local).stream()
                .filter(mail -> text(mail).contains("Message-ID: <" + id + "@acme.test>"))
                .toList();
    }

    /// A mail as it lies in its mailbox, one character per octet.
    static String text(Path mail) {
        try {
            return Files.readString(mail, StandardCharsets.ISO_8859_1);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /// Has the next attempt made now, as an operator would.
    void flush(String id) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + operators + "/queue/flush"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"email\":\"" + id + "\"}"))
                .build();
        try (var client = HttpClient.newHttpClient()) {
            var answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            Assertions.assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    @Override
    public void close() {
        for (AutoCloseable part : parts) {
            try {
                part.close();
            } catch (Exception failed) {
                throw new IllegalStateException(failed);
            }
        }
    }

    /// The servers of this JVM, each started when the first test asks for it.
    static final class Servers implements AutoCloseable {
        private final Map<Kind, ForeignServer> started = new EnumMap<>(Kind.class);

        ForeignServer of(Kind kind) {
            ForeignServer known = started.get(kind);
            if (known != null) return known;
            ForeignServer server = start(kind);
            started.put(kind, server);
            return server;
        }

        @Override
        public void close() {
            new ArrayList<>(started.values()).forEach(ForeignServer::close);
        }
    }

    /// Gives every test that asks for them the servers of this JVM.
    static final class Shared implements ParameterResolver {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
            return parameter.getParameter().getType() == Servers.class;
        }

        @Override
        public Servers resolveParameter(ParameterContext parameter, ExtensionContext test) {
            return test.getRoot()
                    .getStore(ExtensionContext.Namespace.create(ForeignServer.class))
                    .computeIfAbsent(Servers.class, _ -> new Servers(), Servers.class);
        }
    }
}
