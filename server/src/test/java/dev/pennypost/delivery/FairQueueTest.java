package dev.pennypost.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.domains.DomainId;
import dev.pennypost.mail.address.Address;
import dev.pennypost.mail.smtp.client.TlsMode;
import dev.pennypost.teams.TeamId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class FairQueueTest {
    private static final TeamId BIG = new TeamId(new UUID(0, 1));
    private static final TeamId SMALL = new TeamId(new UUID(0, 2));
    private static final DomainId DOMAIN = new DomainId(new UUID(0, 3));
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    private final FairQueue queue = new FairQueue();
    private int emails;

    @Test
    void letsASmallTeamInBetweenAMillionOfABigOne() {
        for (int i = 0; i < 1000; i++) queue.add(email(BIG, Urgency.TRANSACTIONAL));
        queue.add(email(SMALL, Urgency.TRANSACTIONAL));

        assertThat(List.of(team(), team())).contains(SMALL);
    }

    @Test
    void letsTransactionalMailGoBeforeBulkWithoutStarvingBulk() {
        for (int i = 0; i < 64; i++) queue.add(email(BIG, Urgency.BULK));
        for (int i = 0; i < 64; i++) queue.add(email(SMALL, Urgency.TRANSACTIONAL));
        var first = new ArrayList<TeamId>();
        for (int i = 0; i < 64; i++) first.add(team());

        assertThat(first).filteredOn(BIG::equals).hasSize(4);
    }

    @Test
    void takesRecipientsOfOneMessageTogether() {
        Queued one = email(BIG, Urgency.TRANSACTIONAL);
        queue.add(one);
        queue.add(alike(one, 1));
        queue.add(alike(one, 2));
        queue.add(email(BIG, Urgency.TRANSACTIONAL));

        assertThat(queue.poll(100)).hasSize(3);
        assertThat(queue.poll(100)).hasSize(1);
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void takesNoMoreThanATransactionCarries() {
        Queued one = email(BIG, Urgency.TRANSACTIONAL);
        queue.add(one);
        for (int i = 1; i < 150; i++) queue.add(alike(one, i));

        assertThat(queue.poll(100)).hasSize(100);
        assertThat(queue.poll(100)).hasSize(50);
    }

    @Test
    void putsBackWhatWasTakenToTheFront() {
        Queued first = email(BIG, Urgency.TRANSACTIONAL);
        queue.add(first);
        queue.add(email(BIG, Urgency.TRANSACTIONAL));
        queue.putBack(queue.poll(1));

        assertThat(queue.poll(1)).containsExactly(first);
        assertThat(queue.size()).isEqualTo(1);
    }

    @Test
    void leavesHalfOfTheRoomToOthers() {
        var room = new Room(100);

        assertThat(room.take(BIG, 50)).isTrue();
        assertThat(room.take(BIG, 1)).isFalse();
        assertThat(room.take(SMALL, 20)).isTrue();
        assertThat(room.left(SMALL)).isEqualTo(10);
        room.release(BIG, 50);
        assertThat(room.used()).isEqualTo(20);
        assertThat(room.take(BIG, 40)).isTrue();
    }

    private TeamId team() {
        return queue.poll(1).getFirst().delivery().team();
    }

    private Queued email(TeamId team, Urgency urgency) {
        UUID id = new UUID(1, ++emails);
        var letter = new Letter(() -> Letter.Message.sevenBit(new byte[0]), Optional::empty);
        return new Queued(delivery(new DeliveryId(id, 0), team, urgency), letter, NOW);
    }

    private static Queued alike(Queued one, int position) {
        var delivery = one.delivery();
        var id = new DeliveryId(delivery.id().emailId(), position);
        return new Queued(delivery(id, delivery.team(), delivery.urgency()), one.letter(), NOW);
    }

    private static Delivery delivery(DeliveryId id, TeamId team, Urgency urgency) {
        return new Delivery(
                id,
                team,
                DOMAIN,
                Address.parse("a" + id.position() + "@dest.test"),
                "b@send.acme.test",
                TlsMode.OPPORTUNISTIC,
                urgency,
                0,
                NOW);
    }
}
