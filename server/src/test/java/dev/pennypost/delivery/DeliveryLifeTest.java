package dev.pennypost.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.delivery.DeliveryLife.Happening;
import dev.pennypost.delivery.DeliveryLife.Move;
import dev.pennypost.delivery.DeliveryStore.Line;
import dev.pennypost.delivery.DeliveryStore.Taken;
import dev.pennypost.delivery.DeliveryStore.Turn;
import dev.pennypost.domains.DomainId;
import dev.pennypost.mail.address.Address;
import dev.pennypost.mail.smtp.Reply;
import dev.pennypost.mail.smtp.client.TlsMode;
import dev.pennypost.storage.Database;
import dev.pennypost.storage.DayPartitions;
import dev.pennypost.storage.Ids;
import dev.pennypost.storage.TestPostgres;
import dev.pennypost.storage.Transaction;
import dev.pennypost.teams.TeamId;
import dev.pennypost.testkit.FixedClock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The table of moves, against what the statements of the queue do in PostgreSQL.
class DeliveryLifeTest {
    private static final String NODE = "test-node";
    private static final Set<Happening> OPERATORS =
            EnumSet.of(Happening.RESUMED, Happening.FLUSHED, Happening.REQUEUED, Happening.CANCELED);

    private final FixedClock clock = new FixedClock();
    private final Instant now = clock.instant();
    private final Database database = Database.open(TestPostgres.freshDatabase(), 2, clock);
    private final DeliveryStore store = new DeliveryStore(NODE, Duration.ofMinutes(30));
    private final TeamId team = new TeamId(UUID.randomUUID());

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void everyStatementMovesDeliveriesAsTheTableSays() {
        database.useTransaction(tx -> new DayPartitions("attempts", "").open(tx, DayPartitions.dayOf(Ids.next(now))));
        for (Happening what : Happening.values()) {
            if (OPERATORS.contains(what) || what == Happening.QUEUED || what == Happening.UNWANTED) continue;
            for (DeliveryState from : DeliveryState.values()) {
                Delivery delivery = delivery();
                put(delivery, from);
                database.useTransaction(tx -> happen(tx, what, delivery));
                assertThat(stateOf(delivery))
                        .as(from + " " + what)
                        .isEqualTo(DeliveryLife.after(from, what).orElse(from));
            }
        }
    }

    @Test
    void deliveriesBeginAsTheTableSays() {
        var begun = Stream.of(Happening.values())
                .filter(what -> DeliveryLife.after(null, what).isPresent());
        assertThat(begun)
                .containsExactlyInAnyOrder(Happening.QUEUED, Happening.TAKEN, Happening.SUPPRESSED, Happening.UNWANTED)
                .allSatisfy(what -> {
                    Delivery delivery = delivery();
                    database.useTransaction(tx -> begin(tx, what, delivery));
                    assertThat(stateOf(delivery))
                            .isEqualTo(DeliveryLife.after(null, what).orElseThrow());
                });
    }

    @Test
    void movesAreTheSameWhoeverLooks() {
        assertThat(DeliveryLife.moves()).doesNotHaveDuplicates();
        assertThat(DeliveryLife.moves().stream().map(move -> move.from() + " " + move.what()))
                .doesNotHaveDuplicates();
        assertThat(DeliveryLife.moves().stream().map(Move::to).distinct())
                .containsExactlyInAnyOrder(DeliveryState.values());
        for (DeliveryState state : DeliveryState.values())
            assertThat(DeliveryLife.moves().stream()
                            .anyMatch(move -> move.from() == state
                                    && move.to() != state
                                    && move.what() != Happening.REQUEUED
                                    && move.what() != Happening.REPORTED))
                    .as(state + " is over")
                    .isEqualTo(!DeliveryLife.isOver(state));
    }

    private void begin(Transaction tx, Happening what, Delivery delivery) {
        switch (what) {
            case QUEUED -> store.insert(tx, List.of(delivery), false, now);
            case TAKEN -> store.insert(tx, List.of(delivery), true, now);
            case SUPPRESSED -> store.insertSuppressed(tx, List.of(delivery), now);
            case UNWANTED -> store.insertFailed(tx, List.of(delivery), now);
            default -> throw new IllegalArgumentException(what.toString());
        }
    }

    private void happen(Transaction tx, Happening what, Delivery delivery) {
        List<Delivery> one = List.of(delivery);
        switch (what) {
            case TAKEN -> store.takeDue(tx, List.of(new Turn(new Line(delivery.urgency(), delivery.team()), 9)), now);
            case RETURNED -> store.release(tx, one, now);
            case LEASE_ENDED -> {
                store.releaseExpired(tx, now.plus(Duration.ofHours(1)));
                store.releaseOwn(tx, now);
            }
            case POSTPONED -> store.postpone(tx, one, "site", List.of(now), WaitReason.SITE_SUSPENDED, now);
            case PAUSED -> store.hold(tx, List.of(new Taken(delivery, "site")), now);
            case SUPPRESSED -> store.suppress(tx, one, now);
            case DELIVERED -> settle(tx, delivery, new Outcome.Delivered(reply("250 2.0.0 ok")));
            case PUT_OFF ->
                settle(tx, delivery, new Outcome.Deferred(WaitReason.SERVER_SAID_LATER, now, "450 later", null, null));
            case BOUNCED -> settle(tx, delivery, new Outcome.Bounced(BounceReason.REFUSED, "550 never", null, null));
            case REPORTED -> new ReturnStore().bounced(tx, delivery.team(), delivery.id());
            case QUEUED, UNWANTED, RESUMED, FLUSHED, REQUEUED, CANCELED ->
                throw new IllegalArgumentException(what.toString());
        }
    }

    private static Reply reply(String line) {
        return Reply.of(Integer.parseInt(line.substring(0, 3)), line.substring(4));
    }

    private void settle(Transaction tx, Delivery delivery, Outcome outcome) {
        var attempt = new Attempt(1, now, Duration.ZERO, null, null, null, null, null, null, null, List.of(), outcome);
        store.settle(tx, List.of(new Settlement(delivery, attempt)));
    }

    private Delivery delivery() {
        return new Delivery(
                new DeliveryId(Ids.next(now), 0),
                new TeamId(UUID.randomUUID()),
                new DomainId(team.value()),
                Address.parse("ada@dest.test"),
                "bounces@acme.test",
                TlsMode.NONE,
                Urgency.TRANSACTIONAL,
                0,
                now);
    }

    private void put(Delivery delivery, DeliveryState state) {
        boolean leased = state == DeliveryState.ATTEMPTING;
        database.useTransaction(tx -> {
            store.insert(tx, List.of(delivery), leased, now);
            if (!leased)
                tx.handle()
                        .execute(
                                "update deliveries set state = ? where email_id = ?",
                                state.spelled(),
                                delivery.id().emailId());
        });
    }

    private DeliveryState stateOf(Delivery delivery) {
        return DeliveryState.spelled(database.inTransaction(tx -> tx.handle()
                .createQuery("select state from deliveries where email_id = :id")
                .bind("id", delivery.id().emailId())
                .mapTo(String.class)
                .one()));
    }
}
