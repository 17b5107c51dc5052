package dev.pennypost.webhooks;

import java.util.List;
import java.util.Set;

/// The types of events that an endpoint can ask for (contract §22.2), also those nothing here publishes yet:
/// SDKs offer all of them.
public final class EventTypes {
    private static final List<String> ALL = List.of(
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

    private static final Set<String> KNOWN = Set.copyOf(ALL);

    private EventTypes() {}

    /// In the contract's order: those about one kind of thing stand together.
    public static List<String> all() {
        return ALL;
    }

    public static boolean isKnown(String type) {
        return KNOWN.contains(type);
    }
}
