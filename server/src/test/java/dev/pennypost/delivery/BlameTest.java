package dev.pennypost.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.delivery.replies.ReplyRules;
import dev.pennypost.domains.DomainId;
import dev.pennypost.mail.address.Address;
import dev.pennypost.mail.smtp.Reply;
import dev.pennypost.mail.smtp.client.Failure;
import dev.pennypost.mail.smtp.client.Phase;
import dev.pennypost.mail.smtp.client.TlsMode;
import dev.pennypost.mail.smtp.client.Verdict;
import dev.pennypost.teams.TeamId;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlameTest {
    private static final Instant NOW = Instant.parse("2026-11-21T00:00:00Z");
    private static final String HOST = "mx.dest.test";
    private static final UUID ID = UUID.randomUUID();
    private static final Delivery DELIVERY = new Delivery(
            new DeliveryId(ID, 0),
            new TeamId(ID),
            new DomainId(ID),
            Address.parse("ada@dest.test"),
            "bounces@send.acme.test",
            TlsMode.OPPORTUNISTIC,
            Urgency.TRANSACTIONAL,
            0,
            NOW);

    private final Judge judge = new Judge(new RetrySchedule(Duration.ofDays(2), new Random(1)), ReplyRules.bundled());

    @ParameterizedTest
    @CsvSource({
        "RCPT, 550, 5.1.1 <ada@dest.test> User unknown",
        "DOT, 550, 5.1.1 no mailbox here by that name",
        "RCPT, 550, 5.1.2 host or domain name not found",
        "RCPT, 550, 5.1.10 RESOLVER.ADR.RecipientNotFound",
        "RCPT, 556, 5.1.10 null MX",
        "RCPT, 553, 5.1.3 bad address syntax",
        "RCPT, 551, 5.1.6 moved",
        "RCPT, 550, 5.1.0 Address unknown: no such user",
        "RCPT, 550, No such user here",
        "RCPT, 550, Unrouteable address",
        "RCPT, 550, Recipient not found"
    })
    void isTheRecipientsWhereTheServerSaysSo(Phase phase, int code, String text) {
        assertThat(refused(phase, code, text).blamesRecipient()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "MAIL, 550, 5.1.1 no such user",
        "RCPT, 550, 5.1.7 bad sender address",
        "RCPT, 550, 5.1.8 sender domain does not exist",
        "RCPT, 550, 5.1.0 address rejected",
        "RCPT, 550, 5.2.1 receiving mail at a rate that prevents additional messages",
        "RCPT, 552, 5.2.2 user unknown or over quota",
        "RCPT, 550, 5.7.1 user unknown to our policy",
        "DOT, 550, 5.7.26 DMARC",
        "DOT, 554, no such user",
        "RCPT, 550, mailbox unavailable",
        "RCPT, 550, blocked: no such user for you",
        "RCPT, 550, Sender domain does not exist",
        "RCPT, 554, no such user"
    })
    void isNobodysWhereItIsAnotherMatter(Phase phase, int code, String text) {
        assertThat(refused(phase, code, text).blamesRecipient()).isFalse();
    }

    @Test
    void isTheDomainsWhenThereIsNoneOrItTakesNoMail() {
        assertThat(nowhere("5.1.2 the domain dest.test does not exist").blamesRecipient())
                .isTrue();
        assertThat(nowhere("5.1.10 the domain dest.test takes no mail (null MX)")
                        .blamesRecipient())
                .isTrue();
        assertThat(nowhere("5.4.4 the servers of dest.test have private addresses")
                        .blamesRecipient())
                .isFalse();
    }

    @Test
    void isNotTheRecipientsWhenTheirServerCannotTakeTheirName() {
        var outcome = judge.of(DELIVERY, HOST, new Failure.Utf8NotOffered(), NOW);

        assertThat(((Outcome.Bounced) outcome).blamesRecipient()).isFalse();
    }

    private Outcome.Bounced refused(Phase phase, int code, String text) {
        return (Outcome.Bounced) judge.of(DELIVERY, HOST, new Verdict.Refused(phase, Reply.of(code, text)), NOW);
    }

    private Outcome.Bounced nowhere(String why) {
        return (Outcome.Bounced) judge.of(DELIVERY, new Route.Undeliverable(why), NOW);
    }
}
