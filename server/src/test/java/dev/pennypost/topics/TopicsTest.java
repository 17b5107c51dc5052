package dev.pennypost.topics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.mail.address.Address;
import dev.pennypost.storage.Database;
import dev.pennypost.storage.Event;
import dev.pennypost.storage.EventListener;
import dev.pennypost.storage.PageRequest;
import dev.pennypost.storage.TestPostgres;
import dev.pennypost.storage.Transaction;
import dev.pennypost.teams.TeamId;
import dev.pennypost.teams.Teams;
import dev.pennypost.testkit.Eventually;
import dev.pennypost.testkit.FixedClock;
import dev.pennypost.topics.TopicEvent.TopicCreated;
import dev.pennypost.topics.TopicEvent.TopicDeleted;
import dev.pennypost.topics.TopicEvent.TopicUpdated;
import dev.pennypost.topics.TopicProblem.BadText;
import dev.pennypost.topics.TopicProblem.DefaultIsFixed;
import dev.pennypost.topics.TopicProblem.NoSuchTopic;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TopicsTest {
    private static final TopicDetails NEWS =
            new TopicDetails("News", "What is new", Subscription.OPT_IN, Visibility.PUBLIC);

    private final FixedClock clock = new FixedClock();
    private final Database database = Database.open(TestPostgres.freshDatabase(), 6, clock);
    private final Topics topics = new Topics(database, clock);
    private final TeamId acme = new Teams(database, clock).create("acme");
    private final TeamId other = new Teams(database, clock).create("other");

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void keepsWhatWasSaidOfATopic() {
        TopicId id = create(NEWS);

        assertThat(topics.get(acme, id)).contains(new Topic(id, acme, NEWS, clock.instant(), clock.instant()));
    }

    @Test
    void changesWhatMayChange() {
        TopicId id = create(NEWS);
        var created = clock.instant();
        clock.advance(Duration.ofHours(1));
        var changed = new TopicDetails("Old news", null, Subscription.OPT_IN, Visibility.PRIVATE);

        assertThat(topics.update(acme, id, _ -> changed)).isEqualTo(new SaveResult.Saved(id));

        assertThat(topics.get(acme, id)).contains(new Topic(id, acme, changed, created, clock.instant()));
    }

    @Test
    void keepsTheDefaultForEver() {
        TopicId id = create(NEWS);

        assertThat(topics.update(acme, id, _ -> details("Old news", null, Subscription.OPT_OUT)))
                .isEqualTo(new SaveResult.Refused(new DefaultIsFixed()));
        assertThat(topics.get(acme, id).orElseThrow().details()).isEqualTo(NEWS);
    }

    @Test
    void refusesTextsThatAreTooLongBlankOrNotPrintable() {
        assertThat(topics.create(acme, details("n".repeat(50), "d".repeat(200), Subscription.OPT_IN)))
                .isInstanceOf(SaveResult.Saved.class);
        assertThat(refusal("n".repeat(51), null)).isEqualTo(new BadText("name", "must be at most 50 characters"));
        assertThat(refusal(" ", null)).isEqualTo(new BadText("name", "must not be blank"));
        assertThat(refusal("a\nb", null)).isEqualTo(new BadText("name", "must not contain control characters"));
        assertThat(refusal("n", "d".repeat(201)))
                .isEqualTo(new BadText("description", "must be at most 200 characters"));
        assertThat(refusal("n", "a\0b")).isEqualTo(new BadText("description", "must not contain NUL"));
        TopicId id = create(NEWS);
        assertThat(topics.update(acme, id, _ -> details("", null, Subscription.OPT_IN)))
                .isEqualTo(new SaveResult.Refused(new BadText("name", "must not be blank")));
    }

    @Test
    void listsTheNewestFirstPageByPage() {
        var ids = IntStream.range(0, 5)
                .mapToObj(i -> {
                    clock.advance(Duration.ofMillis(1));
                    return create(details("t" + i, null, Subscription.OPT_IN));
                })
                .toList()
                .reversed();

        var page = topics.list(acme, PageRequest.first(2)).orElseThrow();

        assertThat(page.hasMore()).isTrue();
        assertThat(page.items()).extracting(Topic::id).containsExactlyElementsOf(ids.subList(0, 2));
        var rest =
                topics.list(acme, new PageRequest(20, ids.get(1).value(), null)).orElseThrow();
        assertThat(rest.items()).extracting(Topic::id).containsExactlyElementsOf(ids.subList(2, 5));
        assertThat(topics.list(acme, new PageRequest(20, UUID.randomUUID(), null)))
                .isEmpty();
    }

    @Test
    void knowsNothingOfOtherTeams() {
        TopicId id = create(NEWS);

        assertThat(topics.get(other, id)).isEmpty();
        assertThat(topics.exists(other, id)).isFalse();
        assertThat(topics.update(other, id, UnaryOperator.identity()))
                .isEqualTo(new SaveResult.Refused(new NoSuchTopic(id)));
        assertThat(topics.remove(other, id)).isEmpty();
        assertThat(topics.list(other, PageRequest.first(20)).orElseThrow().items())
                .isEmpty();
        assertThat(topics.get(acme, id)).isPresent();
        assertThat(consent(other, id, "ada@dest.test")).isEqualTo(Consent.NO_SUCH_TOPIC);
    }

    @Test
    void forgetsAtOnceThatARemovedTopicWasThere() {
        TopicId id = create(NEWS);
        assertThat(topics.exists(acme, id)).isTrue();

        assertThat(topics.remove(acme, id)).contains(id);

        assertThat(topics.exists(acme, id)).isFalse();
        assertThat(topics.remove(acme, id)).isEmpty();
        assertThat(topics.get(acme, id)).isEmpty();
    }

    @Test
    void hasTheDefaultDecideForThoseWhoChoseNothing() {
        TopicId in = create(NEWS);
        TopicId out = create(details("Offers", null, Subscription.OPT_OUT));
        var absent = new TopicId(UUID.randomUUID());
        var asked = List.of(
                interest(acme, in, "ada@dest.test"),
                interest(acme, in, "bob@dest.test"),
                interest(acme, out, "ada@dest.test"),
                interest(acme, absent, "ada@dest.test"),
                interest(other, in, "ada@dest.test"));

        var consents = database.inTransaction(tx -> topics.consents(tx, asked));

        assertThat(asked)
                .extracting(consents::get)
                .containsExactly(
                        Consent.GIVEN, Consent.GIVEN, Consent.MISSING, Consent.NO_SUCH_TOPIC, Consent.NO_SUCH_TOPIC);
    }

    @Test
    void asksNobodyAboutATopicThatAnotherNodeRemoved() {
        TopicId id = create(NEWS);
        assertThat(topics.exists(acme, id)).isTrue();

        new Topics(database, clock).remove(acme, id);

        assertThat(consent(acme, id, "ada@dest.test")).isEqualTo(Consent.NO_SUCH_TOPIC);
    }

    @Test
    void tellsOfEachChangeOnce() {
        var events = new CopyOnWriteArrayList<Event>();
        database.outbox().tell(TopicEvent.kinds(), List.of(new Ear(events)));
        try (var relay = database.outbox().relay().start()) {
            TopicId id = create(NEWS);
            Topic created = topics.get(acme, id).orElseThrow();
            topics.update(acme, id, UnaryOperator.identity());
            clock.advance(Duration.ofHours(1));
            topics.update(acme, id, _ -> details("Old news", null, Subscription.OPT_IN));
            Topic updated = topics.get(acme, id).orElseThrow();
            clock.advance(Duration.ofHours(1));
            topics.remove(acme, id);
            topics.remove(acme, id);

            Eventually.holds("three events", () -> events.size() >= 3);

            assertThat(events)
                    .containsExactly(
                            new TopicCreated(created.facts()),
                            new TopicUpdated(updated.facts()),
                            new TopicDeleted(updated.with(updated.details(), clock.instant())
                                    .facts()));
            assertThat(relay).isNotNull();
        }
    }

    private TopicId create(TopicDetails details) {
        return ((SaveResult.Saved) topics.create(acme, details)).id();
    }

    private TopicProblem refusal(String name, @Nullable String description) {
        var result = topics.create(acme, details(name, description, Subscription.OPT_IN));
        return ((SaveResult.Refused) result).problem();
    }

    private Consent consent(TeamId team, TopicId topic, String recipient) {
        var asked = interest(team, topic, recipient);
        return database.inTransaction(tx -> topics.consents(tx, List.of(asked))).getOrDefault(asked, Consent.GIVEN);
    }

    private static Interest interest(TeamId team, TopicId topic, String recipient) {
        return new Interest(team, topic, Address.parse(recipient));
    }

    private static TopicDetails details(String name, @Nullable String description, Subscription subscription) {
        return new TopicDetails(name, description, subscription, Visibility.PRIVATE);
    }

    private record Ear(List<Event> heard) implements EventListener {
        @Override
        public boolean caresAbout(UUID teamId) {
            return true;
        }

        @Override
        public void on(Transaction tx, List<Published> published) {
            tx.afterCommit(() -> published.forEach(one -> heard.add(one.event())));
        }
    }
}
