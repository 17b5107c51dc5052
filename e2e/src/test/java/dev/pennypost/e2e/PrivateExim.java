package dev.pennypost.e2e;

import dev.pennypost.testkit.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Debian's Exim with a configuration, spool and mailboxes of its own: the mail exchanger of `dest.test`, which offers
/// STARTTLS, CHUNKING and SMTPUTF8, takes messages of [#LARGEST] octets at most and does by local part as
/// [ForeignServer] says.
///
/// Debian's package cannot be installed beside Postfix, so it is looked for where `.ci/run` unpacks it, too.
final class PrivateExim implements AutoCloseable {
    static final int LARGEST = 1_000_000;
    private static final String USER = "Debian-exim";
    private static final Path UNPACKED =
            Path.of(System.getenv().getOrDefault("HOME", "/root"), ".cache/pennypost-tools/exim/usr/sbin/exim4");

    private final Path folder;
    private final int port;
    private final int outside;
    private final Process daemon;

    private PrivateExim(Path folder, int port, int outside) throws IOException {
        this.folder = folder;
        this.port = port;
        this.outside = outside;
        configure();
        daemon = new ProcessBuilder(
                        folder.resolve("exim4").toString(),
                        "-C",
                        folder.resolve("exim.conf").toString(),
                        "-bdf",
                        "-q10s")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("printed").toFile())
                .start();
    }

    /// Skips the test, or fails it in CI, where Exim is missing or may not be started.
    static void require() {
        Tools.require(find().isPresent(), "exim4 is not installed");
        Tools.require("openssl");
        Tools.require(System.getProperty("user.name").equals("root"), "Exim is started by root only");
    }

    /// @param folder new, and open to everybody as are the folders above it: Exim gives up its privileges
    /// @param port where it listens
    /// @param outside the port on this machine where mail for other domains goes
    static PrivateExim start(Path folder, int port, int outside) {
        try {
            var exim = new PrivateExim(folder, port, outside);
            Eventually.holds("Exim answers", exim::answers);
            return exim;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /// The mails in the mailbox of a local part.
    List<Path> mailbox(String local) {
        Path arrived = folder.resolve("mail").resolve(local).resolve("new");
        if (!Files.isDirectory(arrived)) return List.of();
        try (Stream<Path> mails = Files.list(arrived)) {
            return mails.toList();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    String log() {
        return read("log/mainlog") + read("log/rejectlog") + read("log/paniclog") + read("printed");
    }

    private String read(String file) {
        try {
            return Files.readString(folder.resolve(file));
        } catch (IOException none) {
            return "";
        }
    }

    @Override
    public void close() {
        daemon.destroy();
        try {
            if (!daemon.waitFor(20, TimeUnit.SECONDS)) daemon.destroyForcibly();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static Optional<String> find() {
        if (Files.isExecutable(UNPACKED)) return Optional.of(UNPACKED.toString());
        return Tools.find("exim4");
    }

    private static String binary() {
        return find().orElseThrow(() -> new AssertionError("exim4 is not installed"));
    }

    private void configure() throws IOException {
        for (String name : List.of("spool", "log", "mail")) {
            Path made = Files.createDirectories(folder.resolve(name));
            Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwxr-xr-x"));
            Tools.succeed(folder, Tools.path("chown"), USER + ":", made.toString());
        }
        Tools.selfSigned(folder, "mx.dest.test");
        Tools.succeed(folder, Tools.path("chown"), USER + ":", "key.pem", "cert.pem");
        // It runs itself again without privileges, and a home may be closed to those who have none.
        Files.copy(Path.of(binary()), folder.resolve("exim4"));
        Files.writeString(folder.resolve("exim.conf"), configuration());
    }

    /// A grey list with what Exim has: a rate counts who comes for the second time within an hour.
    private String configuration() {
        return """
                exim_path = @folder@/exim4
                deliver_drop_privilege = true
                exim_user = @user@
                exim_group = @user@
                never_users =
                keep_environment =
                add_environment = PATH=/usr/bin:/bin
                primary_hostname = mx.dest.test
                spool_directory = @folder@/spool
                log_file_path = @folder@/log/%slog
                pid_file_path = @folder@/exim.pid
                local_interfaces = 127.0.0.1
                daemon_smtp_ports = @port@
                disable_ipv6 = true
                host_lookup =
                rfc1413_hosts =
                message_size_limit = @largest@
                tls_advertise_hosts = *
                tls_certificate = @folder@/cert.pem
                tls_privatekey = @folder@/key.pem
                chunking_advertise_hosts = *
                smtputf8_advertise_hosts = *
                pipelining_advertise_hosts = *
                log_selector = +tls_cipher +received_recipients +smtp_protocol_error
                acl_smtp_rcpt = check_recipient
                begin acl
                check_recipient:
                  defer local_parts = later
                        message = 450 4.2.1 Come back later
                  defer local_parts = full
                        message = 452 4.2.2 Mailbox full
                  deny  local_parts = overfull
                        message = 552 5.2.2 Mailbox is over quota
                  defer local_parts = grey
                        !ratelimit = 1.5 / 1h / strict / per_cmd / grey-$local_part
                        message = 451 4.7.1 Greylisted, please try again
                  require domains = dest.test
                          message = relay not permitted
                  accept local_parts = gone
                  require verify = recipient
                  accept
                begin routers
                outside:
                  driver = manualroute
                  domains = ! dest.test
                  route_list = * 127.0.0.1::@outside@ byname
                  transport = smtp
                  self = send
                  host_find_failed = defer
                  no_more
                gone:
                  driver = redirect
                  local_parts = gone
                  allow_fail
                  data = :fail: no such mailbox here
                mailboxes:
                  driver = accept
                  local_parts = ada : bob : cyd : grey : dörte
                  transport = mailbox
                begin transports
                smtp:
                  driver = smtp
                  allow_localhost
                  hosts_try_dane =
                mailbox:
                  driver = appendfile
                  directory = @folder@/mail/${extract{$local_part}{ada=ada bob=bob cyd=cyd grey=grey}{$value}{others}}
                  maildir_format
                  create_directory
                  user = @user@
                  group = @user@
                  delivery_date_add
                  envelope_to_add
                  return_path_add
                begin retry
                * * F,2h,10s
                """.replace("@user@", USER)
                .replace("@folder@", folder.toString())
                .replace("@port@", Integer.toString(port))
                .replace("@outside@", Integer.toString(outside))
                .replace("@largest@", Integer.toString(LARGEST));
    }

    private boolean answers() {
        if (!daemon.isAlive()) throw new AssertionError("Exim did not start: " + log());
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }
}
