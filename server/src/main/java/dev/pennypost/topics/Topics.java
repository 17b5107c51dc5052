package dev.pennypost.topics;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.pennypost.audit.Action;
import dev.pennypost.storage.Database;
import dev.pennypost.storage.Ids;
import dev.pennypost.storage.Page;
import dev.pennypost.storage.PageRequest;
import dev.pennypost.storage.Transaction;
import dev.pennypost.teams.TeamId;
import dev.pennypost.topics.SaveResult.Refused;
import dev.pennypost.topics.SaveResult.Saved;
import dev.pennypost.topics.TopicEvent.TopicCreated;
import dev.pennypost.topics.TopicEvent.TopicDeleted;
import dev.pennypost.topics.TopicEvent.TopicUpdated;
import dev.pennypost.topics.TopicProblem.DefaultIsFixed;
import dev.pennypost.topics.TopicProblem.NoSuchTopic;
import dev.pennypost.topics.TopicStore.Owned;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The topics of teams, and who may be sent emails of them.
public final class Topics {
    /// How long another node may still take a topic for one that is there.
    private static final Duration REMEMBERED = Duration.ofSeconds(3);

    private final Database database;
    private final InstantSource clock;
    private final TopicStore store = new TopicStore();
    private final Cache<Owned, Boolean> known;

    public Topics(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
        this.known = Caffeine.newBuilder()
                .maximumSize(100_000)
                .expireAfterWrite(REMEMBERED)
                .build();
    }

    public SaveResult create(TeamId team, TopicDetails details) {
        var problem = TopicRules.check(details);
        if (problem.isPresent()) return new Refused(problem.get());
        Instant now = now();
        var topic = new Topic(new TopicId(Ids.next(now)), team, details, now, now);
        database.useTransaction(tx -> {
            store.insert(tx, topic);
            tx.publish(new TopicCreated(topic.facts()));
            TopicTrail.note(tx, Action.TOPIC_CREATED, null, topic);
        });
        return new Saved(topic.id());
    }

    /// One page, newest first; empty when the cursor is not one of the team's topics.
    public Optional<Page<Topic>> list(TeamId team, PageRequest page) {
        return database.inTransaction(tx -> store.page(tx, team, page));
    }

    public Optional<Topic> get(TeamId team, TopicId id) {
        return database.inTransaction(tx -> store.find(tx, team, id));
    }

    /// Changes a topic. What is the same afterwards is not told as a change.
    ///
    /// @param change makes what shall be of what is; it runs in the transaction
    public SaveResult update(TeamId team, TopicId id, UnaryOperator<TopicDetails> change) {
        return database.inTransaction(tx -> store.locked(tx, team, id)
                .map(before -> update(tx, before, change.apply(before.details())))
                .orElseGet(() -> new Refused(new NoSuchTopic(id))));
    }

    private SaveResult update(Transaction tx, Topic before, TopicDetails wanted) {
        var problem = TopicRules.check(wanted);
        if (problem.isPresent()) return new Refused(problem.get());
        if (wanted.defaultSubscription() != before.details().defaultSubscription())
            return new Refused(new DefaultIsFixed());
        if (!wanted.equals(before.details())) {
            Topic changed = before.with(wanted, now());
            store.update(tx, changed);
            tx.publish(new TopicUpdated(changed.facts()));
            TopicTrail.note(tx, Action.TOPIC_UPDATED, before, changed);
        }
        return new Saved(before.id());
    }

    /// Removes a topic; none when the team has no such topic. Emails of it that still wait for their time will not be
    /// sent to anybody.
    public Optional<TopicId> remove(TeamId team, TopicId id) {
        return database.inTransaction(tx -> store.locked(tx, team, id).map(topic -> {
            store.delete(tx, team, id);
            tx.publish(new TopicDeleted(topic.with(topic.details(), now()).facts()));
            TopicTrail.note(tx, Action.TOPIC_DELETED, topic, null);
            tx.afterCommit(() -> known.invalidate(new Owned(team, id)));
            return id;
        }));
    }

    /// Whether a team has a topic. Remembered for a moment, for those who ask for every email: one that was just
    /// removed may still seem to be there, and [#consents] tells the truth.
    public boolean exists(TeamId team, TopicId id) {
        var owned = new Owned(team, id);
        if (known.getIfPresent(owned) != null) return true;
        boolean found = get(team, id).isPresent();
        if (found) known.put(owned, true);
        return found;
    }

    /// Who of these may be sent emails of their topics. There are no contacts, so nobody has chosen anything, and each
    /// topic's default decides (contract §29.8). One query, however many there are.
    public Map<Interest, Consent> consents(Transaction tx, Collection<Interest> interests) {
        if (interests.isEmpty()) return Map.of();
        var topics = interests.stream().map(Topics::owned).collect(Collectors.toSet());
        Map<Owned, Subscription> defaults = store.defaults(tx, topics);
        var consents = new HashMap<Interest, Consent>();
        for (Interest one : interests) consents.put(one, byDefault(defaults.get(owned(one))));
        return consents;
    }

    private static Consent byDefault(@Nullable Subscription subscription) {
        return switch (subscription) {
            case OPT_IN -> Consent.GIVEN;
            case OPT_OUT -> Consent.MISSING;
            case null -> Consent.NO_SUCH_TOPIC;
        };
    }

    private static Owned owned(Interest interest) {
        return new Owned(interest.team(), interest.topic());
    }

    /// To the microsecond, which is what the database keeps.
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
