package dev.pennypost.submission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pennypost.config.CannotStart;
import dev.pennypost.mail.smtp.server.SelfSignedCertificate;
import dev.pennypost.net.CertificateFiles;
import dev.pennypost.testkit.FixedClock;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// STARTTLS, TLS first, and where certificates come from.
@Timeout(120)
class EncryptionTest {
    private static final String PLAIN = "From: a@acme.test\r\nTo: ada@dest.test\r\n\r\nHello\r\n";

    @TempDir
    Path folder;

    @Test
    void takesPasswordsInsideTlsOnly() throws Exception {
        try (var world = new World();
                var program = MailProgram.connect(
                        world.open(new SubmissionConfig(List.of(World.ANY), List.of(), "", "", "", false, 9, 0)))) {
            String key = world.key();
            assertThat(program.reply()).startsWith("220 smtp.test ");
            assertThat(program.say("EHLO c")).contains("STARTTLS").doesNotContain("AUTH");
            assertThat(program.logIn("resend", key)).startsWith("538 5.7.11 ");
            assertThat(program.say("MAIL FROM:<a@acme.test>")).startsWith("530 5.7.0 Must issue a STARTTLS");
            assertThat(program.say("STARTTLS")).startsWith("220 2.0.0");
            program.startTls();
            assertThat(program.say("EHLO c")).contains("AUTH PLAIN LOGIN").doesNotContain("STARTTLS");
            assertThat(program.say("AUTH LOGIN")).isEqualTo("334 VXNlcm5hbWU6");
            assertThat(program.say("cmVzZW5k")).isEqualTo("334 UGFzc3dvcmQ6");
            assertThat(program.say(Base64.getEncoder().encodeToString(key.getBytes(StandardCharsets.US_ASCII))))
                    .startsWith("235 2.7.0");
            world.id(program.handIn(PLAIN, "ada@dest.test"));
            assertThat(world.mx
                            .awaitMessages(1, Duration.ofSeconds(30))
                            .getFirst()
                            .text())
                    .contains("with UTF8SMTPSA;");
        }
    }

    @Test
    void dropsWhatWasInjectedBeforeTls() throws Exception {
        try (var world = new World();
                var program = MailProgram.connect(world.openInTheClear())) {
            program.reply();
            program.say("EHLO c");
            program.send("STARTTLS\r\nEHLO evil\r\nAUTH PLAIN AGEAYg==\r\n");
            assertThat(program.reply()).startsWith("220 2.0.0");
            program.startTls();
            assertThat(program.say("MAIL FROM:<a@acme.test>")).startsWith("503 5.5.1 ");
            assertThat(program.say("QUIT")).startsWith("221 ");
            assertThat(program.rest()).isEmpty();
        }
    }

    @Test
    void speaksTlsFirstWhereAsked() throws Exception {
        try (var world = new World();
                var program = MailProgram.connectOverTls(
                        world.open(new SubmissionConfig(List.of(), List.of(World.ANY), "", "", "", false, 9, 0)))) {
            assertThat(program.reply()).startsWith("220 smtp.test ");
            assertThat(program.say("EHLO c")).contains("AUTH PLAIN LOGIN").doesNotContain("STARTTLS");
            assertThat(program.logIn("resend", world.key())).startsWith("235 2.7.0");
            world.id(program.handIn(PLAIN, "ada@dest.test"));
        }
    }

    @Test
    void readsARenewedCertificate() throws Exception {
        var clock = new FixedClock();
        var first = writePem("first");
        SSLContext context = CertificateFiles.context(folder.resolve("cert.pem"), folder.resolve("key.pem"), clock);
        assertThat(shown(context, first)).isTrue();

        var second = writePem("second");
        assertThat(shown(context, first)).isTrue();
        clock.advance(Duration.ofMinutes(2));
        assertThat(shown(context, second)).isTrue();
        assertThat(shown(context, first)).isFalse();

        Files.writeString(folder.resolve("cert.pem"), "rubbish");
        clock.advance(Duration.ofMinutes(2));
        assertThat(shown(context, second)).isTrue();
    }

    @Test
    void refusesFilesThatDoNotFit() throws Exception {
        writePem("first");
        String certificate = Files.readString(folder.resolve("cert.pem"));
        writePem("second");
        Files.writeString(folder.resolve("cert.pem"), certificate);
        assertUnusable("the key is not that of the certificate");
        Files.writeString(folder.resolve("key.pem"), "rubbish");
        assertUnusable("no private key of PKCS #8");
        Files.delete(folder.resolve("key.pem"));
        assertUnusable("key.pem");
    }

    private void assertUnusable(String why) {
        assertThatThrownBy(() -> CertificateFiles.context(
                        folder.resolve("cert.pem"), folder.resolve("key.pem"), new FixedClock()))
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining(why);
    }

    /// Writes a new certificate and its key as PEM, as whoever renews it does.
    private SelfSignedCertificate writePem(String name) throws Exception {
        Path file = folder.resolve(name + ".p12");
        var made = SelfSignedCertificate.keptAt(file, "localhost");
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, "self-signed".toCharArray());
        }
        pem("cert.pem", "CERTIFICATE", made.certificate().getEncoded());
        pem(
                "key.pem",
                "PRIVATE KEY",
                store.getKey("smtp", "self-signed".toCharArray()).getEncoded());
        Files.setLastModifiedTime(folder.resolve("cert.pem"), FileTime.from(Instant.ofEpochSecond(name.length())));
        return made;
    }

    private void pem(String name, String kind, byte[] der) throws IOException {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        Files.writeString(
                folder.resolve(name), "-----BEGIN " + kind + "-----\n" + base64 + "\n-----END " + kind + "-----\n");
    }

    /// Whether a client that trusts only this certificate gets through to the context.
    private static boolean shown(SSLContext context, SelfSignedCertificate expected) throws IOException {
        try (var server = (SSLServerSocket) context.getServerSocketFactory().createServerSocket(0)) {
            Thread.ofVirtual().start(() -> answer(server));
            try (var client = (SSLSocket)
                    expected.clientContext().getSocketFactory().createSocket("127.0.0.1", server.getLocalPort())) {
                return client.getInputStream().read() == 'x';
            } catch (SSLException another) {
                return false;
            }
        }
    }

    private static void answer(SSLServerSocket server) {
        try (var socket = server.accept()) {
            socket.getOutputStream().write('x');
        } catch (IOException notTrusted) {
            return;
        }
    }
}
