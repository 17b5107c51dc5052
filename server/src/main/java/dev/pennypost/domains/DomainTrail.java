package dev.pennypost.domains;

import dev.pennypost.audit.Action;
import dev.pennypost.audit.AuditLog;
import dev.pennypost.audit.Facts;
import dev.pennypost.audit.Subject;
import dev.pennypost.domains.signing.DomainKey;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.storage.Transaction;
import org.jspecify.annotations.Nullable;

/// What the audit log is told of domains, their keys and claims: what their owners chose, and what was asked. What
/// checks saw has a history of its own.
final class DomainTrail {
    private DomainTrail() {}

    static void note(Transaction tx, Action action, @Nullable Domain before, @Nullable Domain after) {
        Domain named = after == null ? before : after;
        if (named == null) return;
        AuditLog.note(tx, named.team().value(), action, subject(named), facts(before), facts(after));
    }

    static void asked(Transaction tx, Domain domain) {
        AuditLog.note(tx, domain.team().value(), Action.DOMAIN_VERIFICATION_REQUESTED, subject(domain));
    }

    static void lost(Transaction tx, Domain domain) {
        AuditLog.note(tx, domain.team().value(), Action.DOMAIN_LOST, subject(domain));
    }

    /// @param facts of what was done to the domain and left its settings as they were
    static void done(Transaction tx, Action action, Domain domain, Facts facts) {
        AuditLog.note(tx, domain.team().value(), action, subject(domain), null, facts);
    }

    static Facts facts(DomainKey key) {
        return Facts.of("selector", key.selector())
                .and("algorithm", key.algorithm())
                .and("imported", key.imported());
    }

    static void claim(Transaction tx, Action action, Claim claim) {
        AuditLog.note(
                tx,
                claim.team().value(),
                action,
                subject(claim.domain(), claim.name()),
                null,
                Facts.of("claim_id", claim.id())
                        .and("region", claim.region().code())
                        .and("expires_at", claim.expiresAt()));
    }

    private static Subject subject(Domain domain) {
        return subject(domain.id(), domain.name());
    }

    private static Subject subject(DomainId id, DomainName name) {
        return Subject.of(Subject.Kind.DOMAIN, id.value(), name.ascii());
    }

    private static @Nullable Facts facts(@Nullable Domain domain) {
        if (domain == null) return null;
        var settings = domain.settings();
        return Facts.of("name", domain.name().ascii())
                .and("region", settings.region().code())
                .and("custom_return_path", settings.returnPath())
                .and("tls", settings.tls())
                .and("open_tracking", settings.openTracking())
                .and("click_tracking", settings.clickTracking())
                .and("tracking_privacy", settings.trackingPrivacy())
                .and("sending", settings.sending())
                .and("receiving", settings.receiving())
                .and("tracking_subdomain", settings.trackingSubdomain())
                .and("setup", settings.setup())
                .and("suspended", domain.life().suspended());
    }
}
