package dev.pennypost.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.testkit.Eventually;
import dev.pennypost.testkit.FakeMx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What comes back over SMTP for emails that were delivered: from the sandbox's own exchanger, and from a
/// real Postfix.
final class ReturnsTest {
    @Test
    void tellsCustomersWhatTheSandboxReportsLater(@TempDir Path temp) {
        try (var webhooks = HeardWebhooks.listen();
                var pennypost = Pennypost.dev(temp.resolve("data"))) {
            listenWith(webhooks, pennypost);
            String bounced = pennypost.email(to("bounced-later@dest.test"));
            String complained = pennypost.email(to("complained-later@dest.test"));

            pennypost.awaitLastEvent(bounced, "bounced");
            pennypost.awaitLastEvent(complained, "complained");

            Eventually.holds(
                    "a bounce is told",
                    () -> !webhooks.of("email.bounced", bounced).isEmpty());
            Eventually.holds(
                    "a complaint is told",
                    () -> !webhooks.of("email.complained", complained).isEmpty());
            var bounce = webhooks.of("email.bounced", bounced)
                    .getFirst()
                    .json()
                    .get("data")
                    .get("bounce");
            assertThat(bounce.get("type").stringValue()).isEqualTo("Permanent");
            assertThat(bounce.get("diagnosticCode").get(0).stringValue()).isEqualTo("smtp; 550 5.1.1 Unknown user");
            assertThat(pennypost.get("/suppressions").get("data"))
                    .extracting(one -> one.get("email").stringValue())
                    .containsExactlyInAnyOrder("bounced-later@dest.test", "complained-later@dest.test");
        }
    }

    @Test
    void understandsWhatPostfixSends(@TempDir(factory = OpenFolder.class) Path temp) throws IOException {
        Tools.require("postfix", "openssl");
        Tools.require(System.getProperty("user.name").equals("root"), "Postfix is started by root only");
        int port = Ports.free();
        try (var behind = FakeMx.start().onRcpt("ada@dest.test", "550 5.1.1 <ada@dest.test>: gone away");
                var pennypost = Pennypost.dev(temp.resolve("data"), "--deliver-to", "127.0.0.1:" + port);
                var postfix = PrivatePostfix.inFrontOf(
                        port,
                        behind.port(),
                        pennypost.exchangerPort(),
                        Files.createDirectory(temp.resolve("postfix")))) {
            pennypost.verifiedDomain("acme.test");
            String id = pennypost.email(to("ada@dest.test"));

            pennypost.awaitLastEvent(id, "bounced");

            assertThat(postfix.log()).contains("status=bounced").contains("sender non-delivery notification");
            var suppressed = pennypost.get("/suppressions").get("data");
            assertThat(suppressed).hasSize(1);
            assertThat(suppressed.get(0).get("email").stringValue()).isEqualTo("ada@dest.test");
        }
    }

    private static void listenWith(HeardWebhooks webhooks, Pennypost pennypost) {
        pennypost.verifiedDomain("acme.test");
        pennypost.post("/webhooks", """
                {"endpoint":"%s","events":["email.bounced","email.complained"]}""".formatted(webhooks.url()));
    }

    private static String to(String recipient) {
        return """
                {"from":"Acme <hello@acme.test>","to":"%s","subject":"Hello","text":"Hello"}""".formatted(recipient);
    }
}
