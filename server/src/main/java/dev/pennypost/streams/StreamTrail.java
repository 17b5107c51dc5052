package dev.pennypost.streams;

import dev.pennypost.audit.Action;
import dev.pennypost.audit.AuditLog;
import dev.pennypost.audit.Facts;
import dev.pennypost.audit.Subject;
import dev.pennypost.storage.Transaction;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What the audit log is told of streams.
final class StreamTrail {
    private StreamTrail() {}

    static void note(
            Transaction tx,
            UUID team,
            Action action,
            StreamId id,
            @Nullable StreamDetails before,
            @Nullable StreamDetails after) {
        StreamDetails named = after == null ? before : after;
        if (named == null) return;
        AuditLog.note(tx, team, action, subject(id, named.topic()), facts(before), facts(after));
    }

    static void replayed(Transaction tx, UUID team, EventStream stream, Replay replay) {
        AuditLog.note(
                tx,
                team,
                Action.EVENT_STREAM_REPLAYED,
                subject(stream.id(), stream.details().topic()),
                null,
                Facts.of("since", replay.since())
                        .and("until", replay.until())
                        .and("failed_only", replay.failedOnly()));
    }

    static void disabled(Transaction tx, UUID team, StreamId id, String topic, Trouble why) {
        AuditLog.note(
                tx,
                team,
                Action.EVENT_STREAM_DISABLED,
                subject(id, topic),
                Facts.of("status", StreamStatus.ENABLED),
                Facts.of("status", StreamStatus.DISABLED).and("failure", why.failure()));
    }

    private static Subject subject(StreamId id, String topic) {
        return Subject.of(Subject.Kind.EVENT_STREAM, id.value(), topic);
    }

    private static @Nullable Facts facts(@Nullable StreamDetails details) {
        if (details == null) return null;
        return Facts.of("topic", details.topic())
                .and("events", details.events())
                .and("status", details.status());
    }
}
