package dev.pennypost.emails;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.delivery.Standing;
import dev.pennypost.domains.AuthenticationFault;
import dev.pennypost.domains.DomainId;
import dev.pennypost.domains.Incident;
import dev.pennypost.emails.EmailEvent.EmailBounced;
import dev.pennypost.emails.EmailEvent.EmailDelivered;
import dev.pennypost.emails.EmailEvent.EmailDeliveryDelayed;
import dev.pennypost.keys.Caller;
import dev.pennypost.mail.address.Address;
import dev.pennypost.storage.PageRequest;
import dev.pennypost.suppressions.Recipient;
import dev.pennypost.suppressions.Suppression;
import dev.pennypost.testkit.Eventually;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Stories of what receivers say, and what follows.
class RefusedTest {
    private final World world = new World();
    private final Caller acme = world.sender(world.team("acme"), "acme.test");

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void anUnauthenticatedMessageOpensAnIncidentAndSuppressesNobody() {
        world.mx.onDot("550 5.7.26 sender is unauthenticated", "550 5.7.26 sender is unauthenticated", "250 2.0.0 ok");
        for (int i = 0; i < 2; i++) bounce("ada@dest.test");

        assertThat(incidents()).singleElement().satisfies(incident -> {
            assertThat(incident.kind()).isEqualTo(AuthenticationFault.OTHER);
            assertThat(incident.times()).isEqualTo(2);
            assertThat(incident.receiver()).isEqualTo("127.0.0.1");
            assertThat(incident.reply()).isEqualTo("550 5.7.26 sender is unauthenticated");
            assertThat(incident.closedAt()).isNull();
        });
        assertThat(world.awaitEvents(EmailBounced.class, 2).getLast().bounce()).satisfies(bounce -> {
            assertThat(bounce.type()).isEqualTo("Transient");
            assertThat(bounce.subType()).isEqualTo("General");
        });
        assertThat(suppression("ada@dest.test")).isEmpty();

        world.clock.advance(Duration.ofHours(25));
        EmailId id = world.send(acme, World.email("a@acme.test", "ada@dest.test"));
        world.awaitLastEvent(acme, id, LastEvent.DELIVERED);
        assertThat(incidents())
                .singleElement()
                .satisfies(incident -> assertThat(incident.closedAt()).isEqualTo(world.clock.instant()));
    }

    @Test
    void eachAttemptKeepsWhatTheRefusalMeantAndWhichRuleSaidSo() {
        world.mx.onRcpt("ada@dest.test", "450 4.7.1 greylisted, come again", "250 2.1.5 ok");
        EmailId id = world.send(acme, World.email("a@acme.test", "ada@dest.test"));
        world.awaitLastEvent(acme, id, LastEvent.DELIVERY_DELAYED);
        world.clock.advance(Duration.ofMinutes(30));
        world.awaitLastEvent(acme, id, LastEvent.DELIVERED);

        var tried = world.emailsDoor().standings(acme.team(), id).getFirst().tried();
        assertThat(tried).extracting(Standing.Tried::number).containsExactly(1, 2);
        assertThat(tried).extracting(Standing.Tried::outcome).containsExactly("deferred", "delivered");
        assertThat(tried).extracting(Standing.Tried::category).containsExactly("greylisted", null);
        assertThat(tried.getFirst().rule()).startsWith("grey");
        assertThat(tried.getLast().rule()).isNull();
        assertThat(tried.getFirst().said()).isEqualTo("450 4.7.1 greylisted, come again");
    }

    @Test
    void oneRefusalOfAMessageToManyIsOneReasonToSlowDown() {
        String listed = "550 5.7.1 listed by spamhaus";
        world.mx.onDot(listed, listed, listed, listed, listed);
        for (int i = 1; i < 5; i++) {
            refuseSix();
            assertThat(siteState()).isNotEqualTo("suspended");
        }
        refuseSix();
        assertThat(siteState()).isEqualTo("suspended");
    }

    private void refuseSix() {
        var six = List.of("a@dest.test", "b@dest.test", "c@dest.test", "d@dest.test", "e@dest.test", "f@dest.test");
        EmailId id = world.send(acme, World.email("a@acme.test", six.toArray(String[]::new)));
        Eventually.holds(
                "six deferred",
                () -> world.emailsDoor().standings(acme.team(), id).stream().allMatch(one -> one.attempts() == 1));
    }

    private String siteState() {
        return world.controls().sites().getFirst().sources().getFirst().state();
    }

    @Test
    void whatIsPutOffForAuthenticationOpensAnIncidentToo() {
        world.mx.onDot("421 4.7.30 rate limited because DKIM did not pass");
        EmailId id = world.send(acme, World.email("a@acme.test", "ada@dest.test"));

        world.awaitLastEvent(acme, id, LastEvent.DELIVERY_DELAYED);

        assertThat(incidents()).extracting(Incident::kind).containsExactly(AuthenticationFault.DKIM);
    }

    @Test
    void aMailboxThatIsFullForTheFifthTimeIsSuppressed() {
        world.mx.onRcpt("ada@dest.test", full(), full(), full(), full(), full());
        for (int i = 0; i < 4; i++) bounce("ada@dest.test");
        assertThat(suppression("ada@dest.test")).isEmpty();

        bounce("ada@dest.test");

        assertThat(suppression("ada@dest.test"))
                .hasValueSatisfying(one -> assertThat(one.diagnostic()).isEqualTo("smtp; 552 5.2.2 mailbox full"));
        assertThat(world.awaitEvents(EmailBounced.class, 5).getLast().bounce().subType())
                .isEqualTo("MailboxFull");
    }

    @Test
    void aMailboxThatStaysFullIsToldAsSuchInTheEnd() {
        world.mx.onRcpt("ada@dest.test", "452 4.2.2 mailbox full", "452 4.2.2 mailbox full");
        EmailId id = world.send(acme, World.email("a@acme.test", "ada@dest.test"));
        world.awaitLastEvent(acme, id, LastEvent.DELIVERY_DELAYED);

        world.clock.advance(Duration.ofHours(49));

        world.awaitLastEvent(acme, id, LastEvent.BOUNCED);
        assertThat(world.attempts(id).getLast()).containsEntry("reason", "mailbox_full");
    }

    @Test
    void aRefusalOfOurServersInReplyToMailIsTriedAgain() {
        world.mx.onMail("*", "550 5.7.1 your address is blocked", "250 2.1.0 ok");
        EmailId id = world.send(acme, World.email("a@acme.test", "ada@dest.test"));
        world.awaitLastEvent(acme, id, LastEvent.DELIVERY_DELAYED);

        world.clock.advance(Duration.ofMinutes(10));

        world.awaitLastEvent(acme, id, LastEvent.DELIVERED);
        assertThat(world.awaitEvents(EmailDeliveryDelayed.class, 1)).hasSize(1);
        assertThat(world.awaitEvents(EmailDelivered.class, 1)).hasSize(1);
    }

    @Test
    void theServersWishForTimeIsHeard() {
        world.mx.onRcpt("ada@dest.test", "451 4.7.1 Greylisted, try again in 50 minutes");
        EmailId id = world.send(acme, World.email("a@acme.test", "ada@dest.test"));
        world.awaitLastEvent(acme, id, LastEvent.DELIVERY_DELAYED);

        assertThat(due(id)).isEqualTo(world.clock.instant().plus(Duration.ofMinutes(50)));
    }

    @Test
    void tooManyRecipientsIsForNowWhateverTheCode() {
        world.mx.onRcpt("ada@dest.test", "552 5.5.3 too many recipients");
        EmailId id = world.send(acme, World.email("a@acme.test", "ada@dest.test"));

        world.awaitLastEvent(acme, id, LastEvent.DELIVERY_DELAYED);
    }

    private static String full() {
        return "552 5.2.2 mailbox full";
    }

    private void bounce(String recipient) {
        EmailId id = world.send(acme, World.email("a@acme.test", recipient));
        world.awaitLastEvent(acme, id, LastEvent.BOUNCED);
    }

    private List<Incident> incidents() {
        DomainId domain = world.domains
                .list(acme.team(), PageRequest.first(1))
                .orElseThrow()
                .items()
                .getFirst()
                .id();
        return world.domains.incidents().of(acme.team(), domain);
    }

    private Optional<Suppression> suppression(String recipient) {
        return world.suppressions.get(Recipient.of(acme.team(), Address.parse(recipient)));
    }

    private Instant due(EmailId id) {
        return world.database.inTransaction(tx -> tx.handle()
                .createQuery("select due from deliveries where email_id = :id")
                .bind("id", id.value())
                .mapTo(Instant.class)
                .one());
    }
}
