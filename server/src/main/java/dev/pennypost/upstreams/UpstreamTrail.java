package dev.pennypost.upstreams;

import dev.pennypost.audit.Action;
import dev.pennypost.audit.AuditLog;
import dev.pennypost.audit.Facts;
import dev.pennypost.audit.Subject;
import dev.pennypost.storage.Transaction;
import dev.pennypost.teams.TeamId;
import org.jspecify.annotations.Nullable;

/// What the audit log is told of organisations' accounts elsewhere: never their keys.
final class UpstreamTrail {
    private UpstreamTrail() {}

    /// Another key at the same place is a change that shows nothing.
    static void keyStored(Transaction tx, TeamId team, @Nullable UpstreamKey before, UpstreamKey after) {
        var subject = subject(team, after);
        if (before != null && before.url().equals(after.url()))
            AuditLog.note(tx, team.value(), Action.UPSTREAM_KEY_STORED, subject);
        else AuditLog.note(tx, team.value(), Action.UPSTREAM_KEY_STORED, subject, facts(before), facts(after));
    }

    static void keyDeleted(Transaction tx, TeamId team, UpstreamKey key) {
        AuditLog.note(tx, team.value(), Action.UPSTREAM_KEY_DELETED, subject(team, key), facts(key), null);
    }

    static void domain(
            Transaction tx,
            TeamId team,
            Action action,
            @Nullable UpstreamDomain before,
            @Nullable UpstreamDomain after) {
        UpstreamDomain named = after == null ? before : after;
        if (named == null) return;
        AuditLog.note(tx, team.value(), action, subject(named), facts(before), facts(after));
    }

    static void asked(Transaction tx, TeamId team, UpstreamDomain domain) {
        AuditLog.note(tx, team.value(), Action.UPSTREAM_VERIFICATION_REQUESTED, subject(domain));
    }

    private static Subject subject(TeamId team, UpstreamKey key) {
        return Subject.of(Subject.Kind.UPSTREAM, team.value(), key.url().toString());
    }

    private static Subject subject(UpstreamDomain domain) {
        return Subject.of(Subject.Kind.UPSTREAM, domain.id(), domain.name());
    }

    private static @Nullable Facts facts(@Nullable UpstreamKey key) {
        return key == null ? null : Facts.of("url", key.url());
    }

    private static @Nullable Facts facts(@Nullable UpstreamDomain domain) {
        if (domain == null) return null;
        return Facts.of("name", domain.name())
                .and("upstream_id", domain.upstreamId())
                .and("added_here", domain.madeHere());
    }
}
