package dev.pennypost.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.domains.DomainId;
import dev.pennypost.mail.address.Address;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.smtp.client.TlsMode;
import dev.pennypost.teams.TeamId;
import dev.pennypost.testkit.Eventually;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SiteTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final int RUNNERS = 3;
    /// Less than what a runner waits for work by itself.
    private static final int AT_ONCE_SECONDS = 4;

    private final AtomicInteger started = new AtomicInteger();
    private final AtomicInteger taken = new AtomicInteger();
    private final Site site = new Site(
            new SiteKey(
                    "mx.dest.test", TlsMode.OPPORTUNISTIC, "default", "mx.dest.test", DomainName.parse("dest.test")),
            RUNNERS,
            this::start);
    private volatile int restAfter;
    private volatile boolean resting;
    private int emails;

    @AfterEach
    void stop() {
        site.stop();
    }

    @Test
    void startsNoMoreRunnersThanItMay() {
        site.add(emails(50), _ -> 10_000, NOW);
        awaitTaken(50);

        assertThat(started).hasValue(RUNNERS);
    }

    @Test
    void wakesRunnersThatWaitHoweverManyDeliveriesComeAtOnce() {
        site.add(emails(RUNNERS), _ -> 10_000, NOW);
        awaitTaken(RUNNERS);
        site.add(emails(50), _ -> 10_000, NOW);

        awaitTaken(RUNNERS + 50);
    }

    @Test
    void startsNobodyUntilARestIsOver() {
        restAfter = 1;
        site.add(emails(1), _ -> 10_000, NOW);
        Eventually.holds("the site rests", () -> resting);
        site.add(emails(50), _ -> 10_000, NOW);
        site.pulse(NOW);
        assertThat(started).hasValue(1);

        site.pulse(NOW.plusSeconds(1));
        awaitTaken(51);
    }

    @Test
    void givesBackWhatItHasNoRoomFor() {
        var idle = new Site(site.key(), 0, this::start);
        List<Site.Later> later = idle.add(emails(100), _ -> 0, NOW);

        assertThat(idle.size()).isEqualTo(64);
        assertThat(later).hasSize(36).extracting(Site.Later::until).allMatch(NOW::isBefore);
    }

    @Test
    void hasRoomForTransactionalMailHoweverMuchBulkWaits() {
        var idle = new Site(site.key(), 0, this::start);
        idle.add(IntStream.range(0, 100).mapToObj(_ -> email(Urgency.BULK)).toList(), _ -> 0, NOW);

        assertThat(idle.add(List.of(email(Urgency.TRANSACTIONAL)), _ -> 0, NOW)).isEmpty();
    }

    private void awaitTaken(int count) {
        Eventually.holds(count + " are taken", AT_ONCE_SECONDS, () -> taken.get() == count);
    }

    private void start(Site here) {
        started.incrementAndGet();
        Thread.ofVirtual().start(() -> {
            for (var next = here.next(); !next.isEmpty(); next = here.next()) {
                if (taken.addAndGet(next.size()) == restAfter) {
                    here.rest(NOW.plusSeconds(1));
                    resting = true;
                    return;
                }
            }
        });
    }

    private List<Queued> emails(int count) {
        return IntStream.range(0, count)
                .mapToObj(_ -> email(Urgency.TRANSACTIONAL))
                .toList();
    }

    private Queued email(Urgency urgency) {
        var delivery = new Delivery(
                new DeliveryId(new UUID(1, ++emails), 0),
                new TeamId(new UUID(0, 1)),
                new DomainId(new UUID(0, 3)),
                Address.parse("ada@dest.test"),
                "b@send.acme.test",
                TlsMode.OPPORTUNISTIC,
                urgency,
                0,
                NOW);
        return new Queued(delivery, new Letter(() -> Letter.Message.sevenBit(new byte[0]), Optional::empty), NOW);
    }
}
