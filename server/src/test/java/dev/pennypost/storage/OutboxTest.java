package dev.pennypost.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.jobs.Loop;
import dev.pennypost.testkit.Eventually;
import dev.pennypost.testkit.FixedClock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OutboxTest {
    private static final UUID TEAM = UUID.randomUUID();

    private final FixedClock clock = new FixedClock();
    private final Database database = Database.open(TestPostgres.freshDatabase(), 4, clock);
    private final List<String> heard = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void tellsWhatWasCommittedInOrder() {
        tell(_ -> true);
        try (Loop _ = database.outbox().relay().start()) {
            database.useTransaction(tx -> tx.publish(List.of(new Happened(TEAM, "one"), new Happened(TEAM, "two"))));
            Eventually.holds("both heard", () -> heard.size() == 2);
        }
        assertThat(heard).containsExactly("one", "two");
        assertThat(waiting()).isZero();
    }

    @Test
    void tellsNothingOfATransactionThatRolledBack() {
        tell(_ -> true);
        try {
            database.useTransaction(tx -> {
                tx.publish(new Happened(TEAM, "never"));
                throw new IllegalStateException("no");
            });
        } catch (IllegalStateException expected) {
            assertThat(waiting()).isZero();
        }
    }

    @Test
    void writesNothingWhenNobodyCares() {
        tell(_ -> false);
        database.useTransaction(tx -> tx.publish(new Happened(TEAM, "unheard")));

        assertThat(waiting()).isZero();
    }

    @Test
    void letsAnEventThatFailsWaitAloneAndTriesItAgain() {
        tell(_ -> true);
        try (Loop relay = database.outbox().relay().start()) {
            database.useTransaction(tx -> tx.publish(
                    List.of(new Happened(TEAM, "one"), new Happened(TEAM, "bad"), new Happened(TEAM, "three"))));
            Eventually.holds("the good ones", () -> heard.containsAll(List.of("one", "three")));
            Eventually.holds("the bad one waits", () -> waiting() == 1);

            failing = false;
            clock.advance(Duration.ofMinutes(1));
            relay.wake();
            Eventually.holds("the bad one in the end", () -> heard.contains("bad"));
        }
    }

    private volatile boolean failing = true;

    private void tell(Predicate<UUID> cares) {
        database.outbox().tell(List.of(Happened.class), List.of(new EventListener() {
            @Override
            public boolean caresAbout(UUID teamId) {
                return cares.test(teamId);
            }

            @Override
            public void on(Transaction tx, List<Published> events) {
                for (Published published : events)
                    if (failing && ((Happened) published.event()).what().equals("bad"))
                        throw new IllegalStateException("cannot hear this");
                events.forEach(published -> heard.add(((Happened) published.event()).what()));
            }
        }));
    }

    private int waiting() {
        return database.inTransaction(tx -> tx.handle()
                .createQuery("select count(*) from outbox")
                .mapTo(Integer.class)
                .one());
    }

    record Happened(UUID teamId, String what) implements Event {}
}
