package dev.pennypost.emails;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.emails.EmailEvent.EmailBounced;
import dev.pennypost.emails.EmailEvent.EmailDelivered;
import dev.pennypost.emails.EmailEvent.EmailDeliveryDelayed;
import dev.pennypost.emails.EmailEvent.EmailSent;
import dev.pennypost.keys.Caller;
import dev.pennypost.keys.KeyId;
import dev.pennypost.keys.Permission;
import dev.pennypost.mail.address.Mailbox;
import dev.pennypost.mail.dkim.DkimResult;
import dev.pennypost.mail.dkim.DkimVerifier;
import dev.pennypost.mail.message.Attachment;
import dev.pennypost.mail.message.CustomHeader;
import dev.pennypost.mail.mime.ParsedMessage;
import dev.pennypost.storage.PageRequest;
import dev.pennypost.teams.TeamId;
import dev.pennypost.testkit.Eventually;
import dev.pennypost.testkit.ReceivedMail;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Stories of emails from acceptance to the other side's reply.
class SendingTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    private final World world = new World();
    private Caller acme = nobody();

    @BeforeEach
    void acmeMaySend() {
        acme = world.sender(world.team("acme"), "acme.test");
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void deliversWhatWasAcceptedAndSaysSo() {
        EmailId id = world.send(acme, World.email("Acme <a@acme.test>", "ada@dest.test"));

        world.awaitLastEvent(acme, id, LastEvent.DELIVERED);
        ReceivedMail mail = world.mx.awaitMessages(1, SOON).getFirst();
        assertThat(mail.text()).contains("Subject: A subject", "Message-ID: <" + id + "@acme.test>");
        assertThat(world.awaitEvents(EmailSent.class, 1)).hasSize(1);
        assertThat(world.awaitEvents(EmailDelivered.class, 1)).hasSize(1);
    }

    @Test
    void signsWithTheKeyThatTheDomainPublishes() {
        publishKeyOfAcme();
        world.send(acme, World.email("a@acme.test", "ada@dest.test"));

        byte[] received = world.mx.awaitMessages(1, SOON).getFirst().bytes();

        assertThat(new DkimVerifier(world.dns).verify(received, world.clock.instant()))
                .singleElement()
                .isInstanceOf(DkimResult.Pass.class);
    }

    @Test
    void sendsBlindCopiesWithoutNamingThem() {
        var plain = World.email("a@acme.test", "ada@dest.test");
        world.send(
                acme,
                new SendEmail(
                        plain.from(),
                        plain.to(),
                        List.of(),
                        List.of(Mailbox.parse("hidden@dest.test")),
                        List.of(),
                        plain.subject(),
                        null,
                        plain.text(),
                        List.of(),
                        List.of(),
                        List.of()));

        ReceivedMail mail = world.mx.awaitMessages(1, SOON).getFirst();

        assertThat(mail.recipients()).containsExactly("ada@dest.test", "hidden@dest.test");
        assertThat(mail.text()).doesNotContain("hidden@");
    }

    @Test
    void carriesHeadersAttachmentsAndBothBodies() {
        var plain = World.email("Grüße <a@acme.test>", "Ada <ada@dest.test>");
        byte[] file = {0, 1, 2, (byte) 200};
        world.send(
                acme,
                new SendEmail(
                        plain.from(),
                        plain.to(),
                        List.of(),
                        List.of(),
                        List.of(Mailbox.parse("help@dest.test")),
                        "Grüße ✓",
                        "<p>Hällo</p>",
                        "Hällo",
                        List.of(new CustomHeader("X-Entity-Ref-ID", "17")),
                        List.of(),
                        List.of(new Attachment("zahlen ü.bin", "application/octet-stream", null, file))));

        var parsed =
                ParsedMessage.parse(world.mx.awaitMessages(1, SOON).getFirst().bytes());

        assertThat(parsed.header("Subject")).contains("Grüße ✓");
        assertThat(parsed.header("X-Entity-Ref-ID")).contains("17");
        assertThat(parsed.header("Reply-To")).contains("help@dest.test");
        assertThat(parsed.html()).contains("Hällo");
        assertThat(parsed.text()).contains("Hällo");
        assertThat(parsed.attachments()).singleElement().satisfies(attached -> {
            assertThat(attached.filename()).isEqualTo("zahlen ü.bin");
            assertThat(attached.content()).isEqualTo(file);
        });
    }

    @Test
    void writesTheTextBesideHtmlThatCameAlone() {
        EmailId id = world.send(acme, bodies("<p>Hello <b>Ada</b></p><ul><li>one</li></ul>", null));
        var parsed =
                ParsedMessage.parse(world.mx.awaitMessages(1, SOON).getFirst().bytes());
        assertThat(parsed.html()).contains("<b>Ada</b>");
        assertThat(parsed.text()).startsWith("Hello Ada").contains("- one");
        assertThat(world.emailsDoor().content(acme.team(), id).orElseThrow().text())
                .startsWith("Hello Ada")
                .endsWith("- one");
    }

    @Test
    void sendsHtmlAloneToWhoAsksForNoText() {
        EmailId id = world.send(acme, bodies("<p>Hello</p>", ""));
        String message = world.mx.awaitMessages(1, SOON).getFirst().text();
        assertThat(message).contains("Content-Type: text/html").doesNotContain("text/plain", "multipart");
        assertThat(world.emailsDoor().content(acme.team(), id).orElseThrow().text())
                .isEmpty();
    }

    @Test
    void sendsAnEmptyTextThatIsAllThereIs() {
        world.send(acme, bodies(null, ""));
        assertThat(world.mx.awaitMessages(1, SOON).getFirst().text()).contains("Content-Type: text/plain");
    }

    private static SendEmail bodies(@Nullable String html, @Nullable String text) {
        var plain = World.email("a@acme.test", "ada@dest.test");
        return new SendEmail(
                plain.from(),
                plain.to(),
                List.of(),
                List.of(),
                List.of(),
                "Bodies",
                html,
                text,
                List.of(),
                List.of(),
                List.of());
    }

    @Test
    void triesAgainWhenTheServerSaysLaterAndTellsTheDelayOnce() {
        world.mx.onRcpt("ada@dest.test", "450 4.2.1 later", "451 4.2.1 still later", "250 ok");
        EmailId id = world.send(acme, World.email("a@acme.test", "ada@dest.test"));
        world.awaitLastEvent(acme, id, LastEvent.DELIVERY_DELAYED);
        assertThat(world.mx.messages()).isEmpty();

        world.clock.advance(Duration.ofMinutes(7));
        Eventually.holds("second attempt", () -> world.attempts(id).size() == 2);
        world.clock.advance(Duration.ofMinutes(13));

        world.awaitLastEvent(acme, id, LastEvent.DELIVERED);
        assertThat(world.attempts(id))
                .extracting(attempt -> attempt.get("outcome"))
                .containsExactly("deferred", "deferred", "delivered");
        world.awaitEvents(EmailDelivered.class, 1);
        assertThat(world.awaitEvents(EmailDeliveryDelayed.class, 1)).hasSize(1);
    }

    @Test
    void composesFromTheDatabaseTheOctetsThatWereSent() {
        EmailId id = world.send(acme, World.email("Ünï, Inc. <a@acme.test>", "Ada \"L\" <ada@dest.test>"));
        String sent = world.mx.awaitMessages(1, SOON).getFirst().text();

        var stored = world.database.inTransaction(tx -> new EmailStore().load(tx, List.of(id.value())));

        assertThat(stored).hasSize(1);
        stored.forEach((email, content) -> assertThat(
                        Letters.compose(Letters.outgoing(email, Letters.headers(email), content))
                                .content())
                .asString(StandardCharsets.ISO_8859_1)
                .isEqualTo(unsigned(sent)));
    }

    @Test
    void bouncesWhenTheServerSaysNever() {
        world.mx.onRcpt("gone@dest.test", "550 5.1.1 no such user");
        EmailId id = world.send(acme, World.email("a@acme.test", "gone@dest.test"));

        world.awaitLastEvent(acme, id, LastEvent.BOUNCED);

        assertThat(world.awaitEvents(EmailBounced.class, 1)).singleElement().satisfies(event -> {
            assertThat(event.bounce().type()).isEqualTo("Permanent");
            assertThat(event.bounce().diagnosticCodes()).containsExactly("smtp; 550 5.1.1 no such user");
            assertThat(event.email().to()).containsExactly("gone@dest.test");
        });
    }

    @Test
    void givesUpAfterTwoDays() {
        world.mx.onRcpt("ada@dest.test", "450 4.2.1 later", "450 4.2.1 later");
        EmailId id = world.send(acme, World.email("a@acme.test", "ada@dest.test"));
        world.awaitLastEvent(acme, id, LastEvent.DELIVERY_DELAYED);

        world.clock.advance(Duration.ofHours(49));

        world.awaitLastEvent(acme, id, LastEvent.BOUNCED);
        assertThat(world.attempts(id).getLast()).containsEntry("reason", "expired");
    }

    @Test
    void keepsTheConversationOfEveryAttempt() {
        EmailId id = world.send(acme, World.email("a@acme.test", "ada@dest.test"));
        world.awaitLastEvent(acme, id, LastEvent.DELIVERED);

        assertThat(world.attempts(id)).singleElement().satisfies(attempt -> {
            assertThat(attempt.get("conversation"))
                    .asString()
                    .contains("EHLO mta.test", "MAIL FROM:<bounces+", "RCPT TO:<ada@dest.test>", "\"dot\"");
            assertThat(attempt.get("address")).asString().startsWith("127.0.0.1:");
        });
    }

    @Test
    void usesTlsWhereItIsOffered() {
        world.mx.withTls();
        EmailId id = world.send(acme, World.email("a@acme.test", "ada@dest.test"));
        world.awaitLastEvent(acme, id, LastEvent.DELIVERED);

        assertThat(world.attempts(id).getFirst())
                .containsEntry("tls_policy", "opportunistic")
                .hasEntrySatisfying("tls", tls -> assertThat(tls).asString().startsWith("TLSv1.3"));
    }

    @Test
    void speaksInTheClearWhereTlsIsBroken() {
        world.mx.withBrokenTls();
        EmailId id = world.send(acme, World.email("a@acme.test", "ada@dest.test"));
        world.awaitLastEvent(acme, id, LastEvent.DELIVERED);

        assertThat(world.attempts(id).getFirst())
                .containsEntry("tls_policy", "clear: TLS broken")
                .containsEntry("tls", null);
    }

    @Test
    void reusesTheConnectionForTheNextEmail() {
        for (int i = 0; i < 5; i++) {
            EmailId id = world.send(acme, World.email("a@acme.test", "ada@dest.test"));
            world.awaitLastEvent(acme, id, LastEvent.DELIVERED);
        }

        assertThat(world.mx.connections()).isEqualTo(1);
    }

    @Test
    void deliversAfterARestartWhatWasLeftBehind() {
        world.mx.onRcpt("ada@dest.test", "450 4.2.1 later", "250 ok");
        EmailId id = world.send(acme, World.email("a@acme.test", "ada@dest.test"));
        world.awaitLastEvent(acme, id, LastEvent.DELIVERY_DELAYED);
        pretendThatWeDiedDuringAnAttempt(id);

        world.restart();

        world.awaitLastEvent(acme, id, LastEvent.DELIVERED);
    }

    @Test
    void takesOverFromANodeWhoseLeaseEnded() {
        world.mx.onRcpt("ada@dest.test", "450 4.2.1 later", "250 ok");
        EmailId id = world.send(acme, World.email("a@acme.test", "ada@dest.test"));
        world.awaitLastEvent(acme, id, LastEvent.DELIVERY_DELAYED);
        world.database.useTransaction(tx -> tx.handle()
                .createUpdate("update deliveries set state = 'attempting', leased_by = 'gone', lease_ends = :ends")
                .bind("ends", world.clock.instant().plus(Duration.ofMinutes(30)))
                .execute());

        world.clock.advance(Duration.ofMinutes(31));

        world.awaitLastEvent(acme, id, LastEvent.DELIVERED);
    }

    @Test
    void refusesASenderWhoseDomainIsNotVerified() {
        var result = world.emailsDoor().send(acme, World.email("a@elsewhere.test", "ada@dest.test"));

        assertThat(problem(result)).isInstanceOf(EmailProblem.SenderNotVerified.class);
        assertThat(world.emailsDoor()
                        .list(acme.team(), PageRequest.first(10))
                        .orElseThrow()
                        .items())
                .isEmpty();
    }

    @Test
    void refusesASubdomainOfAVerifiedDomain() {
        var result = world.emailsDoor().send(acme, World.email("a@mail.acme.test", "ada@dest.test"));

        assertThat(problem(result)).isInstanceOf(EmailProblem.SenderNotVerified.class);
    }

    @Test
    void refusesAnotherTeamsDomain() {
        Caller rival = world.sender(world.team("rival"), "rival.test");

        var result = world.emailsDoor().send(rival, World.email("a@acme.test", "ada@dest.test"));

        assertThat(problem(result)).isInstanceOf(EmailProblem.SenderNotVerified.class);
    }

    @Test
    void hidesEmailsFromOtherTeams() {
        Caller rival = world.sender(world.team("rival"), "rival.test");
        EmailId id = world.send(acme, World.email("a@acme.test", "ada@dest.test"));

        assertThat(world.emailsDoor().get(rival.team(), id)).isEmpty();
        assertThat(world.emailsDoor().content(rival.team(), id)).isEmpty();
        assertThat(world.emailsDoor()
                        .list(rival.team(), PageRequest.first(10))
                        .orElseThrow()
                        .items())
                .isEmpty();
        assertThat(world.emailsDoor().list(rival.team(), new PageRequest(10, id.value(), null)))
                .isEmpty();
    }

    @Test
    void refusesMoreThanFiftyRecipients() {
        String[] many =
                IntStream.range(0, 51).mapToObj(i -> "r" + i + "@dest.test").toArray(String[]::new);

        var result = world.emailsDoor().send(acme, World.email("a@acme.test", many));

        assertThat(problem(result)).isEqualTo(new EmailProblem.TooManyRecipients(51, 50));
    }

    @Test
    void listsNewestFirstAndPagesBothWays() {
        List<EmailId> sent = IntStream.range(0, 5)
                .mapToObj(_ -> {
                    world.clock.advance(Duration.ofMillis(5));
                    return world.send(acme, World.email("a@acme.test", "ada@dest.test"));
                })
                .toList()
                .reversed();
        var emails = world.emailsDoor();

        var first = emails.list(acme.team(), PageRequest.first(2)).orElseThrow();
        assertThat(first.items()).extracting(Email::id).isEqualTo(sent.subList(0, 2));
        assertThat(first.hasMore()).isTrue();
        var next = emails.list(acme.team(), new PageRequest(3, sent.get(1).value(), null))
                .orElseThrow();
        assertThat(next.items()).extracting(Email::id).isEqualTo(sent.subList(2, 5));
        assertThat(next.hasMore()).isFalse();
        var back = emails.list(acme.team(), new PageRequest(1, null, sent.get(2).value()))
                .orElseThrow();
        assertThat(back.items()).extracting(Email::id).containsExactly(sent.get(1));
        assertThat(back.hasMore()).isTrue();
    }

    private void pretendThatWeDiedDuringAnAttempt(EmailId id) {
        world.database.useTransaction(tx -> tx.handle()
                .createUpdate("update deliveries set state = 'attempting', leased_by = :node, lease_ends = :ends"
                        + " where email_id = :id")
                .bind("node", World.NODE)
                .bind("ends", world.clock.instant().plus(Duration.ofMinutes(30)))
                .bind("id", id.value())
                .execute());
    }

    private void publishKeyOfAcme() {
        var domain = world.domains
                .list(acme.team(), PageRequest.first(1))
                .orElseThrow()
                .items()
                .getFirst();
        var key = world.domains.signing(domain.id()).getFirst();
        world.dns.txt(key.recordName().ascii(), key.key().publicRecord());
    }

    private static String unsigned(String message) {
        return message.substring(message.indexOf("\r\nFrom:") + 2);
    }

    private static EmailProblem problem(SendResult result) {
        return ((SendResult.Refused) result).problem();
    }

    private static Caller nobody() {
        var id = UUID.randomUUID();
        return new Caller(new TeamId(id), new KeyId(id), Permission.FULL_ACCESS, null);
    }
}
