package dev.pennypost.emails;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.domains.DomainId;
import dev.pennypost.emails.EmailEvent.EmailDelivered;
import dev.pennypost.emails.EmailEvent.EmailFailed;
import dev.pennypost.emails.EmailEvent.EmailScheduled;
import dev.pennypost.emails.EmailEvent.EmailSent;
import dev.pennypost.emails.EmailProblem.NotInTheFuture;
import dev.pennypost.emails.EmailProblem.NotScheduled;
import dev.pennypost.emails.EmailProblem.TooFarAhead;
import dev.pennypost.keys.Caller;
import dev.pennypost.keys.KeyId;
import dev.pennypost.keys.Permission;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.teams.TeamId;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ScheduledTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final World world = new World();
    private Caller acme =
            new Caller(new TeamId(UUID.randomUUID()), new KeyId(UUID.randomUUID()), Permission.FULL_ACCESS, null);

    @BeforeEach
    void acmeMaySend() {
        acme = world.sender(world.team("acme"), "acme.test");
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void anEmailWaitsForItsTimeAndLeavesDatedByIt() {
        Instant time = world.clock.instant().plus(HOUR);
        EmailId id = world.send(acme, email(time));
        assertThat(event(id)).isEqualTo(LastEvent.SCHEDULED);
        assertThat(world.awaitEvents(EmailScheduled.class, 1)).hasSize(1);

        world.clock.advance(HOUR.minusSeconds(1));
        world.emailsDoor().letLeave();
        assertThat(event(id)).isEqualTo(LastEvent.SCHEDULED);

        world.clock.advance(Duration.ofSeconds(1));
        world.emailsDoor().letLeave();
        world.awaitLastEvent(acme, id, LastEvent.DELIVERED);
        assertThat(world.awaitEvents(EmailSent.class, 1)).hasSize(1);
        assertThat(world.awaitEvents(EmailDelivered.class, 1)).hasSize(1);
        String dated =
                DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC).format(time);
        assertThat(world.mx.awaitMessages(1, Duration.ofSeconds(30)).getFirst().text())
                .containsPattern("Date: .*" + dated);
        assertThat(world.emailsDoor().get(acme.team(), id).orElseThrow().scheduledAt())
                .isEqualTo(time);
    }

    @Test
    void nothingLeavesTwiceWhereSeveralProcessesLook() {
        for (int i = 0; i < 20; i++)
            world.send(acme, email(world.clock.instant().plus(HOUR)));
        world.clock.advance(HOUR);
        try (var other = world.otherNode()) {
            var threads = List.of(
                    Thread.ofVirtual().start(other::letLeave),
                    Thread.ofVirtual().start(() -> world.emailsDoor().letLeave()));
            for (Thread thread : threads) join(thread);
        }
        assertThat(world.awaitEvents(EmailDelivered.class, 20)).hasSize(20);
        assertThat(world.awaitEvents(EmailSent.class, 20)).hasSize(20);
        assertThat(world.mx.awaitMessages(20, Duration.ofSeconds(30))).hasSize(20);
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    @Test
    void aRestartForgetsNoTime() {
        EmailId id = world.send(acme, email(world.clock.instant().plus(HOUR)));
        world.restart();
        world.clock.advance(HOUR);
        world.emailsDoor().letLeave();
        world.awaitLastEvent(acme, id, LastEvent.DELIVERED);
    }

    @Test
    void aTimeInThePastIsNow() {
        EmailId id = world.send(acme, email(world.clock.instant().minus(HOUR)));
        world.awaitLastEvent(acme, id, LastEvent.DELIVERED);
        assertThat(world.emailsDoor().get(acme.team(), id).orElseThrow().scheduledAt())
                .isNull();
    }

    @Test
    void nobodyCanPlanFartherThanThirtyDays() {
        assertThat(world.emailsDoor().send(acme, email(world.clock.instant().plus(Duration.ofDays(31)))))
                .isEqualTo(new SendResult.Refused(new TooFarAhead(30)));
    }

    @Test
    void anotherTimeTakesThePlaceOfTheFirst() {
        EmailId id = world.send(acme, email(world.clock.instant().plus(HOUR)));
        Instant later = world.clock.instant().plus(Duration.ofHours(2));
        assertThat(world.emailsDoor().reschedule(acme.team(), id, later)).isEqualTo(new ChangeResult.Changed(id));
        world.clock.advance(HOUR);
        world.emailsDoor().letLeave();
        assertThat(event(id)).isEqualTo(LastEvent.SCHEDULED);
        world.clock.advance(HOUR);
        world.emailsDoor().letLeave();
        world.awaitLastEvent(acme, id, LastEvent.DELIVERED);
    }

    @Test
    void aCanceledEmailNeverLeavesAndCannotBeCalledBack() {
        EmailId id = world.send(acme, email(world.clock.instant().plus(HOUR)));
        assertThat(world.emailsDoor().cancel(acme.team(), id)).isEqualTo(new ChangeResult.Changed(id));
        assertThat(event(id)).isEqualTo(LastEvent.CANCELED);
        world.clock.advance(HOUR);
        assertThat(world.emailsDoor().letLeave()).isFalse();
        assertThat(event(id)).isEqualTo(LastEvent.CANCELED);
        var refused = new ChangeResult.Refused(new NotScheduled());
        assertThat(world.emailsDoor().cancel(acme.team(), id)).isEqualTo(refused);
        assertThat(world.emailsDoor()
                        .reschedule(acme.team(), id, world.clock.instant().plus(HOUR)))
                .isEqualTo(refused);
    }

    @Test
    void onlyWhatWaitsCanBeChangedAndOnlyByItsTeam() {
        EmailId sent = world.send(acme, email(null));
        var refused = new ChangeResult.Refused(new NotScheduled());
        assertThat(world.emailsDoor().cancel(acme.team(), sent)).isEqualTo(refused);
        EmailId waiting = world.send(acme, email(world.clock.instant().plus(HOUR)));
        TeamId other = world.team("other");
        assertThat(world.emailsDoor().cancel(other, waiting)).isEqualTo(new ChangeResult.NoSuchEmail());
        Instant later = world.clock.instant().plus(Duration.ofHours(3));
        assertThat(world.emailsDoor().reschedule(other, waiting, later)).isEqualTo(new ChangeResult.NoSuchEmail());
        assertThat(world.emailsDoor().reschedule(acme.team(), waiting, world.clock.instant()))
                .isEqualTo(new ChangeResult.Refused(new NotInTheFuture()));
        assertThat(world.emailsDoor().reschedule(acme.team(), waiting, later.plus(Duration.ofDays(40))))
                .isEqualTo(new ChangeResult.Refused(new TooFarAhead(30)));
    }

    @Test
    void anEmailFailsWhenItsDomainMayNotSendAnyMore() {
        EmailId id = world.send(acme, email(world.clock.instant().plus(HOUR)));
        world.database.useTransaction(tx -> tx.handle().execute("update domains set may_send = false"));
        world.domains.everyId(DomainName.parse("acme.test")).forEach(this::forgetSender);
        world.clock.advance(HOUR);
        world.emailsDoor().letLeave();
        assertThat(event(id)).isEqualTo(LastEvent.FAILED);
        assertThat(world.awaitEvents(EmailFailed.class, 1))
                .extracting(EmailFailed::reason)
                .containsExactly("domain_not_verified");
    }

    /// Senders are remembered for moments; changing a domain forgets its.
    private void forgetSender(DomainId id) {
        world.domains.suspend(acme.team(), id, true);
    }

    @Test
    void anEmailFailsWhenTheKeyThatAskedForItIsGone() {
        EmailId id = world.send(acme, email(world.clock.instant().plus(HOUR)));
        world.revoked.add(acme.key());
        world.clock.advance(HOUR);
        world.emailsDoor().letLeave();
        assertThat(event(id)).isEqualTo(LastEvent.FAILED);
        assertThat(world.awaitEvents(EmailFailed.class, 1))
                .extracting(EmailFailed::reason)
                .containsExactly("api_key_not_active");
    }

    @Test
    void aDomainKnowsThatEmailsWaitForIt() {
        DomainId domain = world.domains
                .sending(acme.team(), DomainName.parse("acme.test"))
                .orElseThrow()
                .id();
        assertThat(world.emailsDoor().hasScheduled(acme.team(), domain)).isFalse();
        EmailId id = world.send(acme, email(world.clock.instant().plus(HOUR)));
        assertThat(world.emailsDoor().hasScheduled(acme.team(), domain)).isTrue();
        world.emailsDoor().cancel(acme.team(), id);
        assertThat(world.emailsDoor().hasScheduled(acme.team(), domain)).isFalse();
    }

    private LastEvent event(EmailId id) {
        return world.emailsDoor().get(acme.team(), id).orElseThrow().lastEvent();
    }

    private static SendEmail email(@Nullable Instant time) {
        var now = World.email("a@acme.test", "ada@dest.test");
        return time == null ? now : now.at(time);
    }
}
