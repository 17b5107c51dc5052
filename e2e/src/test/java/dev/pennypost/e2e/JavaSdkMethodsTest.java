package dev.pennypost.e2e;

import static dev.pennypost.e2e.RedirectedResend.assertThatRefused;
import static org.assertj.core.api.Assertions.assertThat;

import com.resend.core.exception.ResendException;
import com.resend.core.net.ListParams;
import com.resend.core.net.RequestOptions;
import com.resend.services.apikeys.model.CreateApiKeyOptions;
import com.resend.services.apikeys.model.UpdateApiKeyOptions;
import com.resend.services.domains.model.ClaimDomainOptions;
import com.resend.services.domains.model.CreateDomainOptions;
import com.resend.services.domains.model.Tls;
import com.resend.services.domains.model.UpdateDomainOptions;
import com.resend.services.emails.model.Attachment;
import com.resend.services.emails.model.CreateEmailOptions;
import com.resend.services.emails.model.ShareEmailOptions;
import com.resend.services.emails.model.Template;
import com.resend.services.emails.model.UpdateEmailOptions;
import com.resend.services.suppressions.model.AddSuppressionOptions;
import com.resend.services.suppressions.model.AddSuppressionsOptions;
import com.resend.services.suppressions.model.ListSuppressionsParams;
import com.resend.services.suppressions.model.RemoveSuppressionsOptions;
import com.resend.services.suppressions.model.SuppressionOrigin;
import com.resend.services.templates.model.CreateTemplateOptions;
import com.resend.services.templates.model.UpdateTemplateOptions;
import com.resend.services.templates.model.Variable;
import com.resend.services.templates.model.VariableType;
import com.resend.services.topics.model.CreateTopicOptions;
import com.resend.services.topics.model.UpdateTopicOptions;
import com.resend.services.webhooks.model.CreateWebhookOptions;
import com.resend.services.webhooks.model.WebhookEvent;
import dev.pennypost.testkit.Eventually;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Every method of the official Java SDK for the resources there are, besides those of [JavaSdkTest]. No model, and no
/// property of one, is null that need not be: null is what the SDK makes of a type that it does not expect
/// (contract §7.4).
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class JavaSdkMethodsTest {
    private static final String NOBODY = "00000000-0000-4000-8000-000000000000";
    private static final String FROM = "hello@methods.test";

    /// A claim has these in the SDK, and in no documentation.
    private static final String[] OF_NO_CLAIM = {
        "openTracking", "clickTracking", "trackingSubdomain", "blockedReason", "failureReason"
    };

    private Pennypost pennypost;
    private RedirectedResend resend;

    @BeforeAll
    void start(@TempDir Path temp) {
        pennypost = Pennypost.dev(temp.resolve("data"));
        resend = new RedirectedResend(pennypost.url(), pennypost.key());
        pennypost.verifiedDomain("methods.test");
    }

    @AfterAll
    void stop() {
        // a failed start leaves it unset
        if (pennypost != null) pennypost.close();
    }

    @Test
    void readsTheAttachmentsOfAnEmail() throws ResendException {
        String id = resend.emails()
                .send(plain("Files")
                        .attachments(file("one.txt", null), file("two.png", "two"))
                        .build())
                .getId();

        var listed = resend.emails().listAttachments(id);
        assertThat(listed).hasNoNullFieldsOrProperties();
        assertThat(listed.getData())
                .hasSize(2)
                .allSatisfy(one -> assertThat(one).hasNoNullFieldsOrPropertiesExcept("object", "contentId"));
        var first = listed.getData().getFirst();
        var page = resend.emails()
                .listAttachments(id, ListParams.builder().limit(1).build());
        assertThat(page.hasMore()).isTrue();
        assertThat(page.getData()).extracting("id").containsExactly(first.getId());

        var got = resend.emails().getAttachment(id, listed.getData().getLast().getId());
        assertThat(got).hasNoNullFieldsOrProperties();
        assertThat(got.getObject()).isEqualTo("attachment");
        assertThat(got.getContentId()).isEqualTo("two");
        assertThat(got.getContentDisposition()).isEqualTo("inline");
        assertThat(got.getSize()).isEqualTo("content of two.png".length());
        assertThat(download(first.getDownloadUrl())).isEqualTo("content of one.txt");
        assertThatRefused(() -> resend.emails().getAttachment(id, NOBODY), 404, "not_found");
        assertThatRefused(() -> resend.emails().listAttachments(NOBODY), 404, "not_found");
    }

    @Test
    void schedulesMovesAndCancelsAnEmail() throws ResendException {
        String id = resend.emails()
                .send(plain("Later").scheduledAt("in 1 hour").build())
                .getId();
        assertThat(resend.emails().get(id).getLastEvent()).isEqualTo("scheduled");

        var moved = resend.emails()
                .update(
                        id,
                        UpdateEmailOptions.builder().scheduledAt("in 2 hours").build());
        assertThat(moved).hasNoNullFieldsOrProperties();
        assertThat(moved.getId()).isEqualTo(id);
        var canceled = resend.emails().cancel(id);
        assertThat(canceled).hasNoNullFieldsOrProperties();
        assertThat(canceled.getObject()).isEqualTo("email");
        assertThat(resend.emails().get(id).getLastEvent()).isEqualTo("canceled");
        assertThatRefused(() -> resend.emails().cancel(id), 422, "validation_error");
        assertThatRefused(() -> resend.emails().cancel(NOBODY), 404, "not_found");
    }

    @Test
    void sharesAnEmail() throws ResendException {
        String id = resend.emails().send(plain("Shared").build()).getId();
        var shared = resend.emails().share(id);
        assertThat(shared).hasNoNullFieldsOrProperties();
        assertThat(download(shared.getUrl())).contains("Shared");
        assertThat(resend.emails()
                        .share(id, ShareEmailOptions.builder().expiresIn("10m").build()))
                .hasNoNullFieldsOrProperties();
    }

    @Test
    void pagesThroughEmailsBothWays() throws ResendException {
        String oldest = resend.emails().send(plain("1").build()).getId();
        String middle = resend.emails().send(plain("2").build()).getId();
        String newest = resend.emails().send(plain("3").build()).getId();

        var older =
                resend.emails().list(ListParams.builder().limit(1).after(middle).build());
        assertThat(older).hasNoNullFieldsOrProperties();
        assertThat(older.getData()).extracting("id").containsExactly(oldest);
        var newer = resend.emails()
                .list(ListParams.builder().limit(1).before(middle).build());
        assertThat(newer.getData()).extracting("id").containsExactly(newest);
    }

    @Test
    void sendsOnceHoweverOftenItIsAsked() throws ResendException {
        var once = RequestOptions.builder()
                .setIdempotencyKey(UUID.randomUUID().toString())
                .build();
        String id = resend.emails().send(plain("Once").build(), once).getId();
        assertThat(resend.emails().send(plain("Once").build(), once).getId()).isEqualTo(id);
        assertThatRefused(() -> resend.emails().send(plain("Twice").build(), once), 409, "invalid_idempotent_request");
    }

    @Test
    void sendsBatchesStrictlyAndNot() throws ResendException {
        var two = List.of(plain("One").build(), plain("Two").build());
        var strict = resend.batch().send(two);
        assertThat(strict).isNotNull();
        assertThat(strict.getData())
                .hasSize(2)
                .allSatisfy(one -> assertThat(one).hasNoNullFieldsOrProperties());
        assertThat(strict.hasErrors()).isFalse();
        assertThat(resend.batch().create(two).getData()).hasSize(2);

        var lacking = CreateEmailOptions.builder()
                .from(FROM)
                .subject("Nobody")
                .text("x")
                .build();
        var broken = List.of(plain("Three").build(), lacking);
        var permissive = resend.batch()
                .send(
                        broken,
                        RequestOptions.builder()
                                .add("x-batch-validation", "permissive")
                                .build());
        assertThat(permissive).hasNoNullFieldsOrProperties();
        assertThat(permissive.getData()).hasSize(1);
        assertThat(permissive.getErrors()).singleElement().satisfies(error -> {
            assertThat(error.getIndex()).isEqualTo(1);
            assertThat(error.getMessage()).isEqualTo("The `to` field is missing.");
        });
        assertThatRefused(() -> resend.batch().send(broken), 422, "missing_required_field");
    }

    @Test
    void keepsPublishesAndSendsATemplate() throws ResendException {
        String alias = "java+order@acme";
        var created = resend.templates()
                .create(CreateTemplateOptions.builder()
                        .name("Order")
                        .alias(alias)
                        .from(FROM)
                        .subject("Your {{{PRODUCT}}}")
                        .replyTo("help@dest.test")
                        .html("<p>{{{PRODUCT}}} {{{PRICE}}}</p>")
                        .text("{{{PRODUCT}}}")
                        .addVariable(variable("PRODUCT", VariableType.STRING, "item"))
                        .addVariable(variable("PRICE", VariableType.NUMBER, 25))
                        .build());
        assertThat(created).hasNoNullFieldsOrProperties();
        assertThat(resend.templates().get(created.getId())).hasNoNullFieldsOrPropertiesExcept("publishedAt");

        assertThat(resend.templates().publish(alias)).hasNoNullFieldsOrProperties();
        assertThat(resend.templates()
                        .update(
                                alias,
                                UpdateTemplateOptions.builder().name("Orders").build()))
                .hasNoNullFieldsOrProperties();
        assertThat(resend.templates().publish(alias)).hasNoNullFieldsOrProperties();
        var got = resend.templates().get(alias);
        assertThat(got).hasNoNullFieldsOrProperties();
        assertThat(got.getName()).isEqualTo("Orders");
        assertThat(got.getVariables())
                .allSatisfy(one -> assertThat(one).hasNoNullFieldsOrProperties())
                .extracting(one -> one.getKey() + " " + one.getType() + " " + one.getFallbackValue())
                .containsExactly("PRODUCT STRING item", "PRICE NUMBER 25");

        var email = resend.emails()
                .get(resend.emails()
                        .send(CreateEmailOptions.builder()
                                .to("ada@dest.test")
                                .template(Template.builder()
                                        .id(alias)
                                        .addVariable("PRODUCT", "Lamp")
                                        .addVariable("PRICE", 3)
                                        .build())
                                .build())
                        .getId());
        assertThat(email.getSubject()).isEqualTo("Your Lamp");
        assertThat(email.getHtml()).isEqualTo("<p>Lamp 3</p>");

        var twin = resend.templates().duplicate(alias);
        assertThat(twin).hasNoNullFieldsOrProperties();
        var listed = resend.templates().list(ListParams.builder().limit(1).build());
        assertThat(listed).hasNoNullFieldsOrProperties();
        assertThat(listed.getData())
                .singleElement()
                .satisfies(one -> assertThat(one).hasNoNullFieldsOrPropertiesExcept("alias", "publishedAt"));
        assertThat(resend.templates().list().getData()).hasSize(2);
        for (String id : List.of(alias, twin.getId())) {
            var removed = resend.templates().remove(id);
            assertThat(removed).hasNoNullFieldsOrProperties();
        }
        assertThatRefused(() -> resend.templates().get(alias), 404, "not_found");
    }

    @Test
    void renamesAndPagesApiKeys() throws ResendException {
        String id = resend.apiKeys()
                .create(CreateApiKeyOptions.builder().name("old").build())
                .getId();
        var renamed = resend.apiKeys()
                .update(id, UpdateApiKeyOptions.builder().name("new").build());
        assertThat(renamed).hasNoNullFieldsOrProperties();
        var page = resend.apiKeys().list(ListParams.builder().limit(1).build());
        assertThat(page).hasNoNullFieldsOrProperties();
        assertThat(page.getData()).singleElement().satisfies(key -> {
            assertThat(key.getId()).isEqualTo(id);
            assertThat(key.getName()).isEqualTo("new");
        });
        assertThat(resend.apiKeys().remove(id)).isTrue();
        assertThatRefused(() -> resend.apiKeys().remove(id), 404, "not_found");
    }

    @Test
    void changesADomainWithConstantsForWords() throws ResendException {
        String id = resend.domains()
                .create(CreateDomainOptions.builder()
                        .name("changed.test")
                        .trackingSubdomain("links")
                        .build())
                .getId();
        for (Tls tls : Tls.values()) {
            var updated = resend.domains()
                    .update(UpdateDomainOptions.builder()
                            .id(id)
                            .tls(tls)
                            .openTracking(false)
                            .clickTracking(false)
                            .build());
            assertThat(updated).hasNoNullFieldsOrProperties();
            assertThat(updated.getId()).isEqualTo(id);
        }
        var page = resend.domains().list(ListParams.builder().limit(1).build());
        assertThat(page.getData()).extracting("id").containsExactly(id);
        assertThatRefused(
                () -> resend.domains()
                        .update(UpdateDomainOptions.builder()
                                .id(NOBODY)
                                .openTracking(true)
                                .build()),
                404,
                "not_found");
    }

    @Test
    void claimsADomainOfAnotherTeam() throws ResendException {
        pennypost.verifiedDomain("claimed.test");
        var rival = new RedirectedResend(pennypost.url(), pennypost.keyOfAnotherTeam());
        var claim = rival.domainClaims()
                .create(ClaimDomainOptions.builder()
                        .name("claimed.test")
                        .region("eu-west-1")
                        .build());
        assertThat(claim).hasNoNullFieldsOrPropertiesExcept(OF_NO_CLAIM);
        assertThat(claim.getRecord()).hasNoNullFieldsOrProperties();
        assertThat(rival.domainClaims().get(claim.getDomainId())).hasNoNullFieldsOrPropertiesExcept(OF_NO_CLAIM);
        assertThat(rival.domainClaims().verify(claim.getDomainId())).hasNoNullFieldsOrPropertiesExcept(OF_NO_CLAIM);
    }

    @Test
    void keepsAListOfSuppressedAddresses() throws ResendException {
        String unwanted = "no+thanks@dest.test";
        var added = resend.suppressions()
                .add(AddSuppressionOptions.builder().email(unwanted).build());
        assertThat(added).hasNoNullFieldsOrProperties();
        var got = resend.suppressions().get(unwanted);
        assertThat(got).hasNoNullFieldsOrPropertiesExcept("sourceId");
        assertThat(got.getEmail()).isEqualTo(unwanted);
        var more = resend.suppressionsBatch()
                .add(AddSuppressionsOptions.builder()
                        .emails(List.of("a@dest.test", "b@dest.test"))
                        .build());
        assertThat(more.getData()).hasSize(2).allSatisfy(one -> assertThat(one).hasNoNullFieldsOrProperties());

        var listed = resend.suppressions().list();
        assertThat(listed).hasNoNullFieldsOrProperties();
        assertThat(listed.getData())
                .allSatisfy(one -> assertThat(one).hasNoNullFieldsOrPropertiesExcept("object", "sourceId"));
        assertThat(resend.suppressions()
                        .list(ListSuppressionsParams.builder()
                                .limit(1)
                                .origin(SuppressionOrigin.MANUAL)
                                .build())
                        .hasMore())
                .isTrue();

        var removed = resend.suppressions().remove(unwanted);
        assertThat(removed).hasNoNullFieldsOrProperties();
        assertThat(resend.suppressionsBatch()
                        .remove(RemoveSuppressionsOptions.builder()
                                .emails(List.of("a@dest.test", "b@dest.test"))
                                .build())
                        .getData())
                .hasSize(2)
                .allSatisfy(one -> assertThat(one).hasNoNullFieldsOrProperties());
        assertThatRefused(() -> resend.suppressions().get(unwanted), 404, "not_found");
    }

    @Test
    void keepsTopics() throws ResendException {
        var created = resend.topics()
                .create(CreateTopicOptions.builder()
                        .name("News")
                        .description("Monthly")
                        .defaultSubscription("opt_in")
                        .build());
        assertThat(created).hasNoNullFieldsOrProperties();
        String id = created.getId();
        assertThat(resend.topics()
                        .update(id, UpdateTopicOptions.builder().name("Letter").build()))
                .hasNoNullFieldsOrProperties();
        var got = resend.topics().get(id);
        assertThat(got).hasNoNullFieldsOrProperties();
        assertThat(got.getName()).isEqualTo("Letter");
        var listed = resend.topics().list(ListParams.builder().limit(1).build());
        assertThat(listed).hasNoNullFieldsOrProperties();
        assertThat(listed.getData())
                .singleElement()
                .satisfies(one -> assertThat(one).hasNoNullFieldsOrPropertiesExcept("object"));
        assertThat(resend.topics().remove(id)).hasNoNullFieldsOrProperties();
        assertThatRefused(() -> resend.topics().get(id), 404, "not_found");
    }

    @Test
    void readsItsOwnRequestsAlsoThoseThatWereLists() throws ResendException {
        resend.batch().send(List.of(plain("Logged").build()));
        Eventually.holds("the batch in the log", () -> !batches().isEmpty());
        var listed = resend.logs().list(ListParams.builder().limit(100).build());
        assertThat(listed).hasNoNullFieldsOrProperties();
        assertThat(listed.getData())
                .isNotEmpty()
                .allSatisfy(log -> assertThat(log.getEndpoint()).startsWith("/"));

        var log = resend.logs().get(batches().getFirst());
        assertThat(log).hasNoNullFieldsOrProperties();
        assertThat(log.getUserAgent()).startsWith("resend-java");
        assertThatRefused(() -> resend.logs().get(NOBODY), 404, "not_found");
    }

    @Test
    void pagesThroughWebhooks() throws ResendException {
        String first = webhook("one");
        String second = webhook("two");
        var page = resend.webhooks().list(ListParams.builder().limit(1).build());
        assertThat(page).hasNoNullFieldsOrProperties();
        assertThat(page.hasMore()).isTrue();
        assertThat(page.getData()).extracting("id").containsExactly(second);
        var rest = resend.webhooks().list(ListParams.builder().after(second).build());
        assertThat(rest.getData()).extracting("id").containsExactly(first);
        assertThatRefused(() -> resend.webhooks().remove(NOBODY), 404, "not_found");
    }

    private String webhook(String path) throws ResendException {
        return resend.webhooks()
                .create(CreateWebhookOptions.builder()
                        .endpoint("https://hooks.dest.test/" + path)
                        .events(WebhookEvent.values())
                        .build())
                .getId();
    }

    /// Ids of logged batch requests of this SDK.
    private List<String> batches() {
        try {
            return resend.logs().list(ListParams.builder().limit(100).build()).getData().stream()
                    .filter(log -> log.getEndpoint().equals("/emails/batch"))
                    .filter(log -> log.getResponseStatus() == 200)
                    .map(log -> log.getId())
                    .toList();
        } catch (ResendException refused) {
            throw new AssertionError(refused);
        }
    }

    private String download(String url) {
        return pennypost
                .send(HttpRequest.newBuilder(URI.create(url)).GET().build())
                .body();
    }

    private static Variable variable(String key, VariableType type, Object fallback) {
        return Variable.builder().key(key).type(type).fallbackValue(fallback).build();
    }

    private static Attachment file(String name, @Nullable String contentId) {
        byte[] content = ("content of " + name).getBytes(StandardCharsets.UTF_8);
        return Attachment.builder()
                .fileName(name)
                .contentId(contentId)
                .content(Base64.getEncoder().encodeToString(content))
                .build();
    }

    private static CreateEmailOptions.Builder plain(String subject) {
        return CreateEmailOptions.builder()
                .from(FROM)
                .to("ada@dest.test")
                .subject(subject)
                .text("Hello");
    }
}
