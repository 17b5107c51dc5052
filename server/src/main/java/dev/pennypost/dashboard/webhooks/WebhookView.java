package dev.pennypost.dashboard.webhooks;

import dev.pennypost.dashboard.shell.Area;
import dev.pennypost.dashboard.shell.Tone;
import dev.pennypost.domains.DomainId;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.webhooks.Disabled;
import dev.pennypost.webhooks.EventTypes;
import dev.pennypost.webhooks.Webhook;
import dev.pennypost.webhooks.WebhookHealth;
import dev.pennypost.webhooks.WebhookStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// An endpoint as pages show it.
///
/// @param status in a word or two
/// @param why what to know about it; null where nothing is to be told
/// @param since when that began; null likewise
/// @param events what it wants, in few words
/// @param domains whose events
/// @param previousSecretUntil until when the secret before is used too; null when it is not
record WebhookView(
        UUID id,
        String endpoint,
        boolean enabled,
        Tone tone,
        String status,
        @Nullable String why,
        @Nullable Instant since,
        String events,
        String domains,
        boolean ordered,
        Instant createdAt,
        @Nullable Instant previousSecretUntil) {
    private static final int FEW = 3;

    static WebhookView of(Webhook webhook, WebhookHealth health, Map<DomainId, DomainName> names) {
        Standing standing = Standing.of(webhook, health);
        return new WebhookView(
                webhook.id().value(),
                webhook.endpoint(),
                webhook.status() == WebhookStatus.ENABLED,
                standing.tone,
                standing.word,
                standing.why,
                standing.since,
                events(webhook.events()),
                domains(webhook, names),
                webhook.ordered(),
                webhook.createdAt(),
                health.previousSecretUntil());
    }

    String path() {
        return Area.WEBHOOKS.path() + "/" + id;
    }

    private static String events(@Nullable List<String> events) {
        if (events == null || events.containsAll(EventTypes.all())) return "Every event";
        if (events.size() <= FEW) return String.join(", ", events);
        return String.join(", ", events.subList(0, FEW - 1)) + " and " + (events.size() - FEW + 1) + " more";
    }

    private static String domains(Webhook webhook, Map<DomainId, DomainName> names) {
        if (webhook.domains().isEmpty()) return "All domains";
        return webhook.domains().stream()
                .map(DomainId::new)
                .map(id -> names.containsKey(id) ? names.get(id).unicode() : "one that was removed")
                .sorted()
                .collect(Collectors.joining(", "));
    }

    private record Standing(
            Tone tone,
            String word,
            @Nullable String why,
            @Nullable Instant since) {
        static Standing of(Webhook webhook, WebhookHealth health) {
            Disabled disabled = webhook.disabled();
            if (webhook.status() == WebhookStatus.ENABLED)
                return health.failingSince() == null
                        ? new Standing(Tone.GOOD, "Enabled", null, null)
                        : new Standing(
                                Tone.WAIT,
                                "Failing",
                                "Every attempt has failed since then. They are made again, less and less often; after some"
                                        + " days of nothing but failures the endpoint is disabled.",
                                health.failingSince());
            if (disabled == null) return new Standing(Tone.CALM, "Disabled", null, null);
            return switch (disabled.reason()) {
                case REQUESTED ->
                    new Standing(
                            Tone.CALM,
                            "Switched off",
                            "Somebody of the team did so. What happens meanwhile is not kept for it.",
                            disabled.at());
                case GONE ->
                    new Standing(
                            Tone.BAD,
                            "Disabled: gone",
                            "It answered 410 Gone, which asks us to stop. Its events are kept: enable it, then replay them.",
                            disabled.at());
                case FAILING ->
                    new Standing(
                            Tone.BAD,
                            "Disabled: failing",
                            "It did nothing but fail for days. Its events are kept: mend it, enable it, then replay them.",
                            disabled.at());
            };
        }
    }
}
