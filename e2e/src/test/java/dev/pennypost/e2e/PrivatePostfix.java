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
import java.util.Map;
import java.util.stream.Stream;

/// Debian's Postfix with a configuration, queue and mailboxes of its own. Either the mail exchanger of
/// `dest.test`, which offers STARTTLS, keeps mail for `ada@`, tells `later@` to come back and knows nobody
/// else; or an office's server, which hands everything to a relay that wants a password.
final class PrivatePostfix implements AutoCloseable {
    private static final String POSTFIX = "postfix";

    private final Path folder;
    private final int port;

    private final String role;

    /// @param role the lines of `main.cf` that say what it takes and where that goes. None may be there twice:
    /// a daemon that warns before the one that writes the log is up waits for ever.
    private PrivatePostfix(Path folder, int port, String role) {
        this.folder = folder;
        this.port = port;
        this.role = role;
    }

    /// @param folder new, and open to everybody as are the folders above it: Postfix gives up its privileges
    static PrivatePostfix start(Path folder) {
        return start(new PrivatePostfix(folder, Ports.free(), """
                mynetworks = 127.0.0.2/32
                virtual_mailbox_domains = dest.test
                smtpd_recipient_restrictions =
                  check_recipient_access inline:{ { later@dest.test = 450 4.2.1 Come back later } },
                  reject_unauth_destination
                """));
    }

    /// One that takes everything from this machine and relays it with STARTTLS to a port there.
    ///
    /// @param folder as for the other
    static PrivatePostfix relayingTo(int relay, String user, String password, Path folder) {
        var postfix = new PrivatePostfix(folder, Ports.free(), """
                mynetworks = 127.0.0.0/8
                smtpd_recipient_restrictions = permit_mynetworks, reject
                relayhost = [127.0.0.1]:@relay@
                smtp_tls_security_level = encrypt
                smtp_sasl_auth_enable = yes
                smtp_sasl_mechanism_filter = plain
                smtp_sasl_security_options = noanonymous
                smtp_sasl_password_maps = inline:{ { [127.0.0.1]:@relay@ = @user@:@password@ } }
                """.replace("@relay@", Integer.toString(relay))
                .replace("@user@", user)
                .replace("@password@", password));
        return start(postfix);
    }

    /// The mail exchanger of `dest.test` that takes everything before it asks the server behind it, and brings back
    /// what
    /// that one refuses.
    ///
    /// @param port where it listens
    /// @param behind where mail for `dest.test` goes
    /// @param outside where everything else goes
    static PrivatePostfix inFrontOf(int port, int behind, int outside, Path folder) {
        return start(new PrivatePostfix(folder, port, """
                mynetworks = 127.0.0.2/32
                relay_domains = dest.test
                smtpd_recipient_restrictions = reject_unauth_destination
                transport_maps = inline:{ { dest.test = smtp:[127.0.0.1]:@behind@ } }
                relayhost = [127.0.0.1]:@outside@
                """.replace("@behind@", Integer.toString(behind))
                .replace("@outside@", Integer.toString(outside))));
    }

    /// The mail exchanger of `dest.test` that does by local part as [ForeignServer] says.
    ///
    /// @param outside the port on this machine where everything else goes
    /// @param behind the port there of the server that `gone@` is handed on to
    /// @param policy the port there of the policy service that is asked about each recipient
    static PrivatePostfix start(Path folder, int port, int outside, int behind, int policy) {
        return start(new PrivatePostfix(folder, port, """
                mynetworks = 127.0.0.2/32
                virtual_mailbox_domains = dest.test
                message_size_limit = 1000000
                transport_maps = inline:{ { gone@dest.test = smtp:[127.0.0.1]:@behind@ } }
                relayhost = [127.0.0.1]:@outside@
                smtpd_recipient_restrictions =
                  check_recipient_access inline:{
                    { later@dest.test = 450 4.2.1 Come back later },
                    { full@dest.test = 452 4.2.2 Mailbox full },
                    { overfull@dest.test = 552 5.2.2 Mailbox is over quota } },
                  reject_unauth_destination,
                  check_policy_service inet:127.0.0.1:@policy@
                """.replace("@behind@", Integer.toString(behind))
                .replace("@outside@", Integer.toString(outside))
                .replace("@policy@", Integer.toString(policy))));
    }

    private static PrivatePostfix start(PrivatePostfix postfix) {
        try {
            postfix.configure();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        postfix.control("start");
        Eventually.holds("Postfix answers", postfix::answers);
        return postfix;
    }

    String address() {
        return "127.0.0.1:" + port;
    }

    /// The mails in the mailbox of `ada@dest.test`.
    List<Path> mailbox() {
        return mailbox("ada");
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
        try {
            return Files.readString(folder.resolve("data/log"));
        } catch (IOException none) {
            return "(no log)";
        }
    }

    @Override
    public void close() {
        control("stop");
    }

    private void configure() throws IOException {
        for (String name : List.of("conf", "queue", "data", "mail")) {
            Path made = Files.createDirectories(folder.resolve(name));
            Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        Tools.succeed(folder, Tools.path("chown"), POSTFIX, "data", "mail");
        Tools.selfSigned(folder.resolve("conf"), "mx.dest.test");
        Files.writeString(folder.resolve("conf/main.cf"), main());
        Files.writeString(folder.resolve("conf/master.cf"), master());
    }

    private String main() {
        String user = Tools.succeed(folder, Tools.path("id"), "-u", POSTFIX).strip();
        String group = Tools.succeed(folder, Tools.path("id"), "-g", POSTFIX).strip();
        return """
                compatibility_level = 3.6
                queue_directory = @folder@/queue
                data_directory = @folder@/data
                maillog_file = @folder@/data/log
                maillog_file_prefixes = @folder@
                myhostname = mx.dest.test
                mydestination =
                alias_maps =
                inet_interfaces = 127.0.0.1
                inet_protocols = ipv4
                notify_classes =
                virtual_mailbox_base = @folder@/mail
                virtual_mailbox_maps = inline:{
                  { ada@dest.test = ada/ }, { bob@dest.test = bob/ }, { cyd@dest.test = cyd/ },
                  { later@dest.test = later/ }, { full@dest.test = full/ }, { overfull@dest.test = overfull/ },
                  { grey@dest.test = grey/ }, { gone@dest.test = gone/ }, { dörte@dest.test = others/ } }
                virtual_minimum_uid = 1
                virtual_uid_maps = static:@user@
                virtual_gid_maps = static:@group@
                smtpd_tls_security_level = may
                smtpd_tls_cert_file = @folder@/conf/cert.pem
                smtpd_tls_key_file = @folder@/conf/key.pem
                smtpd_tls_received_header = yes
                @role@""".replace("@role@", role)
                .replace("@folder@", folder.toString())
                .replace("@user@", user)
                .replace("@group@", group);
    }

    /// Nothing runs in a chroot: its jail would lack the libraries.
    private String master() {
        return """
                127.0.0.1:@port@ inet n - n - - smtpd
                pickup    unix  n - n 60   1 pickup
                cleanup   unix  n - n -    0 cleanup
                qmgr      unix  n - n 300  1 qmgr
                tlsmgr    unix  - - n 1000 1 tlsmgr
                rewrite   unix  - - n -    - trivial-rewrite
                bounce    unix  - - n -    0 bounce
                defer     unix  - - n -    0 bounce
                trace     unix  - - n -    0 bounce
                flush     unix  n - n 1000 0 flush
                proxymap  unix  - - n -    - proxymap
                showq     unix  n - n -    - showq
                error     unix  - - n -    - error
                retry     unix  - - n -    - error
                smtp      unix  - - n -    - smtp
                virtual   unix  - n n -    - virtual
                anvil     unix  - - n -    1 anvil
                postlog   unix-dgram n - n - 1 postlogd
                """.replace("@port@", Integer.toString(port));
    }

    private void control(String command) {
        String configuration = folder.resolve("conf").toString();
        var ended = Tools.run(folder, Map.of(), Tools.path(POSTFIX), "-c", configuration, command);
        if (ended.exitCode() != 0)
            throw new AssertionError("postfix " + command + " failed: " + ended.printed() + log());
    }

    private boolean answers() {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }
}
