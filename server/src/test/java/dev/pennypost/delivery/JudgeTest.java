package dev.pennypost.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.delivery.tls.Bar;
import dev.pennypost.domains.DomainId;
import dev.pennypost.mail.address.Address;
import dev.pennypost.mail.smtp.Reply;
import dev.pennypost.mail.smtp.client.Failure;
import dev.pennypost.mail.smtp.client.Phase;
import dev.pennypost.mail.smtp.client.TlsMode;
import dev.pennypost.mail.smtp.client.TlsProblem;
import dev.pennypost.mail.smtp.client.Verdict;
import dev.pennypost.teams.TeamId;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JudgeTest {
    private static final Instant NOW = Instant.parse("2026-11-21T00:00:00Z");
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

    private final Judge judge = new Judge(new RetrySchedule(Duration.ofDays(2), new Random(1)));

    @ParameterizedTest
    @CsvSource({
        "RCPT, 550, 5.1.1 no such user, RECIPIENT_INVALID",
        "RCPT, 550, no such user, RECIPIENT_INVALID",
        "RCPT, 550, 5.1.2 bad domain, DOMAIN_INVALID",
        "RCPT, 556, 5.1.10 null MX, DOMAIN_INVALID",
        "RCPT, 550, 5.2.1 disabled, RECIPIENT_INVALID",
        "RCPT, 552, 5.2.2 over quota, MAILBOX_FULL",
        "DOT, 552, 5.3.4 too big, MESSAGE_TOO_LARGE",
        "MAIL, 552, too big, MESSAGE_TOO_LARGE",
        "DOT, 554, 5.7.1 spam, CONTENT_REFUSED",
        "RCPT, 550, 5.7.1 relaying denied, REFUSED",
        "DOT, 554, transaction failed, CONTENT_REFUSED",
    })
    void readsWhyAPermanentRefusalWasMade(Phase phase, int code, String text, BounceReason reason) {
        var outcome = judge.of(DELIVERY, new Verdict.Refused(phase, Reply.of(code, text)), NOW);

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Bounced.class,
                        bounced -> assertThat(bounced.reason()).isEqualTo(reason));
    }

    @Test
    void defersWhenTheServerSaysTryLater() {
        var outcome = judge.of(DELIVERY, new Verdict.Refused(Phase.RCPT, Reply.of(450, "4.2.1 later")), NOW);

        assertThat(outcome).isInstanceOfSatisfying(Outcome.Deferred.class, deferred -> {
            assertThat(deferred.reason()).isEqualTo(WaitReason.SERVER_SAID_LATER);
            assertThat(deferred.due()).isAfter(NOW);
        });
    }

    @Test
    void triesAgainWhenAServerTurnsTheConnectionAwayForGood() {
        var outcome = judge.of(DELIVERY, new Failure.Refused(Phase.GREETING, Reply.of(554, "5.7.1 blocked")), NOW);

        assertThat(outcome).isInstanceOf(Outcome.Deferred.class);
    }

    @Test
    void triesAgainWhenTheConnectionBreaks() {
        var lost = new Failure.ConnectionLost(Phase.DOT, "reset");

        assertThat(judge.of(DELIVERY, new Verdict.Unanswered(lost, true), NOW))
                .isInstanceOfSatisfying(
                        Outcome.Deferred.class,
                        deferred -> assertThat(deferred.reason()).isEqualTo(WaitReason.HOST_UNREACHABLE));
    }

    @Test
    void tellsACertificateThatDoesNotCountFromBrokenTls() {
        assertThat(reason(new Failure.TlsFailed(TlsProblem.TLSA_MISMATCH, "no TLSA record matches")))
                .isEqualTo(WaitReason.TLS_UNVERIFIED);
        assertThat(reason(new Failure.TlsFailed(TlsProblem.HANDSHAKE_FAILED, "garbage")))
                .isEqualTo(WaitReason.TLS_UNAVAILABLE);
    }

    @ParameterizedTest
    @CsvSource({"NOT_IN_POLICY, TLS_UNVERIFIED, 4.7.4", "TLSA_UNKNOWN, TLS_POLICY_UNKNOWN, 4.7.5"})
    void waitsWhereNoServerMayBeSpokenTo(Bar bar, WaitReason reason, String code) {
        assertThat(judge.of(DELIVERY, bar, NOW)).isInstanceOfSatisfying(Outcome.Deferred.class, deferred -> {
            assertThat(deferred.reason()).isEqualTo(reason);
            assertThat(deferred.explanation()).startsWith(code + " ");
        });
    }

    private WaitReason reason(Failure failure) {
        return ((Outcome.Deferred) judge.of(DELIVERY, failure, NOW)).reason();
    }

    @Test
    void waitsForTlsWhereTheDomainDemandsIt() {
        assertThat(judge.of(DELIVERY, new Failure.TlsNotOffered(), NOW))
                .isInstanceOfSatisfying(
                        Outcome.Deferred.class,
                        deferred -> assertThat(deferred.reason()).isEqualTo(WaitReason.TLS_UNAVAILABLE));
    }
}
