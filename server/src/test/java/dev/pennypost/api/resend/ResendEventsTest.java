package dev.pennypost.api.resend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.domains.DomainEvent;
import dev.pennypost.domains.DomainStatus;
import dev.pennypost.domains.RecordStatus;
import dev.pennypost.domains.Region;
import dev.pennypost.domains.records.Purpose;
import dev.pennypost.emails.EmailEvent.Bounce;
import dev.pennypost.emails.EmailEvent.Click;
import dev.pennypost.emails.EmailEvent.EmailBounced;
import dev.pennypost.emails.EmailEvent.EmailClicked;
import dev.pennypost.emails.EmailEvent.EmailComplained;
import dev.pennypost.emails.EmailEvent.EmailDelivered;
import dev.pennypost.emails.EmailEvent.EmailDeliveryDelayed;
import dev.pennypost.emails.EmailEvent.EmailOpened;
import dev.pennypost.emails.EmailEvent.EmailSent;
import dev.pennypost.emails.EmailEvent.EmailSuppressed;
import dev.pennypost.emails.EmailEvent.Facts;
import dev.pennypost.emails.EmailEvent.Suppressed;
import dev.pennypost.mail.dns.RecordType;
import dev.pennypost.storage.Event;
import dev.pennypost.suppressions.Origin;
import dev.pennypost.suppressions.SuppressionEvent;
import dev.pennypost.topics.Subscription;
import dev.pennypost.topics.TopicEvent;
import dev.pennypost.webhooks.Disabled.Reason;
import dev.pennypost.webhooks.EventTypes;
import dev.pennypost.webhooks.WebhookEvent.WebhookDisabled;
import dev.pennypost.webhooks.WebhookSpelling.Spelled;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ResendEventsTest {
    private static final Instant AT = Instant.parse("2026-11-20T10:00:03.120456Z");
    private static final UUID EMAIL = UUID.fromString("0b7c2f0e-6f0a-4a52-9f5e-0e6e1f6f2a11");
    private static final UUID TEAM = UUID.fromString("5c7b7f0e-6f0a-4a52-9f5e-0e6e1f6f2a22");
    private static final UUID DOMAIN = UUID.fromString("5c7b7f0e-6f0a-4a52-9f5e-0e6e1f6f2a33");
    private static final String DATA =
            "\"data\":{\"email_id\":\"0b7c2f0e-6f0a-4a52-9f5e-0e6e1f6f2a11\",\"created_at\":\"2026-11-20T10:00:01.004Z\","
                    + "\"from\":\"Acme <hello@acme.test>\",\"to\":[\"ada@dest.test\"],\"subject\":\"Receipt 17\","
                    + "\"message_id\":\"<0100@acme.test>\"";

    @Test
    void tellsOfAnEmailThatWasSent() {
        assertThat(spell(new EmailSent(email(Map.of(), Map.of())))).isEqualTo(golden("email.sent", DATA + "}"));
    }

    @Test
    void tellsTagsAsAMap() {
        assertThat(spell(new EmailDelivered(email(Map.of("category", "receipt"), Map.of()))))
                .isEqualTo(golden("email.delivered", DATA + ",\"tags\":{\"category\":\"receipt\"}}"));
    }

    @Test
    void tellsWhichTemplateAnEmailWasMadeFrom() {
        assertThat(spell(new EmailSent(email(Map.of("category", "receipt"), Map.of(), TEAM))))
                .isEqualTo(golden(
                        "email.sent",
                        DATA + ",\"template_id\":\"5c7b7f0e-6f0a-4a52-9f5e-0e6e1f6f2a22\","
                                + "\"tags\":{\"category\":\"receipt\"}}"));
    }

    @Test
    void tellsCustomHeadersAsAList() {
        assertThat(spell(new EmailDeliveryDelayed(email(Map.of(), Map.of("X-Entity-Ref-ID", "17")))))
                .isEqualTo(golden(
                        "email.delivery_delayed",
                        DATA + ",\"headers\":[{\"name\":\"X-Entity-Ref-ID\",\"value\":\"17\"}]}"));
    }

    @Test
    void tellsWhyAnEmailBounced() {
        var bounce = new Bounce(
                "The recipient's server rejected the message.",
                "Permanent",
                "General",
                List.of("smtp; 550 5.1.1 user unknown"));
        assertThat(spell(new EmailBounced(email(Map.of(), Map.of()), bounce)))
                .isEqualTo(golden(
                        "email.bounced",
                        DATA + ",\"bounce\":{\"message\":\"The recipient's server rejected the message.\","
                                + "\"subType\":\"General\",\"type\":\"Permanent\","
                                + "\"diagnosticCode\":[\"smtp; 550 5.1.1 user unknown\"]}}"));
    }

    @Test
    void tellsWhyAnEmailWasNotSent() {
        var bounced = new Suppressed(Suppressed.Reason.PREVIOUS_BOUNCE, List.of("smtp; 550 5.1.1 user unknown"));
        assertThat(spell(new EmailSuppressed(email(Map.of(), Map.of()), bounced)))
                .isEqualTo(golden(
                        "email.suppressed",
                        DATA + ",\"suppressed\":{\"message\":\"Address is on the suppression list.\","
                                + "\"type\":\"OnAccountSuppressionList\",\"reason\":\"previous_bounce\","
                                + "\"diagnosticCode\":[\"smtp; 550 5.1.1 user unknown\"]}}"));
        var wished = new Suppressed(Suppressed.Reason.OWN_WISH, List.of());
        assertThat(spell(new EmailSuppressed(email(Map.of(), Map.of()), wished)))
                .isEqualTo(golden(
                        "email.suppressed",
                        DATA + ",\"suppressed\":{\"message\":\"Address is on the suppression list.\","
                                + "\"type\":\"OnAccountSuppressionList\",\"diagnosticCode\":[]}}"));
    }

    @Test
    void tellsOfAComplaint() {
        assertThat(spell(new EmailComplained(email(Map.of(), Map.of()))))
                .isEqualTo(golden("email.complained", DATA + "}"));
    }

    @Test
    void tellsThatAnEmailWasOpened() {
        assertThat(spell(new EmailOpened(email(Map.of(), Map.of())))).isEqualTo(golden("email.opened", DATA + "}"));
    }

    @Test
    void tellsWhichLinkWasFollowed() {
        var click = new Click(
                "203.0.113.9", "https://acme.test/x", Instant.parse("2026-11-20T10:05:00Z"), "Mozilla/5.0 (X11)");
        assertThat(spell(new EmailClicked(email(Map.of(), Map.of()), click)))
                .isEqualTo(golden(
                        "email.clicked",
                        DATA + ",\"click\":{\"ipAddress\":\"203.0.113.9\",\"link\":\"https://acme.test/x\","
                                + "\"timestamp\":\"2026-11-20T10:05:00.000Z\",\"userAgent\":\"Mozilla/5.0 (X11)\"}}"));
    }

    @Test
    void tellsOfSuppressions() {
        var bounced = new SuppressionEvent.Facts(TEAM, TEAM, "ada@dest.test", Origin.BOUNCE, EMAIL, AT);
        assertThat(spell(new SuppressionEvent.SuppressionAdded(bounced)))
                .isEqualTo(golden(
                        "suppression.added",
                        "\"data\":{\"id\":\"5c7b7f0e-6f0a-4a52-9f5e-0e6e1f6f2a22\",\"email\":\"ada@dest.test\","
                                + "\"origin\":\"bounce\",\"source_id\":\"0b7c2f0e-6f0a-4a52-9f5e-0e6e1f6f2a11\","
                                + "\"created_at\":\"2026-11-20T10:00:03.120Z\"}"));
        var manual = new SuppressionEvent.Facts(TEAM, TEAM, "ada@dest.test", Origin.MANUAL, null, AT);
        assertThat(spell(new SuppressionEvent.SuppressionRemoved(manual)))
                .isEqualTo(golden(
                        "suppression.removed",
                        "\"data\":{\"id\":\"5c7b7f0e-6f0a-4a52-9f5e-0e6e1f6f2a22\",\"email\":\"ada@dest.test\","
                                + "\"origin\":\"manual\",\"source_id\":null,"
                                + "\"created_at\":\"2026-11-20T10:00:03.120Z\"}"));
    }

    @Test
    void tellsOfTopics() {
        var topic = new TopicEvent.Facts(EMAIL, TEAM, "News", null, Subscription.OPT_IN, AT, AT.plusSeconds(1));
        String data =
                "\"data\":{\"id\":\"0b7c2f0e-6f0a-4a52-9f5e-0e6e1f6f2a11\",\"name\":\"News\",\"description\":null,"
                        + "\"default_subscription\":\"opt_in\",\"deleted\":%s,\"created_at\":\"2026-11-20T10:00:03.120Z\","
                        + "\"updated_at\":\"2026-11-20T10:00:04.120Z\"}";
        assertThat(spell(new TopicEvent.TopicCreated(topic))).isEqualTo(golden("topic.created", data.formatted(false)));
        assertThat(spell(new TopicEvent.TopicUpdated(topic))).isEqualTo(golden("topic.updated", data.formatted(false)));
        assertThat(spell(new TopicEvent.TopicDeleted(topic))).isEqualTo(golden("topic.deleted", data.formatted(true)));
    }

    @Test
    void tellsOfADomain() {
        var record = new DomainEvent.RecordFacts(
                Purpose.RETURN_PATH, RecordType.MX, "send", "feedback-smtp.acme.test", 10, RecordStatus.VERIFIED);
        var domain = new DomainEvent.Facts(
                EMAIL, TEAM, "acme.test", DomainStatus.VERIFIED, Region.EU_WEST_1, AT, List.of(record));
        assertThat(spell(new DomainEvent.DomainUpdated(domain)))
                .isEqualTo(golden(
                        "domain.updated",
                        "\"data\":{\"id\":\"0b7c2f0e-6f0a-4a52-9f5e-0e6e1f6f2a11\",\"name\":\"acme.test\","
                                + "\"status\":\"verified\",\"created_at\":\"2026-11-20T10:00:03.120Z\",\"region\":\"eu-west-1\","
                                + "\"records\":[{\"record\":\"SPF\",\"name\":\"send\",\"type\":\"MX\",\"ttl\":\"Auto\","
                                + "\"status\":\"verified\",\"value\":\"feedback-smtp.acme.test\",\"priority\":10}]}"));
    }

    @Test
    void tellsOtherWebhooksOfOneThatWasDisabled() {
        var disabled = new WebhookDisabled(EMAIL, TEAM, "acme.test", Reason.GONE, AT, AT.minusSeconds(3));
        assertThat(spell(disabled))
                .isEqualTo(golden(
                        "webhook.disabled",
                        "\"data\":{\"id\":\"0b7c2f0e-6f0a-4a52-9f5e-0e6e1f6f2a11\",\"host\":\"acme.test\","
                                + "\"disabled_reason\":\"gone\",\"disabled_at\":\"2026-11-20T10:00:03.120Z\","
                                + "\"failing_since\":\"2026-11-20T10:00:00.120Z\"}"));
    }

    @Test
    void saysWhatEventsAreAboutAndAtWhichDomain() {
        Spelled sent = whole(new EmailSent(email(Map.of(), Map.of())));
        assertThat(sent.about()).isEqualTo(EMAIL);
        assertThat(sent.domain()).isEqualTo(DOMAIN);
        var facts = new DomainEvent.Facts(
                DOMAIN, TEAM, "acme.test", DomainStatus.VERIFIED, Region.EU_WEST_1, AT, List.of());
        Spelled updated = whole(new DomainEvent.DomainUpdated(facts));
        assertThat(updated.about()).isEqualTo(DOMAIN);
        assertThat(updated.domain()).isEqualTo(DOMAIN);
        var topic = new TopicEvent.Facts(EMAIL, TEAM, "News", null, Subscription.OPT_IN, AT, AT);
        Spelled created = whole(new TopicEvent.TopicCreated(topic));
        assertThat(created.about()).isEqualTo(EMAIL);
        assertThat(created.domain()).isNull();
    }

    @Test
    void keepsToItselfWhatTheApiHasNoWordFor() {
        record Unheard(UUID teamId) implements Event {}
        assertThat(new ResendEvents().spell(new Unheard(TEAM), AT)).isEmpty();
    }

    @Test
    void spellsOnlyTypesThatCanBeAskedFor() {
        assertThat(EventTypes.isKnown("email.delivery_delayed")).isTrue();
        assertThat(EventTypes.isKnown("inbox.thread.labels.updated")).isTrue();
        assertThat(EventTypes.isKnown("webhook.disabled")).isTrue();
        assertThat(EventTypes.isKnown("email.exploded")).isFalse();
    }

    private static Spelled spell(Event event) {
        Spelled spelled = whole(event);
        return new Spelled(spelled.type(), spelled.json());
    }

    private static Spelled whole(Event event) {
        return new ResendEvents().spell(event, AT).orElseThrow();
    }

    private static Spelled golden(String type, String data) {
        return new Spelled(
                type, "{\"type\":\"" + type + "\",\"created_at\":\"2026-11-20T10:00:03.120Z\"," + data + "}");
    }

    private static Facts email(Map<String, String> tags, Map<String, String> headers) {
        return email(tags, headers, null);
    }

    private static Facts email(Map<String, String> tags, Map<String, String> headers, @Nullable UUID template) {
        return new Facts(
                EMAIL,
                TEAM,
                Instant.parse("2026-11-20T10:00:01.004999Z"),
                "Acme <hello@acme.test>",
                List.of("ada@dest.test"),
                "Receipt 17",
                "<0100@acme.test>",
                tags,
                headers,
                template,
                DOMAIN);
    }
}
