package dev.pennypost.audit;

import dev.pennypost.audit.Subject.Kind;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What is done to a subject. Spelled as its kind and a word, such as `domain.updated`.
public enum Action {
    API_KEY_CREATED(Kind.API_KEY),
    API_KEY_UPDATED(Kind.API_KEY),
    API_KEY_DELETED(Kind.API_KEY),
    CERTIFICATE_ISSUED(Kind.CERTIFICATE),
    CERTIFICATE_RETRIED(Kind.CERTIFICATE),
    DOMAIN_CREATED(Kind.DOMAIN),
    DOMAIN_UPDATED(Kind.DOMAIN),
    DOMAIN_DELETED(Kind.DOMAIN),
    DOMAIN_VERIFICATION_REQUESTED(Kind.DOMAIN),
    DOMAIN_KEY_ADDED(Kind.DOMAIN),
    DOMAIN_KEY_WITHDRAWN(Kind.DOMAIN),
    DOMAIN_RECORDS_PUBLISHED(Kind.DOMAIN),
    DOMAIN_SHARED(Kind.DOMAIN),
    DOMAIN_CLAIMED(Kind.DOMAIN),
    DOMAIN_CLAIM_VERIFICATION_REQUESTED(Kind.DOMAIN),
    DOMAIN_CLAIM_COMPLETED(Kind.DOMAIN),
    DOMAIN_LOST(Kind.DOMAIN),
    EMAIL_CANCELED(Kind.EMAIL),
    EMAIL_RESCHEDULED(Kind.EMAIL),
    EMAIL_SHARED(Kind.EMAIL),
    EVENT_STREAM_CREATED(Kind.EVENT_STREAM),
    EVENT_STREAM_UPDATED(Kind.EVENT_STREAM),
    EVENT_STREAM_DELETED(Kind.EVENT_STREAM),
    EVENT_STREAM_DISABLED(Kind.EVENT_STREAM),
    EVENT_STREAM_REPLAYED(Kind.EVENT_STREAM),
    INBOX_CREATED(Kind.INBOX),
    INBOX_DELETED(Kind.INBOX),
    QUEUE_PAUSED(Kind.QUEUE),
    QUEUE_RESUMED(Kind.QUEUE),
    QUEUE_FLUSHED(Kind.QUEUE),
    QUEUE_REQUEUED(Kind.QUEUE),
    QUEUE_CANCELED(Kind.QUEUE),
    SITE_SUSPENDED(Kind.SITE),
    SITE_FORGIVEN(Kind.SITE),
    SUPPRESSION_CREATED(Kind.SUPPRESSION),
    SUPPRESSION_DELETED(Kind.SUPPRESSION),
    TEAM_CREATED(Kind.TEAM),
    TEAM_LIMITS_UPDATED(Kind.TEAM),
    TEAM_UPDATED(Kind.TEAM),
    TEMPLATE_CREATED(Kind.TEMPLATE),
    TEMPLATE_UPDATED(Kind.TEMPLATE),
    TEMPLATE_PUBLISHED(Kind.TEMPLATE),
    TEMPLATE_DUPLICATED(Kind.TEMPLATE),
    TEMPLATE_DELETED(Kind.TEMPLATE),
    TOPIC_CREATED(Kind.TOPIC),
    TOPIC_UPDATED(Kind.TOPIC),
    TOPIC_DELETED(Kind.TOPIC),
    UPSTREAM_KEY_STORED(Kind.UPSTREAM),
    UPSTREAM_KEY_DELETED(Kind.UPSTREAM),
    UPSTREAM_DOMAIN_ADDED(Kind.UPSTREAM),
    UPSTREAM_DOMAIN_SELECTED(Kind.UPSTREAM),
    UPSTREAM_DOMAIN_DELETED(Kind.UPSTREAM),
    UPSTREAM_VERIFICATION_REQUESTED(Kind.UPSTREAM),
    WEBHOOK_CREATED(Kind.WEBHOOK),
    WEBHOOK_UPDATED(Kind.WEBHOOK),
    WEBHOOK_SECRET_ROTATED(Kind.WEBHOOK),
    WEBHOOK_DISABLED(Kind.WEBHOOK),
    WEBHOOK_REPLAYED(Kind.WEBHOOK),
    WEBHOOK_DELETED(Kind.WEBHOOK);

    private final Kind kind;
    private final String spelled;

    Action(Kind kind) {
        this.kind = kind;
        this.spelled = kind.spelled() + "."
                + name().substring(kind.name().length() + 1).toLowerCase(Locale.ROOT);
    }

    /// Of what it is done to.
    public Kind kind() {
        return kind;
    }

    public String spelled() {
        return spelled;
    }

    /// The action that is spelled so.
    public static Optional<Action> of(String spelled) {
        return Arrays.stream(values())
                .filter(action -> action.spelled.equals(spelled))
                .findFirst();
    }
}
