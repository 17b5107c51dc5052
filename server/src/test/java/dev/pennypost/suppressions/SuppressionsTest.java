package dev.pennypost.suppressions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.audit.Acting;
import dev.pennypost.mail.address.Address;
import dev.pennypost.storage.Database;
import dev.pennypost.storage.Event;
import dev.pennypost.storage.EventListener;
import dev.pennypost.storage.PageRequest;
import dev.pennypost.storage.TestPostgres;
import dev.pennypost.storage.Transaction;
import dev.pennypost.suppressions.SuppressionEvent.SuppressionAdded;
import dev.pennypost.suppressions.SuppressionEvent.SuppressionRemoved;
import dev.pennypost.teams.TeamId;
import dev.pennypost.teams.Teams;
import dev.pennypost.testkit.Eventually;
import dev.pennypost.testkit.FixedClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SuppressionsTest {
    private final FixedClock clock = new FixedClock();
    private final Database database = Database.open(TestPostgres.freshDatabase(), 6, clock);
    private final Suppressions suppressions = new Suppressions(database, clock);
    private final TeamId acme = new Teams(database, clock).create("acme");
    private final TeamId other = new Teams(database, clock).create("other");

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void keepsWhatSuppressedARecipientFirst() {
        UUID email = UUID.randomUUID();
        bounced(email, "ada@dest.test");
        var bounce = suppressions.get(recipient("ada@dest.test")).orElseThrow();

        database.useTransaction(tx -> suppressions.complained(tx, recipient("ada@dest.test"), UUID.randomUUID()));

        assertThat(suppressions.add(List.of(recipient("ada@dest.test")))).containsExactly(bounce);
        assertThat(bounce.origin()).isEqualTo(Origin.BOUNCE);
        assertThat(bounce.source()).isEqualTo(email);
        assertThat(bounce.diagnostic()).isEqualTo("smtp; 550 5.1.1 gone");
    }

    @Test
    void suppressesAMailboxThatIsFullForTheFifthTimeInThirtyDays() {
        for (int day = 0; day < 4; day++) {
            full(UUID.randomUUID(), "ada@dest.test");
            clock.advance(Duration.ofDays(1));
        }
        UUID again = UUID.randomUUID();
        full(again, "bob@dest.test");
        assertThat(suppressions.get(recipient("ada@dest.test"))).isEmpty();

        full(again, "Ada@Dest.test");

        assertThat(suppressions.get(recipient("ada@dest.test"))).hasValueSatisfying(one -> {
            assertThat(one.origin()).isEqualTo(Origin.BOUNCE);
            assertThat(one.source()).isEqualTo(again);
        });
        assertThat(suppressions.get(recipient("bob@dest.test"))).isEmpty();
    }

    @Test
    void doesNotCountAFullMailboxThatIsLongAgoOrTheSameEmailTwice() {
        UUID email = UUID.randomUUID();
        for (int time = 0; time < 9; time++) full(email, "ada@dest.test");
        for (int month = 0; month < 9; month++) {
            clock.advance(Duration.ofDays(10));
            full(UUID.randomUUID(), "ada@dest.test");
        }

        assertThat(suppressions.get(recipient("ada@dest.test"))).isEmpty();
    }

    private void full(UUID email, String address) {
        var bounce = new Suppressions.Bounced(recipient(address), email, "smtp; 552 5.2.2 full");
        database.useTransaction(tx -> suppressions.mailboxFull(tx, List.of(bounce)));
    }

    @Test
    void comparesWithoutCaseAndScript() {
        add("Ada.Lovelace@Bücher.Example");

        assertThat(among("ada.lovelace@xn--bcher-kva.example", "ADA.LOVELACE@BÜCHER.example", "ada@bücher.example"))
                .hasSize(1);
        assertThat(suppressions.get(recipient("ada.LOVELACE@bücher.example")))
                .hasValueSatisfying(
                        found -> assertThat(found.recipient().email()).isEqualTo("ada.lovelace@xn--bcher-kva.example"));
    }

    @Test
    void addsEachOfManyOnceInTheirOrder() {
        var first = add("b@dest.test").getFirst();
        clock.advance(Duration.ofSeconds(1));

        var added = add("c@dest.test", "B@dest.test", "a@dest.test", "c@DEST.test");

        assertThat(added)
                .extracting(one -> one.recipient().email())
                .containsExactly("c@dest.test", "b@dest.test", "a@dest.test");
        assertThat(added).contains(first);
        assertThat(listed(null)).containsExactly("a@dest.test", "c@dest.test", "b@dest.test");
    }

    @Test
    void removesByIdAndByAddressAndSaysWhatWasThere() {
        var ada = add("ada@dest.test").getFirst();
        add("bob@dest.test");

        assertThat(suppressions.remove(acme, List.of(new SuppressionId(UUID.randomUUID()), ada.id(), ada.id())))
                .containsExactly(ada);
        assertThat(suppressions.removeRecipients(acme, List.of(recipient("no@dest.test"), recipient("BOB@dest.test"))))
                .extracting(one -> one.recipient().email())
                .containsExactly("bob@dest.test");
        assertThat(listed(null)).isEmpty();
        assertThat(among("ada@dest.test", "bob@dest.test")).isEmpty();
    }

    @Test
    void listsByOriginPageByPage() {
        IntStream.range(0, 5).forEach(i -> add("m" + i + "@dest.test"));
        bounced(UUID.randomUUID(), "b@dest.test");
        database.useTransaction(tx -> suppressions.complained(tx, recipient("c@dest.test"), UUID.randomUUID()));

        assertThat(listed(Origin.BOUNCE)).containsExactly("b@dest.test");
        assertThat(listed(Origin.COMPLAINT)).containsExactly("c@dest.test");
        var page = suppressions.list(acme, Origin.MANUAL, PageRequest.first(2)).orElseThrow();
        assertThat(page.hasMore()).isTrue();
        var next = suppressions
                .list(
                        acme,
                        Origin.MANUAL,
                        new PageRequest(2, page.items().getLast().id().value(), null))
                .orElseThrow();
        assertThat(next.items()).doesNotContainAnyElementsOf(page.items()).hasSize(2);
        assertThat(suppressions.list(
                        acme,
                        Origin.BOUNCE,
                        new PageRequest(2, page.items().getLast().id().value(), null)))
                .isEmpty();
    }

    @Test
    void knowsNothingOfOtherTeams() {
        var ada = add("ada@dest.test").getFirst();
        var theirs = Recipient.of(other, Address.parse("ada@dest.test"));

        assertThat(suppressions.get(theirs)).isEmpty();
        assertThat(suppressions.get(other, ada.id())).isEmpty();
        assertThat(suppressions.remove(other, List.of(ada.id()))).isEmpty();
        assertThat(suppressions.removeRecipients(other, List.of(theirs))).isEmpty();
        assertThat(inTransaction(List.of(theirs, recipient("ada@dest.test")))).containsOnlyKeys(ada.recipient());
    }

    @Test
    void countsAtOnceAlsoForATeamThatHadNone() {
        assertThat(hasAny()).isFalse();

        add("ada@dest.test");

        assertThat(hasAny()).isTrue();
        assertThat(among("ada@dest.test")).hasSize(1);
    }

    @Test
    void forgetsNothingWhenTheTransactionThatAddsIsRolledBack() {
        add("bob@dest.test");
        try {
            database.useTransaction(tx -> {
                suppressions.complained(tx, recipient("ada@dest.test"), UUID.randomUUID());
                throw new IllegalStateException("rolled back");
            });
        } catch (IllegalStateException expected) {
            assertThat(expected).hasMessage("rolled back");
        }

        assertThat(among("ada@dest.test", "bob@dest.test")).containsOnlyKeys(recipient("bob@dest.test"));
    }

    @Test
    void survivesManyWhoAddAndRemoveTheSameAtOnce() throws Exception {
        var emails =
                IntStream.range(0, 40).mapToObj(i -> "r" + i + "@dest.test").toList();
        try (var workers = Executors.newVirtualThreadPerTaskExecutor()) {
            var all = new ArrayList<Future<?>>();
            for (int i = 0; i < 12; i++) {
                var mine = new ArrayList<>(emails);
                Collections.shuffle(mine, new Random(i));
                var recipients = mine.stream().map(this::recipient).toList();
                boolean removes = i % 3 == 2;
                all.add(workers.submit(Acting.carried(() -> {
                    if (removes) suppressions.removeRecipients(acme, recipients);
                    else assertThat(suppressions.add(recipients)).hasSize(40).doesNotContainNull();
                })));
            }
            for (var one : all) one.get();
        }
    }

    @Test
    void tellsOfEachOnce() {
        var events = new CopyOnWriteArrayList<Event>();
        database.outbox().tell(SuppressionEvent.kinds(), List.of(new Ear(events)));
        try (var relay = database.outbox().relay().start()) {
            var ada = add("ada@dest.test").getFirst();
            add("ada@dest.test");
            clock.advance(Duration.ofMillis(1));
            suppressions.remove(acme, List.of(ada.id()));
            suppressions.remove(acme, List.of(ada.id()));
            clock.advance(Duration.ofMillis(1));
            add("last@dest.test");

            Eventually.holds("three events", () -> events.size() >= 3);

            assertThat(events).hasSize(3);
            assertThat(events.getFirst()).isEqualTo(new SuppressionAdded(ada.facts()));
            assertThat(events.get(1)).isEqualTo(new SuppressionRemoved(ada.facts()));
            assertThat(relay).isNotNull();
        }
    }

    private void bounced(UUID email, String... recipients) {
        var bounces = Stream.of(recipients)
                .map(text -> new Suppressions.Bounced(recipient(text), email, "smtp; 550 5.1.1 gone"))
                .toList();
        database.useTransaction(tx -> suppressions.bounced(tx, bounces));
    }

    private List<Suppression> add(String... emails) {
        return suppressions.add(Stream.of(emails).map(this::recipient).toList());
    }

    private Map<Recipient, Suppression> among(String... emails) {
        return inTransaction(Stream.of(emails).map(this::recipient).toList());
    }

    private Map<Recipient, Suppression> inTransaction(Collection<Recipient> recipients) {
        return database.inTransaction(tx -> suppressions.among(tx, recipients));
    }

    private List<String> listed(@Nullable Origin origin) {
        return suppressions.list(acme, origin, PageRequest.first(20)).orElseThrow().items().stream()
                .map(one -> one.recipient().email())
                .toList();
    }

    private boolean hasAny() {
        return database.inTransaction(tx -> suppressions.hasAny(tx, acme));
    }

    private Recipient recipient(String email) {
        return Recipient.of(acme, Address.parse(email));
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
