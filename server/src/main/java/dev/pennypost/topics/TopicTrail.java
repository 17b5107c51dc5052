package dev.pennypost.topics;

import dev.pennypost.audit.Action;
import dev.pennypost.audit.AuditLog;
import dev.pennypost.audit.Facts;
import dev.pennypost.audit.Subject;
import dev.pennypost.storage.Transaction;
import org.jspecify.annotations.Nullable;

/// What the audit log is told of topics.
final class TopicTrail {
    private TopicTrail() {}

    static void note(Transaction tx, Action action, @Nullable Topic before, @Nullable Topic after) {
        Topic named = after == null ? before : after;
        if (named == null) return;
        var subject = Subject.of(
                Subject.Kind.TOPIC, named.id().value(), named.details().name());
        AuditLog.note(tx, named.team().value(), action, subject, facts(before), facts(after));
    }

    private static @Nullable Facts facts(@Nullable Topic topic) {
        if (topic == null) return null;
        var details = topic.details();
        return Facts.of("name", details.name())
                .and("description", details.description())
                .and("default_subscription", details.defaultSubscription())
                .and("visibility", details.visibility());
    }
}
