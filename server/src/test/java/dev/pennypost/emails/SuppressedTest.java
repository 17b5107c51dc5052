package dev.pennypost.emails;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.emails.EmailEvent.EmailBounced;
import dev.pennypost.emails.EmailEvent.EmailDelivered;
import dev.pennypost.emails.EmailEvent.EmailSent;
import dev.pennypost.emails.EmailEvent.EmailSuppressed;
import dev.pennypost.emails.EmailEvent.Suppressed;
import dev.pennypost.keys.Caller;
import dev.pennypost.mail.address.Address;
import dev.pennypost.suppressions.Origin;
import dev.pennypost.suppressions.Recipient;
import dev.pennypost.suppressions.SuppressionEvent.SuppressionAdded;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Stories of recipients that emails are kept from.
class SuppressedTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    private final World world = new World();
    private final Caller acme = world.sender(world.team("acme"), "acme.test");

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void suppressesWhoDoesNotExistAndSendsAgainOnceItIsRemoved() {
        world.mx.onRcpt("gone@dest.test", "550 5.1.1 no such user", "250 2.1.5 ok");
        EmailId first = send("gone@dest.test");
        world.awaitLastEvent(acme, first, LastEvent.BOUNCED);
        world.awaitEvents(EmailBounced.class, 1);
        var added = world.awaitEvents(SuppressionAdded.class, 1).getFirst().suppression();
        assertThat(added.origin()).isEqualTo(Origin.BOUNCE);
        assertThat(added.sourceId()).isEqualTo(first.value());
        List<String> said = said();

        EmailId second = send("Gone@DEST.test");

        assertThat(lastEvent(second)).isEqualTo(LastEvent.SUPPRESSED);
        assertThat(state(second)).containsExactly("suppressed");
        assertThat(world.attempts(second)).isEmpty();
        assertThat(world.awaitEvents(EmailSuppressed.class, 1)).singleElement().satisfies(event -> {
            assertThat(event.email().to()).containsExactly("Gone@dest.test");
            assertThat(event.suppressed())
                    .isEqualTo(
                            new Suppressed(Suppressed.Reason.PREVIOUS_BOUNCE, List.of("smtp; 550 5.1.1 no such user")));
        });
        assertThat(said()).isEqualTo(said);

        world.suppressions.removeRecipients(acme.team(), List.of(recipient("gone@dest.test")));
        EmailId third = send("gone@dest.test");

        world.awaitLastEvent(acme, third, LastEvent.DELIVERED);
        assertThat(world.awaitEvents(EmailSent.class, 2))
                .as("no sending is told of what was not sent")
                .extracting(event -> event.email().emailId())
                .containsExactly(first.value(), third.value());
    }

    @Test
    void whatWaitsForAnotherAttemptIsNotSentToWhoIsSuppressedMeanwhile() {
        world.mx.onRcpt("busy@dest.test", "450 4.2.1 later", "250 2.1.5 ok");
        EmailId id = send("Busy <busy@dest.test>");
        world.awaitLastEvent(acme, id, LastEvent.DELIVERY_DELAYED);
        suppress("busy@dest.test");
        List<String> said = said();

        world.clock.advance(Duration.ofMinutes(10));

        world.awaitLastEvent(acme, id, LastEvent.SUPPRESSED);
        assertThat(state(id)).containsExactly("suppressed");
        assertThat(world.attempts(id)).hasSize(1);
        assertThat(said()).isEqualTo(said);
        assertThat(world.awaitEvents(EmailSuppressed.class, 1)).singleElement().satisfies(event -> {
            assertThat(event.email().to()).containsExactly("Busy <busy@dest.test>");
            assertThat(event.suppressed().reason()).isEqualTo(Suppressed.Reason.OWN_WISH);
        });
    }

    @Test
    void sendsToTheOthersAsUsual() {
        suppress("a@dest.test");
        suppress("c@dest.test");
        EmailId id = send("A <a@dest.test>", "b@dest.test", "c@dest.test");

        world.awaitLastEvent(acme, id, LastEvent.DELIVERED);

        assertThat(state(id)).containsExactly("suppressed", "delivered", "suppressed");
        assertThat(world.mx.awaitMessages(1, SOON)).hasSize(1);
        world.awaitEvents(EmailDelivered.class, 1);
        assertThat(world.awaitEvents(EmailSuppressed.class, 1)).singleElement().satisfies(event -> {
            assertThat(event.email().to()).containsExactly("A <a@dest.test>", "c@dest.test");
            assertThat(event.suppressed()).isEqualTo(new Suppressed(Suppressed.Reason.OWN_WISH, List.of()));
        });
        assertThat(world.awaitEvents(EmailSent.class, 1))
                .singleElement()
                .satisfies(event -> assertThat(event.email().to()).containsExactly("b@dest.test"));
    }

    @Test
    void looksOnceMoreWhenAScheduledEmailLeaves() {
        var wanted = World.email("a@acme.test", "ada@dest.test", "bob@dest.test");
        EmailId both = world.send(acme, later(wanted));
        EmailId one = world.send(acme, later(World.email("a@acme.test", "ada@dest.test")));
        assertThat(lastEvent(one)).isEqualTo(LastEvent.SCHEDULED);
        suppress("ada@dest.test");

        world.clock.advance(Duration.ofHours(2));
        world.emailsDoor().letLeave();

        world.awaitLastEvent(acme, both, LastEvent.DELIVERED);
        assertThat(lastEvent(one)).isEqualTo(LastEvent.SUPPRESSED);
        assertThat(state(both)).containsExactly("suppressed", "delivered");
        assertThat(world.awaitEvents(EmailSuppressed.class, 2)).hasSize(2);
        assertThat(world.mx.awaitMessages(1, SOON)).hasSize(1);
    }

    @Test
    void keepsAwayFromOneTeamsRecipientsOnlyThatTeam() {
        Caller other = world.sender(world.team("other"), "other.test");
        suppress("ada@dest.test");

        EmailId id = world.send(other, World.email("a@other.test", "ada@dest.test"));

        world.awaitLastEvent(other, id, LastEvent.DELIVERED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "550 5.7.1 blocked by policy",
                "550 5.7.26 unauthenticated mail is prohibited",
                "552 5.2.2 mailbox full",
                "550 5.1.8 sender domain does not exist",
                "550 rejected because of spam, no such user",
                "554 5.0.0 no"
            })
    void suppressesNobodyForWhatIsNotTheRecipientsFault(String reply) {
        world.mx.onRcpt("ada@dest.test", reply);
        EmailId id = send("ada@dest.test");
        world.awaitLastEvent(acme, id, LastEvent.BOUNCED);

        assertThat(world.suppressions.get(recipient("ada@dest.test"))).isEmpty();
    }

    @Test
    void suppressesNobodyForAFailureThatPasses() {
        world.mx.onRcpt("ada@dest.test", "450 4.1.1 user unknown at this time", "450 4.1.1 still unknown");
        EmailId id = send("ada@dest.test");
        world.awaitLastEvent(acme, id, LastEvent.DELIVERY_DELAYED);

        world.clock.advance(Duration.ofHours(49));

        world.awaitLastEvent(acme, id, LastEvent.BOUNCED);
        assertThat(world.suppressions.get(recipient("ada@dest.test"))).isEmpty();
    }

    @Test
    void remembersASuppressionOverARestart() {
        suppress("ada@dest.test");
        world.restart();

        assertThat(lastEvent(send("ada@dest.test"))).isEqualTo(LastEvent.SUPPRESSED);
    }

    private EmailId send(String... to) {
        return world.send(acme, World.email("a@acme.test", to));
    }

    private SendEmail later(SendEmail email) {
        return email.at(world.clock.instant().plus(Duration.ofHours(1)));
    }

    private void suppress(String email) {
        world.suppressions.add(List.of(recipient(email)));
    }

    private Recipient recipient(String email) {
        return Recipient.of(acme.team(), Address.parse(email));
    }

    private LastEvent lastEvent(EmailId id) {
        return world.emailsDoor().get(acme.team(), id).orElseThrow().lastEvent();
    }

    /// Everything said that shows somebody is being sent to.
    private List<String> said() {
        return world.mx.commands().stream()
                .filter(command -> command.matches("(EHLO|MAIL|RCPT).*"))
                .toList();
    }

    private List<String> state(EmailId id) {
        return world.database.inTransaction(tx -> tx.handle()
                .createQuery("select state from deliveries where email_id = :id order by position")
                .bind("id", id.value())
                .mapTo(String.class)
                .list());
    }
}
