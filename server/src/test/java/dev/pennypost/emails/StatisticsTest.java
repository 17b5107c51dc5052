package dev.pennypost.emails;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.delivery.DeliveryState;
import dev.pennypost.delivery.TestAddresses;
import dev.pennypost.delivery.control.Selection;
import dev.pennypost.delivery.control.Target;
import dev.pennypost.keys.Caller;
import dev.pennypost.mail.address.Address;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.statistics.Figure;
import dev.pennypost.statistics.Happened;
import dev.pennypost.suppressions.Recipient;
import dev.pennypost.testkit.Eventually;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What is counted of emails, and that single emails tell the same.
class StatisticsTest {
    private final World world = new World(TestAddresses.at(new DomainName("resend.dev")));
    private final Caller acme = world.sender(world.team("acme"), "acme.test");

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void countsEachRecipientOnce() {
        world.mx.onRcpt("full@dest.test", "552 5.2.2 mailbox full");
        world.suppressions.add(List.of(recipient("sup@dest.test")));
        EmailId id = send("a@dest.test", "b@dest.test", "full@dest.test", "sup@dest.test", "bounced@resend.dev");
        EmailId spam = send("complained@resend.dev");
        awaitSettled(id, 5);
        awaitSettled(spam, 1);

        var expected = Map.of(
                Figure.SENT, 5L,
                Figure.SUPPRESSED, 1L,
                Figure.DELIVERED, 3L,
                Figure.COMPLAINED, 1L,
                Figure.BOUNCED_TRANSIENT, 1L,
                Figure.BOUNCED_PERMANENT, 1L);
        assertThat(counted()).containsExactlyInAnyOrderEntriesOf(expected);
        assertThat(told(id, spam)).containsExactlyInAnyOrderEntriesOf(expected);
    }

    @Test
    void countsADelayOnceAndADeliveryAfterItOnce() {
        world.mx.onRcpt("slow@dest.test", "451 4.7.1 later", "451 4.7.1 later", "250 2.1.5 ok");
        EmailId id = send("slow@dest.test");
        awaitAttempts(id, 1);
        world.clock.advance(Duration.ofHours(1));
        awaitAttempts(id, 2);
        world.clock.advance(Duration.ofHours(2));
        awaitSettled(id, 1);

        var expected = Map.of(Figure.SENT, 1L, Figure.DELIVERY_DELAYED, 1L, Figure.DELIVERED, 1L);
        assertThat(counted()).containsExactlyInAnyOrderEntriesOf(expected);
        assertThat(told(id)).containsExactlyInAnyOrderEntriesOf(expected);
    }

    @Test
    void countsWhoIsSuppressedBetweenTwoAttempts() {
        world.mx.onRcpt("slow@dest.test", "451 4.7.1 later");
        EmailId id = send("slow@dest.test");
        awaitAttempts(id, 1);
        world.suppressions.add(List.of(recipient("slow@dest.test")));
        world.clock.advance(Duration.ofHours(1));
        awaitSettled(id, 1);

        var expected = Map.of(Figure.SENT, 1L, Figure.DELIVERY_DELAYED, 1L, Figure.SUPPRESSED, 1L);
        assertThat(counted()).containsExactlyInAnyOrderEntriesOf(expected);
        assertThat(told(id)).containsExactlyInAnyOrderEntriesOf(expected);
    }

    @Test
    void countsAnEmailThatWaitsWhenItLeavesOrFails() {
        EmailId leaves = send(later("a@dest.test"));
        assertThat(counted()).isEmpty();
        world.clock.advance(Duration.ofHours(2));
        world.emailsDoor().letLeave();
        awaitSettled(leaves, 1);

        EmailId fails = send(later("a@dest.test", "b@dest.test"));
        world.clock.advance(Duration.ofHours(2));
        world.revoked.add(acme.key());
        world.emailsDoor().letLeave();

        var expected = Map.of(Figure.SENT, 1L, Figure.DELIVERED, 1L, Figure.FAILED, 2L);
        assertThat(counted()).containsExactlyInAnyOrderEntriesOf(expected);
        assertThat(told(leaves, fails)).containsExactlyInAnyOrderEntriesOf(expected);
    }

    @Test
    void countsWhatOperatorsEndAndHaveTriedAnew() {
        world.mx.onRcpt("never@dest.test", "550 5.7.1 who are you", "250 2.1.5 ok");
        world.mx.onRcpt("slow@dest.test", "451 4.7.1 later", "250 2.1.5 ok");
        EmailId never = send("never@dest.test");
        EmailId slow = send("slow@dest.test");
        awaitSettled(never, 1);
        awaitAttempts(slow, 1);
        Eventually.holds(
                "it is put off",
                () -> world.emailsDoor().standings(acme.team(), slow).getFirst().state() == DeliveryState.DEFERRED);
        var ofAcme = Selection.of(new Target.Team(acme.team()));
        world.controls().cancel(Selection.of(new Target.Email(slow.value())));
        world.clock.advance(Duration.ofMinutes(1));
        world.controls().requeue(ofAcme);
        awaitAttempts(never, 2);
        awaitAttempts(slow, 2);

        var expected = Map.of(
                Figure.SENT, 2L,
                Figure.BOUNCED_PERMANENT, 1L,
                Figure.DELIVERY_DELAYED, 1L,
                Figure.FAILED, 1L,
                Figure.DELIVERED, 2L);
        assertThat(counted()).containsExactlyInAnyOrderEntriesOf(expected);
        assertThat(told(never, slow)).containsExactlyInAnyOrderEntriesOf(expected);
    }

    @Test
    void countsNothingTwiceWhenTheProcessEndsAndComesBack() {
        world.mx.onRcpt("slow@dest.test", "451 4.7.1 later", "250 2.1.5 ok");
        EmailId slow = send("slow@dest.test");
        EmailId quick = send("quick@dest.test");
        awaitAttempts(slow, 1);
        awaitSettled(quick, 1);
        // as if the process had died with what it leased, before it could write down that it was done
        world.database.useTransaction(tx -> tx.handle()
                .execute(
                        "update deliveries set state = 'attempting', leased_by = ?, lease_ends = now() where email_id = ?",
                        World.NODE,
                        slow.value()));
        world.restart();
        world.clock.advance(Duration.ofHours(1));
        awaitSettled(slow, 1);

        assertThat(counted())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(Figure.SENT, 2L, Figure.DELIVERY_DELAYED, 1L, Figure.DELIVERED, 2L));
    }

    private EmailId send(String... to) {
        return send(World.email("a@acme.test", to));
    }

    private EmailId send(SendEmail email) {
        return world.send(acme, email);
    }

    private SendEmail later(String... to) {
        return World.email("a@acme.test", to).at(world.clock.instant().plus(Duration.ofHours(1)));
    }

    private Map<Figure, Long> counted() {
        Map<Figure, Long> ofItsDomain = counted("domain_id <> :all");
        assertThat(counted("domain_id = :all")).as("of all domains").isEqualTo(ofItsDomain);
        return ofItsDomain;
    }

    private Map<Figure, Long> counted(String which) {
        return world.database.inTransaction(tx -> tx.handle()
                .createQuery("select figure, sum(times) as times from email_statistics where team_id = :team and "
                        + which + " group by 1")
                .bind("team", acme.team().value())
                .bind("all", new UUID(0, 0))
                .map((row, _) -> Map.entry(
                        Figure.valueOf(row.getString("figure").toUpperCase(Locale.ROOT)), row.getLong("times")))
                .collectToMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private Map<Figure, Long> told(EmailId... emails) {
        var told = new EnumMap<Figure, Long>(Figure.class);
        var ids = Arrays.stream(emails).map(EmailId::value).toList();
        for (List<Happened> history : world.histories().of(acme.team(), ids).values())
            for (Happened one : history) told.merge(one.figure(), one.times(), Long::sum);
        return told;
    }

    private void awaitSettled(EmailId id, int deliveries) {
        Eventually.holds(
                id + " is settled", () -> count("deliveries", "settled_at is not null", id.value()) == deliveries);
    }

    private void awaitAttempts(EmailId id, int attempts) {
        Eventually.holds(id + " was attempted", () -> count("attempts", "true", id.value()) == attempts);
    }

    private int count(String table, String condition, UUID email) {
        return world.database.inTransaction(tx -> tx.handle()
                .createQuery("select count(*) from " + table + " where email_id = :id and " + condition)
                .bind("id", email)
                .mapTo(Integer.class)
                .one());
    }

    private Recipient recipient(String address) {
        return Recipient.of(acme.team(), Address.parse(address));
    }
}
