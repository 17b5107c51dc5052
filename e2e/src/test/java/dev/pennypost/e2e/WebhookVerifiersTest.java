package dev.pennypost.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.resend.Resend;
import com.resend.services.webhooks.model.VerifyWebhookOptions;
import com.standardwebhooks.Webhook;
import dev.pennypost.e2e.HeardWebhooks.Heard;
import dev.pennypost.testkit.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// Every type of event, told to an endpoint by a running server, under the eyes of those who made the signatures.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class WebhookVerifiersTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String FORGED = "v1,AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    private static final String OTHER_SECRET = "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz";

    private final List<GoldenWebhook> golden = GoldenWebhook.all();
    private final Map<String, Verifier> verifiers = Map.of(
            "svix", (secret, heard) -> new com.svix.Webhook(secret).verify(heard.payload(), headers("svix", heard)),
            "svix, by the standard's names",
                    (secret, heard) -> new com.svix.Webhook(secret).verify(heard.payload(), headers("webhook", heard)),
            "standardwebhooks",
                    (secret, heard) -> new Webhook(secret).verify(heard.payload(), headers("webhook", heard)),
            "resend-java", WebhookVerifiersTest::verifyAsResend);
    private List<Heard> heard = List.of();
    private String secret = "";

    @BeforeAll
    void tell(@TempDir Path temp) {
        try (var pennypost = Pennypost.dev(temp.resolve("data"));
                var endpoint = HeardWebhooks.listen()) {
            String types = JSON.writeValueAsString(
                    golden.stream().map(GoldenWebhook::type).toList());
            var hook =
                    pennypost.post("/webhooks", "{\"endpoint\":\"" + endpoint.url() + "\",\"events\":" + types + "}");
            secret = hook.get("signing_secret").stringValue();
            UUID team = pennypost.teamOf(hook.get("id").stringValue());
            pennypost.publish(golden.stream().map(one -> one.happenedTo(team)).toList());
            Eventually.holds("every event is told", () -> endpoint.all().size() >= golden.size());
            heard = endpoint.all();
        }
    }

    @Test
    void hearWhatTheGoldenFilesSay() {
        assertThat(heard).hasSameSizeAs(golden);
        for (GoldenWebhook one : golden) {
            Heard told = heard.stream()
                    .filter(each -> each.type().equals(one.type()))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(one.type() + " was not told"));
            assertThat(told.json().get("data")).isEqualTo(one.told().get("data"));
            assertThat(told.json().get("created_at").stringValue())
                    .matches("20\\d\\d-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
            assertThat(told.header("content-type")).isEqualTo("application/json");
        }
    }

    @Test
    void acceptEveryEvent() {
        verifiers.forEach((name, verifier) -> {
            for (Heard one : heard) assertAccepted(name, verifier, one);
        });
    }

    @Test
    void acceptOneGoodSignatureAmongSeveral() {
        verifiers.forEach((name, verifier) -> {
            for (Heard one : heard) {
                String signature = one.header("svix-signature");
                assertAccepted(name, verifier, with(one, "svix-signature", FORGED + " " + signature));
                assertAccepted(name, verifier, with(one, "svix-signature", signature + " " + FORGED));
            }
        });
    }

    @Test
    void refuseWhateverWasTamperedWith() {
        verifiers.forEach((name, verifier) -> {
            for (Heard one : heard) {
                long timestamp = Long.parseLong(one.header("svix-timestamp"));
                assertRefused(name, verifier, secret, new Heard(one.headers(), one.payload() + " "));
                assertRefused(
                        name,
                        verifier,
                        secret,
                        new Heard(one.headers(), one.payload().replace("a", "b")));
                assertRefused(name, verifier, secret, with(one, "svix-id", one.header("svix-id") + "x"));
                assertRefused(name, verifier, secret, with(one, "svix-timestamp", "" + (timestamp + 1)));
                assertRefused(name, verifier, secret, with(one, "svix-signature", FORGED));
                assertRefused(name, verifier, OTHER_SECRET, one);
            }
        });
    }

    @Test
    void agreeInNodeAsWell(@TempDir Path temp) throws IOException {
        NodeScripts.require("standardwebhooks");
        Path file = temp.resolve("heard.json");
        var told = heard.stream()
                .map(one -> Map.of("headers", headers("svix", one), "payload", one.payload()))
                .toList();
        Files.writeString(file, JSON.writeValueAsString(Map.of("secret", secret, "told", told)));
        assertThat(NodeScripts.printed("verify.mjs", Map.of("HEARD", file.toString())))
                .contains("verified " + heard.size() + " webhooks");
    }

    private void assertAccepted(String name, Verifier verifier, Heard one) {
        assertThatCode(() -> verifier.verify(secret, one))
                .as("%s on %s", name, one)
                .doesNotThrowAnyException();
    }

    private static void assertRefused(String name, Verifier verifier, String secret, Heard one) {
        assertThatThrownBy(() -> verifier.verify(secret, one))
                .as("%s on %s", name, one)
                .hasMessageNotContaining("Invalid secret");
    }

    private static void verifyAsResend(String secret, Heard heard) throws Exception {
        var options = VerifyWebhookOptions.builder().payload(heard.payload()).secret(secret);
        headers("svix", heard).forEach((name, values) -> options.addHeader(name, values.getFirst()));
        new Resend("re_unused").webhooks().verify(options.build());
    }

    /// What verifiers look at, under the names that they look for.
    private static Map<String, List<String>> headers(String brand, Heard heard) {
        var headers = new HashMap<String, List<String>>();
        for (String name : List.of("id", "timestamp", "signature"))
            headers.put(brand + "-" + name, List.of(heard.header("svix-" + name)));
        return headers;
    }

    private static Heard with(Heard heard, String header, String value) {
        var headers = new HashMap<String, List<String>>();
        heard.headers().forEach((name, values) -> {
            if (!name.equalsIgnoreCase(header)) headers.put(name, values);
        });
        headers.put(header, List.of(value));
        return new Heard(headers, heard.payload());
    }

    @FunctionalInterface
    private interface Verifier {
        void verify(String secret, Heard heard) throws Exception;
    }
}
