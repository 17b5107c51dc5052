package dev.pennypost.webhooks;

import dev.pennypost.audit.Action;
import dev.pennypost.audit.AuditLog;
import dev.pennypost.audit.Facts;
import dev.pennypost.audit.Subject;
import dev.pennypost.storage.Transaction;
import dev.pennypost.webhooks.WebhookEvent.WebhookDisabled;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What the audit log is told of endpoints: everything but their secrets.
final class WebhookTrail {
    private WebhookTrail() {}

    static void note(
            Transaction tx, UUID team, Action action, @Nullable Webhook before, @Nullable Webhook after) {
        Webhook named = after == null ? before : after;
        if (named == null) return;
        AuditLog.note(tx, team, action, subject(named), facts(before), facts(after));
    }

    static void rotated(Transaction tx, UUID team, Webhook webhook) {
        AuditLog.note(tx, team, Action.WEBHOOK_SECRET_ROTATED, subject(webhook));
    }

    static void replayed(Transaction tx, UUID team, Webhook webhook, Facts which) {
        AuditLog.note(tx, team, Action.WEBHOOK_REPLAYED, subject(webhook), null, which);
    }

    static Facts which(ReplayRange range) {
        return Facts.of("since", range.since())
                .and("until", range.until())
                .and("statuses", range.statuses())
                .and("events", range.events());
    }

    static void disabled(Transaction tx, String endpoint, WebhookDisabled event) {
        AuditLog.note(
                tx,
                event.teamId(),
                Action.WEBHOOK_DISABLED,
                Subject.of(Subject.Kind.WEBHOOK, event.webhookId(), endpoint),
                Facts.of("status", WebhookStatus.ENABLED),
                Facts.of("status", WebhookStatus.DISABLED)
                        .and("reason", event.reason())
                        .and("failing_since", event.failingSince()));
    }

    private static Subject subject(Webhook webhook) {
        return Subject.of(Subject.Kind.WEBHOOK, webhook.id().value(), webhook.endpoint());
    }

    private static @Nullable Facts facts(@Nullable Webhook webhook) {
        if (webhook == null) return null;
        return Facts.of("endpoint", webhook.endpoint())
                .and("events", webhook.events())
                .and("domain_ids", webhook.domains())
                .and("ordered", webhook.ordered())
                .and("status", webhook.status());
    }
}
