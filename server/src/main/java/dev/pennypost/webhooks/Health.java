package dev.pennypost.webhooks;

import dev.pennypost.storage.Transaction;
import dev.pennypost.webhooks.Attempt.Outcome.Answered;
import dev.pennypost.webhooks.Disabled.Reason;
import dev.pennypost.webhooks.WebhookEvent.WebhookDisabled;
import dev.pennypost.webhooks.WebhookStore.Standing;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Disables endpoints that are gone (RFC 9110 §15.5.11), or that have done nothing but fail for days, and
/// publishes that in the transaction that does it. As long as endpoints are well it writes nothing.
final class Health {
    private static final int GONE = 410;

    private final Duration patience;
    private final WebhookStore store = new WebhookStore();

    /// @param patience how long an endpoint may fail without a success in between; zero for as long as it likes
    Health(Duration patience) {
        this.patience = patience;
    }

    /// Notes how attempts went; says which endpoints it disabled. Locks every endpoint whose order the attempts
    /// touch.
    List<WebhookDisabled> note(Transaction tx, List<Attempt> attempts, Instant now) {
        var news = News.of(attempts);
        List<Standing> concerned = store.lockConcerned(
                tx,
                news.all,
                news.succeeded,
                news.failed.keySet(),
                news.gone.keySet(),
                news.inOrder,
                now.minus(patience));
        var disabled = new ArrayList<WebhookDisabled>();
        for (Standing standing : concerned) if (standing.enabled()) note(tx, standing, news, now, disabled);
        if (!disabled.isEmpty()) tx.publish(disabled);
        return disabled;
    }

    private void note(Transaction tx, Standing standing, News news, Instant now, List<WebhookDisabled> disabled) {
        UUID id = standing.id().value();
        boolean succeeded = news.succeeded.contains(id);
        Instant failed = news.failed.get(id);
        Instant since = succeeded || standing.failingSince() == null ? failed : standing.failingSince();
        Reason reason = reason(standing, news, succeeded, since, now);
        if (reason != null) {
            // as PostgreSQL keeps it
            Instant at = now.truncatedTo(ChronoUnit.MICROS);
            var event = new WebhookDisabled(
                    id,
                    standing.team(),
                    Endpoint.host(standing.endpoint()),
                    reason,
                    at,
                    since == null ? at : since.truncatedTo(ChronoUnit.MICROS));
            store.disable(tx, event);
            WebhookTrail.disabled(tx, standing.endpoint(), event);
            disabled.add(event);
        } else if (succeeded && standing.failingSince() != null) {
            store.failing(tx, standing.id(), null);
        } else if (!succeeded && failed != null && standing.failingSince() == null) {
            store.failing(tx, standing.id(), failed);
        }
    }

    private @Nullable Reason reason(
            Standing standing, News news, boolean succeeded, @Nullable Instant since, Instant now) {
        // what another URL said before the endpoint was changed says nothing about this one
        if (standing.endpoint().equals(news.gone.get(standing.id().value()))) return Reason.GONE;
        boolean failing = !succeeded && news.failed.containsKey(standing.id().value());
        return failing && isOver(since, now) ? Reason.FAILING : null;
    }

    private boolean isOver(@Nullable Instant since, Instant now) {
        return since != null && patience.isPositive() && !since.plus(patience).isAfter(now);
    }

    /// What attempts say about endpoints.
    private static final class News {
        final Set<UUID> all = new HashSet<>();
        final Set<UUID> succeeded = new HashSet<>();
        /// With the earliest failure of each.
        final Map<UUID, Instant> failed = new HashMap<>();
        /// With the URL that said so.
        final Map<UUID, String> gone = new HashMap<>();

        final Set<UUID> inOrder = new HashSet<>();

        static News of(List<Attempt> attempts) {
            var news = new News();
            attempts.forEach(news::add);
            return news;
        }

        private void add(Attempt attempt) {
            Dispatch dispatch = attempt.dispatch();
            UUID id = dispatch.webhook().value();
            all.add(id);
            if (dispatch.about() != null) inOrder.add(id);
            if (attempt.succeeded()) {
                succeeded.add(id);
                return;
            }
            failed.merge(id, attempt.sentAt(), (one, other) -> one.isBefore(other) ? one : other);
            if (attempt.outcome() instanceof Answered(int status, var _) && status == GONE)
                gone.put(id, dispatch.endpoint());
        }
    }
}
