package dev.pennypost.api.resend;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.pennypost.api.resend.ResendSuppressionEvents.SuppressedJson;
import dev.pennypost.domains.DomainEvent;
import dev.pennypost.emails.EmailEvent;
import dev.pennypost.emails.EmailEvent.Bounce;
import dev.pennypost.emails.EmailEvent.Click;
import dev.pennypost.emails.EmailEvent.EmailBounced;
import dev.pennypost.emails.EmailEvent.EmailClicked;
import dev.pennypost.emails.EmailEvent.EmailComplained;
import dev.pennypost.emails.EmailEvent.EmailDelivered;
import dev.pennypost.emails.EmailEvent.EmailDeliveryDelayed;
import dev.pennypost.emails.EmailEvent.EmailFailed;
import dev.pennypost.emails.EmailEvent.EmailOpened;
import dev.pennypost.emails.EmailEvent.EmailScheduled;
import dev.pennypost.emails.EmailEvent.EmailSent;
import dev.pennypost.emails.EmailEvent.EmailSuppressed;
import dev.pennypost.emails.EmailEvent.Facts;
import dev.pennypost.emails.EmailEvent.Suppressed;
import dev.pennypost.json.Json;
import dev.pennypost.storage.Event;
import dev.pennypost.suppressions.SuppressionEvent;
import dev.pennypost.topics.TopicEvent;
import dev.pennypost.webhooks.WebhookEvent;
import dev.pennypost.webhooks.WebhookSpelling;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Events as this API's webhooks tell them (contract §22).
public final class ResendEvents implements WebhookSpelling {
    @Override
    public Optional<Spelled> spell(Event event, Instant at) {
        return switch (event) {
            case EmailEvent email ->
                Optional.of(spelled(
                        type(email),
                        at,
                        data(email),
                        email.email().emailId(),
                        email.email().domainId()));
            case DomainEvent domain ->
                Optional.of(spelled(
                        ResendDomainEvents.type(domain),
                        at,
                        ResendDomainEvents.data(domain),
                        domain.domain().domainId(),
                        domain.domain().domainId()));
            case SuppressionEvent suppression ->
                Optional.of(spelled(
                        ResendSuppressionEvents.type(suppression),
                        at,
                        ResendSuppressionEvents.data(suppression),
                        suppression.suppression().id(),
                        null));
            case TopicEvent topic ->
                Optional.of(spelled(
                        ResendTopicEvents.type(topic),
                        at,
                        ResendTopicEvents.data(topic),
                        topic.topic().id(),
                        null));
            case WebhookEvent webhook ->
                Optional.of(spelled(
                        ResendWebhookEvents.type(webhook),
                        at,
                        ResendWebhookEvents.data(webhook),
                        ResendWebhookEvents.id(webhook),
                        null));
            default -> Optional.empty();
        };
    }

    private static Spelled spelled(String type, Instant at, Object data, UUID about, @Nullable UUID domain) {
        return new Spelled(type, Json.write(new Envelope(type, Timestamps.iso(at), data)), about, domain);
    }

    private static String type(EmailEvent event) {
        return switch (event) {
            case EmailScheduled _ -> "email.scheduled";
            case EmailFailed _ -> "email.failed";
            case EmailSent _ -> "email.sent";
            case EmailDelivered _ -> "email.delivered";
            case EmailDeliveryDelayed _ -> "email.delivery_delayed";
            case EmailBounced _ -> "email.bounced";
            case EmailSuppressed _ -> "email.suppressed";
            case EmailComplained _ -> "email.complained";
            case EmailOpened _ -> "email.opened";
            case EmailClicked _ -> "email.clicked";
        };
    }

    private static EmailJson data(EmailEvent event) {
        Facts email = event.email();
        return new EmailJson(
                email.emailId(),
                Timestamps.iso(email.createdAt()),
                email.from(),
                email.to(),
                email.subject(),
                email.messageId(),
                email.templateId(),
                email.tags(),
                email.headers().entrySet().stream().map(HeaderJson::of).toList(),
                event instanceof EmailBounced(var _, Bounce bounce) ? BounceJson.of(bounce) : null,
                event instanceof EmailClicked(var _, Click click) ? ClickJson.of(click) : null,
                event instanceof EmailFailed(var _, String reason) ? new FailedJson(reason) : null,
                event instanceof EmailSuppressed(var _, Suppressed why) ? ResendSuppressionEvents.why(why) : null);
    }

    @JsonPropertyOrder({"type", "created_at", "data"})
    private record Envelope(String type, String createdAt, Object data) {}

    /// Tags are a map here and an array in REST answers; headers appear only when custom ones were set (§22.3).
    @JsonPropertyOrder({
        "email_id",
        "created_at",
        "from",
        "to",
        "subject",
        "message_id",
        "template_id",
        "tags",
        "headers",
        "bounce",
        "click",
        "failed",
        "suppressed"
    })
    private record EmailJson(
            UUID emailId,
            String createdAt,
            String from,
            List<String> to,
            String subject,
            String messageId,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            UUID templateId,

            @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> tags,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<HeaderJson> headers,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            BounceJson bounce,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            ClickJson click,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            FailedJson failed,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            SuppressedJson suppressed) {}

    private record FailedJson(String reason) {}

    @JsonPropertyOrder({"name", "value"})
    private record HeaderJson(String name, String value) {
        static HeaderJson of(Map.Entry<String, String> header) {
            return new HeaderJson(header.getKey(), header.getValue());
        }
    }

    /// camelCase as in [BounceJson], and nowhere else in this API.
    @JsonPropertyOrder({"ipAddress", "link", "timestamp", "userAgent"})
    private record ClickJson(
            @JsonProperty("ipAddress") String ipAddress,
            String link,
            String timestamp,
            @JsonProperty("userAgent") String userAgent) {
        static ClickJson of(Click click) {
            return new ClickJson(click.ipAddress(), click.link(), Timestamps.iso(click.timestamp()), click.userAgent());
        }
    }

    /// camelCase as in [ClickJson].
    @JsonPropertyOrder({"message", "subType", "type", "diagnosticCode"})
    private record BounceJson(
            String message,
            @JsonProperty("subType") String subType,
            String type,

            @JsonProperty("diagnosticCode") List<String> diagnosticCode) {
        static BounceJson of(Bounce bounce) {
            return new BounceJson(bounce.message(), bounce.subType(), bounce.type(), bounce.diagnosticCodes());
        }
    }
}
