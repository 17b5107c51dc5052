package dev.pennypost.emails;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pennypost.config.CannotStart;
import dev.pennypost.delivery.DeliveryConfig;
import dev.pennypost.delivery.TestAddresses;
import dev.pennypost.emails.EmailEvent.EmailBounced;
import dev.pennypost.emails.EmailEvent.EmailComplained;
import dev.pennypost.emails.EmailEvent.EmailDelivered;
import dev.pennypost.emails.EmailEvent.EmailSent;
import dev.pennypost.emails.EmailEvent.EmailSuppressed;
import dev.pennypost.emails.EmailEvent.Suppressed;
import dev.pennypost.keys.Caller;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.storage.PageRequest;
import dev.pennypost.suppressions.Origin;
import dev.pennypost.suppressions.Suppression;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Stories of recipients that stand for what becomes of an email.
class TestAddressesTest {
    private World world = new World(TestAddresses.at(new DomainName("resend.dev")));
    private Caller acme = world.sender(world.team("acme"), "acme.test");

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void deliversWithoutLeavingTheMachine() {
        EmailId id = send("delivered+7@resend.dev");

        world.awaitLastEvent(acme, id, LastEvent.DELIVERED);

        world.awaitEvents(EmailSent.class, 1);
        world.awaitEvents(EmailDelivered.class, 1);
        assertThat(world.attempts(id)).singleElement().satisfies(attempt -> {
            assertThat(attempt).containsEntry("reply", "250 2.0.0 OK");
            assertThat(attempt.get("host")).isNull();
        });
        assertThat(world.mx.commands()).isEmpty();
    }

    @Test
    void bouncesAgainAndAgain() {
        for (int round = 1; round <= 2; round++) {
            EmailId id = send("Bounced@resend.dev");
            world.awaitLastEvent(acme, id, LastEvent.BOUNCED);
            assertThat(world.awaitEvents(EmailBounced.class, round).getLast().bounce())
                    .satisfies(bounce -> {
                        assertThat(bounce.type()).isEqualTo("Permanent");
                        assertThat(bounce.diagnosticCodes()).containsExactly("smtp; 550 5.1.1 Unknown user");
                    });
        }
        assertThat(suppressed()).isEmpty();
        assertThat(world.mx.commands()).isEmpty();
    }

    @Test
    void complainsAgainAndAgain() {
        for (int round = 1; round <= 2; round++) {
            EmailId id = send("complained+x@resend.dev");
            world.awaitLastEvent(acme, id, LastEvent.COMPLAINED);
            assertThat(world.awaitEvents(EmailDelivered.class, round)).hasSize(round);
            assertThat(world.awaitEvents(EmailComplained.class, round)).hasSize(round);
        }
        assertThat(suppressed()).isEmpty();
    }

    @Test
    void isSuppressedWithoutAnAttempt() {
        EmailId id = send("suppressed@resend.dev");

        world.awaitLastEvent(acme, id, LastEvent.SUPPRESSED);

        assertThat(world.attempts(id)).isEmpty();
        assertThat(world.awaitEvents(EmailSuppressed.class, 1))
                .extracting(EmailSuppressed::suppressed)
                .containsExactly(new Suppressed(Suppressed.Reason.TEST, List.of()));
    }

    @Test
    void delaysOnce() {
        EmailId id = send("delayed@resend.dev");
        world.awaitLastEvent(acme, id, LastEvent.DELIVERY_DELAYED);

        world.clock.advance(Duration.ofHours(1));

        world.awaitLastEvent(acme, id, LastEvent.DELIVERED);
        assertThat(world.attempts(id))
                .extracting(attempt -> attempt.get("reply"))
                .containsExactly("451 4.7.1 Try again later", "250 2.0.0 OK");
    }

    @Test
    void knowsNoOtherMailboxAtThatDomain() {
        EmailId id = send("suppressed+label@resend.dev");

        world.awaitLastEvent(acme, id, LastEvent.BOUNCED);

        assertThat(world.mx.commands()).isEmpty();
    }

    @Test
    void leavesOtherDomainsAlone() {
        EmailId id = send("bounced@dest.test");

        world.awaitLastEvent(acme, id, LastEvent.DELIVERED);

        assertThat(world.mx.commands()).contains("RCPT TO:<bounced@dest.test>");
    }

    @Test
    void hasConsequencesInEveryOtherDomainOfTheSandbox() {
        inWorldOf(TestAddresses.inSandbox(config("")));
        EmailId first = send("complained@dest.test");
        world.awaitLastEvent(acme, first, LastEvent.COMPLAINED);
        assertThat(world.mx.commands()).contains("RCPT TO:<complained@dest.test>");
        assertThat(suppressed()).singleElement().satisfies(one -> {
            assertThat(one.origin()).isEqualTo(Origin.COMPLAINT);
            assertThat(one.source()).isEqualTo(first.value());
        });

        world.awaitLastEvent(acme, send("complained@dest.test"), LastEvent.SUPPRESSED);
        world.awaitLastEvent(acme, send("suppressed@dest.test"), LastEvent.SUPPRESSED);
        world.awaitLastEvent(acme, send("complained@resend.dev"), LastEvent.COMPLAINED);
        world.awaitLastEvent(acme, send("complained@resend.dev"), LastEvent.COMPLAINED);
        assertThat(suppressed()).hasSize(1);
    }

    @Test
    void areNoneUnlessTheOperatorSaysWhere() {
        inWorldOf(TestAddresses.of(config("")));

        world.awaitLastEvent(acme, send("bounced@resend.dev"), LastEvent.DELIVERED);

        assertThat(world.mx.commands()).contains("RCPT TO:<bounced@resend.dev>");
        assertThatThrownBy(() -> TestAddresses.of(config("not a domain")))
                .isInstanceOf(CannotStart.class)
                .hasMessageStartingWith("delivery.test-addresses: `not a domain` ");
    }

    private void inWorldOf(TestAddresses tests) {
        world.close();
        world = new World(tests);
        acme = world.sender(world.team("acme"), "acme.test");
    }

    private static DeliveryConfig config(String testAddresses) {
        return DeliveryConfig.usual("mta.test", Map.of()).withTestAddresses(testAddresses);
    }

    private EmailId send(String to) {
        return world.send(acme, World.email("a@acme.test", to));
    }

    private List<Suppression> suppressed() {
        return world.suppressions
                .list(acme.team(), null, PageRequest.first(10))
                .orElseThrow()
                .items();
    }
}
