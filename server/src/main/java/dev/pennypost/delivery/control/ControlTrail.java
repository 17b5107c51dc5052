package dev.pennypost.delivery.control;

import dev.pennypost.audit.Action;
import dev.pennypost.audit.AuditLog;
import dev.pennypost.audit.Facts;
import dev.pennypost.audit.Subject;
import dev.pennypost.storage.Transaction;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What the audit log is told of controls: what was done, and to which part of the queue. Where that is a team's, the
/// team sees it too.
final class ControlTrail {
    private ControlTrail() {}

    static void paused(Transaction tx, Hold hold) {
        AuditLog.note(tx, team(List.of(hold.target())), Action.QUEUE_PAUSED, subject(hold), null, facts(hold));
    }

    static void resumed(Transaction tx, Hold hold) {
        AuditLog.note(tx, team(List.of(hold.target())), Action.QUEUE_RESUMED, subject(hold), facts(hold), null);
    }

    static void acted(Transaction tx, Verb verb, Selection selection) {
        AuditLog.note(
                tx,
                team(selection.targets()),
                action(verb),
                new Subject(Subject.Kind.QUEUE, "deliveries", null),
                null,
                Facts.of("targets", selection.targets().stream().map(ControlTrail::facts).toList())
                        .and("states", selection.states()));
    }

    private static Action action(Verb verb) {
        return switch (verb) {
            case PAUSE -> Action.QUEUE_PAUSED;
            case FLUSH -> Action.QUEUE_FLUSHED;
            case REQUEUE -> Action.QUEUE_REQUEUED;
            case CANCEL -> Action.QUEUE_CANCELED;
        };
    }

    private static @Nullable UUID team(List<Target> targets) {
        for (Target target : targets) if (target instanceof Target.Team(var id)) return id.value();
        return null;
    }

    private static Subject subject(Hold hold) {
        return Subject.of(Subject.Kind.QUEUE, hold.id(), null);
    }

    private static Facts facts(Hold hold) {
        return Facts.of("target", facts(hold.target())).and("reason", hold.reason());
    }

    private static Facts facts(Target target) {
        return Facts.of("kind", target.kind()).and("value", target.value());
    }
}
