package dev.pennypost.emails;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.emails.EmailEvent.EmailBounced;
import dev.pennypost.keys.Caller;
import dev.pennypost.mail.address.Address;
import dev.pennypost.mail.address.Mailbox;
import dev.pennypost.mail.dkim.DkimResult;
import dev.pennypost.mail.dkim.DkimVerifier;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.suppressions.Recipient;
import dev.pennypost.testkit.ReceivedMail;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What leaves for servers that offer SMTPUTF8, and for those that do not.
class MissingExtensionsTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    private final World world = new World();
    private final Caller acme = world.sender(world.team("acme"), "acme.test");

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void textAndDomainsOfAnyScriptNeedNoExtension() {
        world.mx.without("SMTPUTF8").without("8BITMIME");
        world.send(acme, email(List.of("J\u00fcrgen <j@gr\u00e5.test>"), List.of(), List.of(), "Gr\u00fc\u00dfe"));

        ReceivedMail mail = world.mx.awaitMessages(1, SOON).getFirst();
        assertThat(mail.recipients()).containsExactly("j@xn--gr-zia.test");
        assertThat(mail.text())
                .contains("To: =?UTF-8?Q?J=C3=BCrgen?= <j@xn--gr-zia.test>\r\n")
                .contains("Subject: =?UTF-8?B?R3LDvMOfZQ==?=\r\n");
    }

    @Test
    void isAskedForOnlyInTheTransactionThatNeedsIt() {
        world.send(acme, email(List.of("ada@dest.test"), List.of("gr\u00e5@dest.test"), List.of(), "Hello"));

        assertThat(world.mx.awaitMessages(2, SOON))
                .satisfiesExactlyInAnyOrder(
                        mail -> {
                            assertThat(mail.recipients()).containsExactly("ada@dest.test");
                            assertThat(mail.mailParameters()).doesNotContain("SMTPUTF8");
                        },
                        mail -> {
                            assertThat(mail.recipients()).containsExactly("gr\u00e5@dest.test");
                            assertThat(mail.mailParameters()).endsWith(" SMTPUTF8");
                        });
    }

    @Test
    void anAddressWithoutAnAsciiFormBouncesAndTheOthersGetTheirCopySigned() {
        publishKey();
        world.mx.without("SMTPUTF8");
        EmailId id = world.send(
                acme, email(List.of("Gr\u00e5 <gr\u00e5@dest.test>", "ada@dest.test"), List.of(), List.of(), "x"));

        ReceivedMail mail = world.mx.awaitMessages(1, SOON).getFirst();
        assertThat(mail.recipients()).containsExactly("ada@dest.test");
        assertThat(mail.mailParameters()).doesNotContain("SMTPUTF8");
        assertThat(mail.text()).contains("To: =?UTF-8?B?R3LDpSBncsOlQGRlc3QudGVzdA==?= :;, ada@dest.test\r\n");
        assertThat(mail.bytes()).doesNotContain((byte) 0xc3);
        assertThat(verified(mail)).isInstanceOf(DkimResult.Pass.class);
        world.awaitEvents(EmailBounced.class, 1);
        assertThat(world.attempts(id).getFirst())
                .containsEntry("outcome", "bounced")
                .containsEntry("reply", "5.6.7 SMTPUTF8 is needed and not offered");
        assertThat(world.suppressions.get(Recipient.of(acme.team(), Address.parse("gr\u00e5@dest.test"))))
                .isEmpty();
    }

    @Test
    void whereOneServerOffersItTheMessageIsAsItWasWrittenAndSigned() {
        publishKey();
        world.send(acme, email(List.of("gr\u00e5@dest.test", "ada@dest.test"), List.of(), List.of(), "x"));

        assertThat(world.mx.awaitMessages(2, SOON)).allSatisfy(mail -> {
            assertThat(mail.mailParameters()).contains("SMTPUTF8");
            assertThat(new String(mail.bytes(), StandardCharsets.UTF_8))
                    .contains("To: gr\u00e5@dest.test, ada@dest.test\r\n");
            assertThat(verified(mail)).isInstanceOf(DkimResult.Pass.class);
        });
    }

    @Test
    void answersAreNeverSentElsewhereThanTheSenderSaid() {
        world.mx.without("SMTPUTF8");
        world.send(acme, email(List.of("ada@dest.test"), List.of(), List.of("gr\u00e5@acme.test"), "lost"));
        world.awaitEvents(EmailBounced.class, 1);
        assertThat(world.mx.messages()).isEmpty();

        world.send(
                acme, email(List.of("ada@dest.test"), List.of(), List.of("gr\u00e5@acme.test", "b@acme.test"), "kept"));
        assertThat(world.mx.awaitMessages(1, SOON).getFirst().text())
                .contains("Reply-To: =?UTF-8?B?Z3LDpUBhY21lLnRlc3Q=?= :;, b@acme.test\r\n");
    }

    @Test
    void aRetrySendsTheSameCopy() {
        world.mx.without("SMTPUTF8").onDot("451 4.3.0 later", "250 ok");
        EmailId id = world.send(acme, email(List.of("ada@dest.test"), List.of(), List.of(), "x"));
        world.awaitLastEvent(acme, id, LastEvent.DELIVERY_DELAYED);
        world.restart();
        world.clock.advance(Duration.ofHours(1));

        assertThat(world.mx.awaitMessages(1, SOON)).hasSize(1);
    }

    private DkimResult verified(ReceivedMail mail) {
        return new DkimVerifier(world.dns)
                .verify(mail.bytes(), world.clock.instant())
                .getFirst();
    }

    private void publishKey() {
        var domain = world.domains
                .sending(acme.team(), DomainName.parse("acme.test"))
                .orElseThrow();
        world.domains
                .signing(domain.id())
                .forEach(
                        key -> world.dns.txt(key.recordName().ascii(), key.key().publicRecord()));
    }

    private static SendEmail email(List<String> to, List<String> bcc, List<String> replyTo, String subject) {
        return new SendEmail(
                Mailbox.parse("Acme <a@acme.test>"),
                mailboxes(to),
                List.of(),
                mailboxes(bcc),
                mailboxes(replyTo),
                subject,
                null,
                "Gr\u00fc\u00dfe",
                List.of(),
                List.of(),
                List.of());
    }

    private static List<Mailbox> mailboxes(List<String> texts) {
        return texts.stream().map(Mailbox::parse).toList();
    }
}
