package dev.pennypost.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pennypost.testkit.Eventually;
import dev.pennypost.testkit.FixedClock;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NotificationsTest {
    private static final String CHANNEL = "pennypost_test";

    private final FixedClock clock = new FixedClock();
    private final Database.Address address = TestPostgres.freshDatabase();
    private final Database here = Database.open(address, 2, clock);
    private final Database there = Database.open(address, 2, clock);
    private final AtomicInteger heard = new AtomicInteger();

    @AfterEach
    void close() {
        here.close();
        there.close();
    }

    @Test
    void hearsWhatAnotherProcessCommits() {
        listen();
        there.useTransaction(tx -> Notifications.notify(tx, CHANNEL));
        Eventually.holds("heard", () -> heard.get() == 1);
    }

    @Test
    void hearsNothingOfWhatIsRolledBackAndNothingOnOtherChannels() {
        listen();
        assertThatThrownBy(() -> there.useTransaction(tx -> {
                    Notifications.notify(tx, CHANNEL);
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");
        there.useTransaction(tx -> Notifications.notify(tx, "pennypost_else"));
        there.useTransaction(tx -> Notifications.notify(tx, CHANNEL));
        Eventually.holds("heard", () -> heard.get() > 0);
        assertThat(heard).hasValue(1);
    }

    @Test
    void connectsAgainAndLooksForWhatItMissed() {
        listen();
        there.useTransaction(
                tx -> tx.handle().createQuery("""
                        select pg_terminate_backend(pid) from pg_stat_activity
                         where query ilike 'listen%' and datname = current_database() and pid <> pg_backend_pid()""").mapTo(Boolean.class).list());
        Eventually.holds("woken after the new connection", () -> heard.get() == 1);
        there.useTransaction(tx -> Notifications.notify(tx, CHANNEL));
        Eventually.holds("heard", () -> heard.get() == 2);
    }

    @Test
    void hearsNothingAfterItsEnd() {
        var word = listen();
        AtomicInteger other = new AtomicInteger();
        here.notifications().listen(CHANNEL, other::incrementAndGet);
        word.close();
        Eventually.holds("the other is told at the beginning", () -> other.get() > 0);
        int before = heard.get();
        int told = other.get();
        there.useTransaction(tx -> Notifications.notify(tx, CHANNEL));
        Eventually.holds("the other hears", () -> other.get() > told);
        assertThat(heard).hasValue(before);
    }

    /// Whoever begins to listen is told once without a word, and is ready then.
    private Notifications.Subscription listen() {
        var word = here.notifications().listen(CHANNEL, heard::incrementAndGet);
        Eventually.holds("listening", () -> heard.get() > 0);
        heard.set(0);
        return word;
    }
}
