package dev.pennypost.delivery.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.delivery.DeliveryLife;
import dev.pennypost.delivery.DeliveryLife.Happening;
import dev.pennypost.delivery.DeliveryState;
import dev.pennypost.delivery.control.ControlStore.Found;
import dev.pennypost.storage.Database;
import dev.pennypost.storage.Ids;
import dev.pennypost.storage.TestPostgres;
import dev.pennypost.storage.Transaction;
import dev.pennypost.testkit.FixedClock;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The table of moves, against what operators' statements do in PostgreSQL.
class ControlLifeTest {
    private final FixedClock clock = new FixedClock();
    private final Instant now = clock.instant();
    private final Database database = Database.open(TestPostgres.freshDatabase(), 2, clock);
    private final ControlStore store = new ControlStore();

    @AfterEach
    void close() {
        database.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"RESUMED", "FLUSHED", "REQUEUED", "CANCELED"})
    void everyStatementMovesDeliveriesAsTheTableSays(Happening what) {
        for (DeliveryState from : DeliveryState.values()) {
            UUID email = put(from);
            database.useTransaction(tx -> happen(tx, what, email));
            assertThat(stateOf(email))
                    .as(from + " " + what)
                    .isEqualTo(DeliveryLife.after(from, what).orElse(from));
        }
    }

    private void happen(Transaction tx, Happening what, UUID email) {
        for (Set<DeliveryState> group : ControlStore.groups(EnumSet.copyOf(DeliveryLife.before(what)))) {
            List<Found> found = store.next(tx, List.of(new Target.Email(email)), group, null, 10);
            switch (what) {
                case RESUMED -> store.resume(tx, found, now);
                case FLUSHED -> store.flush(tx, found, now);
                case REQUEUED -> store.requeue(tx, found, now);
                case CANCELED -> store.cancel(tx, found, now);
                default -> throw new IllegalArgumentException(what.toString());
            }
        }
    }

    private UUID put(DeliveryState state) {
        UUID email = Ids.next(now);
        database.useTransaction(tx -> tx.handle()
                .createUpdate("""
                        insert into deliveries (email_id, position, team_id, domain_id, recipient, reverse_path, tls,
                                                state, due, leased_by, created_at)
                        values (:email, 0, :email, :email, 'ada@dest.test', 'b@acme.test', 'none', :state, :now,
                                case when :state = 'attempting' then 'node' end, :now)""")
                .bind("email", email)
                .bind("state", state.spelled())
                .bind("now", now)
                .execute());
        return email;
    }

    private DeliveryState stateOf(UUID email) {
        return DeliveryState.spelled(database.inTransaction(tx -> tx.handle()
                .createQuery("select state from deliveries where email_id = :id")
                .bind("id", email)
                .mapTo(String.class)
                .one()));
    }
}
