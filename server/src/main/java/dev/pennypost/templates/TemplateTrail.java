package dev.pennypost.templates;

import dev.pennypost.audit.Action;
import dev.pennypost.audit.AuditLog;
import dev.pennypost.audit.Facts;
import dev.pennypost.audit.Subject;
import dev.pennypost.storage.Transaction;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What the audit log is told of templates.
final class TemplateTrail {
    private TemplateTrail() {}

    static void note(
            Transaction tx, UUID team, Action action, TemplateId id, @Nullable Draft before, @Nullable Draft after) {
        Draft named = after == null ? before : after;
        if (named == null) return;
        AuditLog.note(
                tx,
                team,
                action,
                subject(id, named.name()),
                before == null ? null : facts(before),
                after == null ? null : facts(after));
    }

    static void published(Transaction tx, UUID team, TemplateHead before, TemplateHead after) {
        AuditLog.note(
                tx,
                team,
                Action.TEMPLATE_PUBLISHED,
                subject(after.id(), after.name()),
                Facts.of("published_version_id", before.publishedVersion()),
                Facts.of("published_version_id", after.publishedVersion()));
    }

    static void duplicated(Transaction tx, UUID team, TemplateId original, TemplateId id, Draft copy) {
        AuditLog.note(
                tx,
                team,
                Action.TEMPLATE_DUPLICATED,
                subject(id, copy.name()),
                null,
                facts(copy).and("original_id", original.value()));
    }

    private static Subject subject(TemplateId id, String name) {
        return Subject.of(Subject.Kind.TEMPLATE, id.value(), name);
    }

    private static Facts facts(Draft draft) {
        var wording = draft.wording();
        return Facts.of("name", draft.name())
                .and("alias", draft.alias())
                .and("from", wording.from())
                .and("subject", wording.subject())
                .and("reply_to", wording.replyTo())
                .and("html", wording.html())
                .and("text", wording.text())
                .and("variables", draft.variables().stream().map(TemplateTrail::facts).toList());
    }

    private static Facts facts(Declaration variable) {
        return Facts.of("key", variable.key())
                .and("type", variable.type())
                .and("fallback_value", variable.fallback());
    }
}
