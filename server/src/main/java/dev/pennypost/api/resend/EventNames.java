package dev.pennypost.api.resend;

import java.util.Set;

/// The types of events a webhook can ask for (contract §22.2), also those nothing here publishes yet: SDKs
/// offer all of them.
final class EventNames {
    private static final Set<String> ALL = Set.of(
            "email.sent",
            "email.scheduled",
            "email.delivered",
            "email.delivery_delayed",
            "email.bounced",
            "email.complained",
            "email.opened",
            "email.clicked",
            "email.failed",
            "email.suppressed",
            "email.received",
            "contact.created",
            "contact.updated",
            "contact.deleted",
            "contact.topics.updated",
            "domain.created",
            "domain.updated",
            "domain.deleted",
            "suppression.added",
            "suppression.removed",
            "topic.created",
            "topic.updated",
            "topic.deleted",
            "inbox.created",
            "inbox.updated",
            "inbox.deleted",
            "inbox.thread.created",
            "inbox.thread.folder.updated",
            "inbox.thread.assigned",
            "inbox.thread.unassigned",
            "inbox.thread.labels.updated",
            "inbox.email.received",
            "inbox.email.sent",
            "inbox.draft.created",
            "inbox.draft.updated",
            "inbox.draft.sent",
            "inbox.draft.deleted",
            // ours (docs/reference/extensions.md)
            "webhook.disabled");

    private EventNames() {}

    static Set<String> all() {
        return ALL;
    }

    static boolean isKnown(String name) {
        return ALL.contains(name);
    }
}
