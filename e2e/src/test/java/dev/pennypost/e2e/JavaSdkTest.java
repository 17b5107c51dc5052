package dev.pennypost.e2e;

import static dev.pennypost.e2e.RedirectedResend.assertThatRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.resend.Resend;
import com.resend.core.exception.ResendException;
import com.resend.core.net.ListParams;
import com.resend.services.apikeys.model.CreateApiKeyOptions;
import com.resend.services.apikeys.model.CreateApiKeyResponse;
import com.resend.services.domains.model.CreateDomainOptions;
import com.resend.services.domains.model.CreateDomainResponse;
import com.resend.services.domains.model.Domain;
import com.resend.services.emails.model.Attachment;
import com.resend.services.emails.model.CreateEmailOptions;
import com.resend.services.emails.model.Email;
import com.resend.services.emails.model.Tag;
import com.resend.services.webhooks.model.CreateWebhookOptions;
import com.resend.services.webhooks.model.CreateWebhookResponseSuccess;
import com.resend.services.webhooks.model.VerifyWebhookOptions;
import com.resend.services.webhooks.model.WebhookEvent;
import com.resend.services.webhooks.model.WebhookStatus;
import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import dev.pennypost.testkit.Eventually;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The official Java SDK, as it comes from Maven Central. It answers null where a value has a type that it does not
/// expect, so every object and every property of it is looked at (contract §7.4).
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class JavaSdkTest {
    private static final String NOBODY = "00000000-0000-4000-8000-000000000000";

    private Pennypost pennypost;
    private RedirectedResend resend;

    @BeforeAll
    void start(@TempDir Path temp) {
        pennypost = Pennypost.dev(temp.resolve("data"));
        resend = new RedirectedResend(pennypost.url(), pennypost.key());
    }

    @AfterAll
    void stop() {
        // a failed start leaves it unset
        if (pennypost != null) pennypost.close();
    }

    @Test
    void addsVerifiesListsAndRemovesADomain() throws ResendException {
        CreateDomainResponse created = resend.domains()
                .create(CreateDomainOptions.builder()
                        .name("life.test")
                        .region("eu-west-1")
                        .customReturnPath("bounce")
                        .build());
        assertThat(created).hasNoNullFieldsOrPropertiesExcept("trackingSubdomain", "dnsProvider");
        assertThat(created.getStatus()).isEqualTo("not_started");
        assertThat(created.getRegion()).isEqualTo("eu-west-1");
        assertThat(created.getRecords())
                .extracting(record -> record.getRecord() + " " + record.getType() + " " + record.getName())
                .containsExactly("SPF MX bounce", "SPF TXT bounce", "DKIM TXT pennypost._domainkey");

        Domain got = resend.domains().get(created.getId());
        assertThat(got).hasNoNullFieldsOrPropertiesExcept("trackingSubdomain", "dnsProvider");
        assertThat(got.getObject()).isEqualTo("domain");
        assertThat(got.getRecords())
                .hasSize(3)
                .allSatisfy(record -> assertThat(record).hasNoNullFieldsOrProperties());
        assertThat(got.getRecords().getFirst().getPriority()).isEqualTo(10);

        pennypost.post("/sandbox/dns/life.test/publish", "");
        var verifying = resend.domains().verify(created.getId());
        assertThat(verifying).hasNoNullFieldsOrProperties();
        assertThat(verifying.getId()).isEqualTo(created.getId());
        Eventually.holds("verified", () -> status(created.getId()).equals("verified"));
        assertThat(resend.domains().get(created.getId()).getRecords())
                .allSatisfy(record -> assertThat(record.getStatus()).isEqualTo("verified"));

        var listed = resend.domains().list();
        assertThat(listed).hasNoNullFieldsOrProperties();
        assertThat(listed.hasMore()).isFalse();
        assertThat(listed.getData())
                .filteredOn(domain -> domain.getId().equals(created.getId()))
                .singleElement()
                .satisfies(domain -> assertThat(domain).hasNoNullFieldsOrPropertiesExcept("trackingSubdomain"));

        var removed = resend.domains().remove(created.getId());
        assertThat(removed).hasNoNullFieldsOrProperties();
        assertThat(removed.isDeleted()).isTrue();
        assertThatRefused(() -> resend.domains().get(created.getId()), 404, "not_found");
    }

    @Test
    void sendsAnEmailWithEverythingInItAndSeesItDelivered() throws ResendException {
        pennypost.verifiedDomain("send.test");
        String id = resend.emails().send(everything("send.test")).getId();
        pennypost.awaitLastEvent(id, "delivered");

        Email email = resend.emails().get(id);
        assertThat(email).hasNoNullFieldsOrProperties();
        assertThat(email.getObject()).isEqualTo("email");
        assertThat(email.getFrom()).isEqualTo("Acme Übersee <hello@send.test>");
        assertThat(email.getTo()).containsExactly("ada@dest.test", "Grace <grace@dest.test>");
        assertThat(email.getCc()).containsExactly("cc@dest.test");
        assertThat(email.getBcc()).containsExactly("hidden@dest.test");
        assertThat(email.getReplyTo()).containsExactly("help@dest.test");
        assertThat(email.getSubject()).isEqualTo("Grüße ✓");
        assertThat(email.getHtml()).contains("<b>Ada</b>");
        assertThat(email.getText()).isEqualTo("Hello Ada");

        var listed = resend.emails().list(ListParams.builder().limit(100).build());
        assertThat(listed).hasNoNullFieldsOrProperties();
        assertThat(listed.getData())
                .filteredOn(one -> one.getId().equals(id))
                .singleElement()
                .satisfies(one -> assertThat(one).hasNoNullFieldsOrPropertiesExcept("object", "html", "text"));
        assertThat(resend.emails().list().getData()).isNotEmpty();

        JsonNode mail = received("ada@dest.test", "Grüße ✓");
        assertThat(mail.at("/verdicts/dkim").asString()).isEqualTo("pass");
        assertThat(mail.at("/verdicts/spf").asString()).isEqualTo("pass");
        assertThat(header(mail, "X-Entity-Ref-ID")).containsExactly("java-1");
        assertThat(header(mail, "Reply-To")).containsExactly("help@dest.test");
        assertThat(header(mail, "Bcc")).isEmpty();
        assertThat(mail.get("attachments").values())
                .extracting(file -> file.path("filename").asString() + " "
                        + file.path("content_type").asString())
                .satisfiesExactlyInAnyOrder(
                        csv -> assertThat(csv).startsWith("zahlen ü.csv text/csv"),
                        png -> assertThat(png).startsWith("pixel.png image/png"));
    }

    @Test
    void sendsWithARestrictedKeyUntilItIsRemoved() throws ResendException {
        pennypost.verifiedDomain("keys.test");
        CreateApiKeyResponse created = resend.apiKeys()
                .create(CreateApiKeyOptions.builder()
                        .name("sender")
                        .permission("sending_access")
                        .build());
        assertThat(created).hasNoNullFieldsOrProperties();
        assertThat(created.getToken()).matches("re_[A-Za-z0-9]{8}_[A-Za-z0-9]{24}");

        var sender = new RedirectedResend(pennypost.url(), created.getToken());
        assertThat(sender.emails().send(plain("a@keys.test"))).hasNoNullFieldsOrProperties();
        assertThatRefused(() -> sender.emails().list(), 401, "restricted_api_key");

        var listed = resend.apiKeys().list();
        assertThat(listed).hasNoNullFieldsOrProperties();
        assertThat(listed.getData())
                .filteredOn(key -> key.getId().equals(created.getId()))
                .singleElement()
                .satisfies(key -> assertThat(key).hasNoNullFieldsOrPropertiesExcept("lastUsedAt"));

        assertThat(resend.apiKeys().remove(created.getId())).isTrue();
        assertThatRefused(() -> sender.emails().send(plain("a@keys.test")), 403, "invalid_api_key");
    }

    @Test
    void isToldBySignedWebhooks() throws ResendException {
        pennypost.verifiedDomain("hooks.test");
        try (var endpoint = HeardWebhooks.listen()) {
            CreateWebhookResponseSuccess hook = resend.webhooks()
                    .create(CreateWebhookOptions.builder()
                            .endpoint(endpoint.url())
                            .events(
                                    WebhookEvent.EMAIL_SENT,
                                    WebhookEvent.EMAIL_DELIVERED,
                                    WebhookEvent.EMAIL_BOUNCED,
                                    WebhookEvent.DOMAIN_CREATED)
                            .build());
            assertThat(hook).hasNoNullFieldsOrProperties();
            assertThat(hook.getSigningSecret()).startsWith("whsec_");

            var got = resend.webhooks().get(hook.getId());
            assertThat(got).hasNoNullFieldsOrProperties();
            assertThat(got.getStatus()).isEqualTo(WebhookStatus.ENABLED);
            assertThat(got.getEvents()).contains("email.sent", "domain.created");
            var listed = resend.webhooks().list();
            assertThat(listed).hasNoNullFieldsOrProperties();
            assertThat(listed.getData())
                    .singleElement()
                    .satisfies(one -> assertThat(one).hasNoNullFieldsOrProperties());

            String sent = resend.emails().send(plain("a@hooks.test")).getId();
            String bounced = resend.emails()
                    .send(plainTo("a@hooks.test", "bounced@resend.dev"))
                    .getId();
            String domain = resend.domains()
                    .create(CreateDomainOptions.builder().name("told.test").build())
                    .getId();
            Eventually.holds(
                    "four webhooks",
                    () -> !endpoint.of("email.sent", sent).isEmpty()
                            && !endpoint.of("email.delivered", sent).isEmpty()
                            && !endpoint.of("email.bounced", bounced).isEmpty()
                            && !endpoint.of("domain.created", domain).isEmpty());
            for (HeardWebhooks.Heard heard : endpoint.all()) verify(heard, hook.getSigningSecret());

            var removed = resend.webhooks().remove(hook.getId());
            assertThat(removed).hasNoNullFieldsOrProperties();
            assertThat(removed.getDeleted()).isTrue();
            assertThatRefused(() -> resend.webhooks().get(hook.getId()), 404, "not_found");
        }
    }

    @Test
    void throwsWhatTheServerAnswersWithStatusAndName() {
        assertThatRefused(() -> resend.emails().get(NOBODY), 404, "not_found");
        assertThatRefused(() -> resend.emails().get("not-an-id"), 422, "validation_error");
        assertThatRefused(() -> resend.emails().send(plain("a@unverified.test")), 403, "validation_error");
        assertThatRefused(
                () -> resend.emails()
                        .send(CreateEmailOptions.builder()
                                .from("a@unverified.test")
                                .to("ada@dest.test")
                                .text("no subject")
                                .build()),
                422,
                "missing_required_field");
        var stranger = new RedirectedResend(pennypost.url(), "re_00000000_000000000000000000000000");
        assertThatRefused(() -> stranger.domains().list(), 403, "invalid_api_key");
    }

    private static void verify(HeardWebhooks.Heard heard, String secret) {
        var options = VerifyWebhookOptions.builder().payload(heard.payload()).secret(secret);
        for (String name : List.of("svix-id", "svix-timestamp", "svix-signature"))
            options.addHeader(name, heard.header(name));
        assertThatCode(() -> new Resend("re_unused").webhooks().verify(options.build()))
                .as("the SDK's verifier on %s", heard)
                .doesNotThrowAnyException();
        assertThatCode(() -> new Webhook(secret).verify(heard.payload(), standardHeaders(heard)))
                .as("the verifier of Standard Webhooks on %s", heard)
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> new Webhook(secret).verify(heard.payload() + " ", standardHeaders(heard)))
                .as("a changed payload")
                .isInstanceOf(WebhookVerificationException.class);
    }

    /// The same headers under the names of the standard, the only ones that its own library reads.
    private static Map<String, List<String>> standardHeaders(HeardWebhooks.Heard heard) {
        return Map.of(
                Webhook.UNBRANDED_MSG_ID_KEY, List.of(heard.header("svix-id")),
                Webhook.UNBRANDED_MSG_TIMESTAMP_KEY, List.of(heard.header("svix-timestamp")),
                Webhook.UNBRANDED_MSG_SIGNATURE_KEY, List.of(heard.header("svix-signature")));
    }

    private String status(String domain) {
        try {
            return resend.domains().get(domain).getStatus();
        } catch (ResendException refused) {
            throw new AssertionError(refused);
        }
    }

    private JsonNode received(String to, String subject) {
        for (JsonNode mail : pennypost.get("/sandbox/mail?to=" + to).get("data"))
            if (mail.path("subject").asString().equals(subject))
                return pennypost.get("/sandbox/mail/" + mail.get("id").stringValue());
        throw new AssertionError("no mail for " + to);
    }

    private static List<String> header(JsonNode mail, String name) {
        return StreamSupport.stream(mail.get("headers").spliterator(), false)
                .filter(header -> header.get("name").stringValue().equalsIgnoreCase(name))
                .map(header -> header.get("value").stringValue())
                .toList();
    }

    private static CreateEmailOptions everything(String domain) {
        return CreateEmailOptions.builder()
                .from("Acme Übersee <hello@" + domain + ">")
                .to("ada@dest.test", "Grace <grace@dest.test>")
                .cc("cc@dest.test")
                .bcc("hidden@dest.test")
                .replyTo("help@dest.test")
                .subject("Grüße ✓")
                .html("<p>Hello <b>Ada</b></p>")
                .text("Hello Ada")
                .addHeader("X-Entity-Ref-ID", "java-1")
                .tags(Tag.builder().name("category").value("story").build())
                .attachments(file("zahlen ü.csv", "text/csv", "a,b\n1,2\n"), file("pixel.png", "image/png", "PNG"))
                .build();
    }

    private static Attachment file(String name, String type, String content) {
        return Attachment.builder()
                .fileName(name)
                .contentType(type)
                .content(Base64.getEncoder().encodeToString(content.getBytes(StandardCharsets.UTF_8)))
                .build();
    }

    private static CreateEmailOptions plain(String from) {
        return plainTo(from, "ada@dest.test");
    }

    private static CreateEmailOptions plainTo(String from, String to) {
        return CreateEmailOptions.builder()
                .from(from)
                .to(to)
                .subject("Hello")
                .text("Hello")
                .build();
    }
}
