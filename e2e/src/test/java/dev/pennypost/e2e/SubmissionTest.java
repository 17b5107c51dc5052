package dev.pennypost.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.testkit.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Mail programs that people use hand in messages: swaks, msmtp, nodemailer, and Postfix as the relay of an
/// office.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SubmissionTest {
    private static final Path NODE = Pennypost.ROOT.resolve("e2e/node");

    private Path folder;
    private Pennypost pennypost;

    @BeforeAll
    void start(@TempDir(factory = OpenFolder.class) Path temp) {
        folder = temp;
        pennypost = Pennypost.dev(temp.resolve("data"));
        pennypost.verifiedDomain("acme.test");
    }

    @AfterAll
    void stop() {
        // a skipped or failed start leaves it unset
        if (pennypost != null) pennypost.close();
    }

    @Test
    void servesSwaksOverTlsAndInTheClear() {
        Tools.require("swaks");
        assertThat(swaks("tls@dest.test", "hello@acme.test", "PLAIN", List.of("-tls")))
                .contains("TLS started", "235 2.7.0", "250 2.0.0 Ok ");
        assertThat(swaks("clear@dest.test", "hello@acme.test", "LOGIN", List.of()))
                .contains("235 2.7.0", "250 2.0.0 Ok ");
        assertArrivedSigned("tls@dest.test");
        assertArrivedSigned("clear@dest.test");
    }

    @Test
    void tellsSwaksWhatIsWrong() {
        Tools.require("swaks");
        assertThat(swaks("a@dest.test", "hello@other.test", "PLAIN", List.of("-tls")))
                .contains("550 5.7.1 The other.test domain is not verified. Please, add and verify your domain.");
    }

    @Test
    void servesMsmtp() throws IOException {
        Tools.require("msmtp");
        Path message = Files.writeString(
                folder.resolve("message"), "From: hello@acme.test\nTo: msmtp@dest.test\nSubject: Grüße\n\n.\nmsmtp\n");
        Tools.succeed(
                folder,
                "/bin/sh",
                "-c",
                "'" + Tools.path("msmtp") + "' --file=/dev/null --host=127.0.0.1 --port=" + pennypost.submissionPort()
                        + " --tls=on --tls-starttls=on --tls-certcheck=off --auth=plain --user=resend"
                        + " --passwordeval='echo " + pennypost.key() + "' --from=hello@acme.test"
                        + " msmtp@dest.test hidden.msmtp@dest.test <'" + message + "'");
        assertThat(assertArrivedSigned("msmtp@dest.test")).contains("\r\n.\r\nmsmtp\r\n");
        assertArrivedSigned("hidden.msmtp@dest.test");
    }

    @Test
    void servesNodemailer() {
        Tools.require("node");
        Tools.require(
                Files.isDirectory(NODE.resolve("node_modules/nodemailer")),
                "the npm packages are missing: run `npm ci` in e2e/node");
        var story = Tools.run(
                NODE,
                Map.of(
                        "PENNYPOST_KEY",
                        pennypost.key(),
                        "PENNYPOST_SMTP_PORT",
                        Integer.toString(pennypost.submissionPort())),
                "node",
                "nodemailer.mjs");
        assertThat(story.exitCode()).as(story.printed() + pennypost.log()).isZero();
        String raw = assertArrivedSigned("node@dest.test");
        assertThat(raw)
                .contains("X-Entity-Ref-ID: node-1", "List-Unsubscribe: <https://acme.test/u>", "zahlen.csv")
                .doesNotContainIgnoringCase("Resend-Idempotency-Key", "blind.node@");
        assertArrivedSigned("blind.node@dest.test");
        JsonNode email = pennypost.get("/emails/" + id(story.printed()));
        assertThat(email.get("subject").stringValue()).isEqualTo("Grüße ✓");
        assertThat(email.get("html").stringValue()).contains("<b>nodemailer</b>");
        assertThat(email.get("bcc").get(0).stringValue()).isEqualTo("blind.node@dest.test");
        pennypost.awaitLastEvent(id(story.printed()), "delivered");
    }

    @Test
    void servesPostfixAsTheRelayOfAnOffice() throws IOException {
        Tools.require("postfix", "openssl", "swaks");
        Tools.require(System.getProperty("user.name").equals("root"), "Postfix is started by root only");
        Path own = Files.createDirectory(folder.resolve("office"));
        try (var postfix = PrivatePostfix.relayingTo(pennypost.submissionPort(), "resend", pennypost.key(), own)) {
            String port = postfix.address().substring(postfix.address().indexOf(':') + 1);
            Tools.succeed(folder, swaks(port, "office@dest.test,two@dest.test", "hello@acme.test"));
            Tools.succeed(folder, swaks(port, "refused@dest.test", "hello@other.test"));
            assertThat(assertArrivedSigned("office@dest.test")).contains("(Postfix) with ESMTP");
            assertArrivedSigned("two@dest.test");
            Eventually.holds(
                    "Postfix is told why",
                    () -> postfix.log().contains("550 5.7.1 The other.test domain is not verified"));
            assertThat(postfix.log()).contains("status=sent (250 2.0.0 Ok ");
        }
    }

    private String swaks(String to, String from, String mechanism, List<String> more) {
        var command = new ArrayList<>(List.of(swaks(Integer.toString(pennypost.submissionPort()), to, from)));
        command.addAll(List.of("--auth", mechanism, "--auth-user", "resend", "--auth-password", pennypost.key()));
        command.addAll(more);
        return Tools.run(folder, Map.of(), command.toArray(String[]::new)).printed();
    }

    private static String[] swaks(String port, String to, String from) {
        return new String[] {
            Tools.path("swaks"), "--server", "127.0.0.1:" + port, "--to", to, "--from", from, "--helo", "client.test"
        };
    }

    /// Waits for the mail and returns it as it came; the sandbox has verified its signature.
    private String assertArrivedSigned(String to) {
        Eventually.holds("mail for " + to, () -> !mails(to).isEmpty());
        assertThat(mails(to)).hasSize(1);
        String id = mails(to).get(0).get("id").stringValue();
        JsonNode verdicts = pennypost.get("/sandbox/mail/" + id).get("verdicts");
        assertThat(verdicts.get("dkim").toString()).contains("pass");
        assertThat(verdicts.get("dmarc").toString()).contains("pass");
        return pennypost
                .send(pennypost.request("/sandbox/mail/" + id + "/raw").GET().build())
                .body();
    }

    private JsonNode mails(String to) {
        return pennypost.get("/sandbox/mail?to=" + to).get("data");
    }

    private static String id(String printed) {
        int start = printed.indexOf("2.0.0 Ok ") + "2.0.0 Ok ".length();
        return printed.substring(start, start + 36);
    }
}
