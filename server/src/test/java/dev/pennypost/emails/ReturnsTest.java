package dev.pennypost.emails;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.delivery.TestAddresses;
import dev.pennypost.emails.EmailEvent.EmailBounced;
import dev.pennypost.emails.EmailEvent.EmailComplained;
import dev.pennypost.keys.Caller;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.smtp.Body;
import dev.pennypost.mail.smtp.Envelope;
import dev.pennypost.mail.smtp.client.ClientOptions;
import dev.pennypost.mail.smtp.client.SessionFailed;
import dev.pennypost.mail.smtp.client.SmtpSession;
import dev.pennypost.mail.smtp.client.Target;
import dev.pennypost.mail.smtp.client.TlsMode;
import dev.pennypost.mail.smtp.client.Verdict;
import dev.pennypost.statistics.Figure;
import dev.pennypost.statistics.Happened;
import dev.pennypost.storage.PageRequest;
import dev.pennypost.suppressions.Origin;
import dev.pennypost.suppressions.Suppression;
import dev.pennypost.testkit.Eventually;
import dev.pennypost.testkit.MxAnswer;
import dev.pennypost.testkit.MxMoment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Stories of emails that servers took, and of what came back for them over SMTP.
class ReturnsTest {
    private static final String COMPLAINTS = "fbl@mail.test";

    private final World world = new World(TestAddresses.at(new DomainName("resend.dev")));
    private final Caller acme = world.sender(world.team("acme"), "acme.test");
    private final int port = world.returnPath(COMPLAINTS);

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void tellsOfABounceThatComesLaterAndSuppressesTheRecipient() {
        EmailId id = delivered("ada@dest.test");

        assertThat(back(id, bounce("ada@dest.test", "5.1.1", "smtp; 550 5.1.1 user unknown")))
                .startsWith("250 ");

        world.awaitLastEvent(acme, id, LastEvent.BOUNCED);
        var event = world.awaitEvents(EmailBounced.class, 1).getFirst();
        assertThat(event.email().emailId()).isEqualTo(id.value());
        assertThat(event.email().to()).containsExactly("ada@dest.test");
        assertThat(event.bounce())
                .isEqualTo(new EmailEvent.Bounce(
                        "The recipient's address does not exist.",
                        "Permanent",
                        "General",
                        List.of("smtp; 550 5.1.1 user unknown")));
        assertThat(suppressed()).singleElement().satisfies(one -> {
            assertThat(one.recipient().email()).isEqualTo("ada@dest.test");
            assertThat(one.origin()).isEqualTo(Origin.BOUNCE);
            assertThat(one.source()).isEqualTo(id.value());
            assertThat(one.diagnostic()).isEqualTo("smtp; 550 5.1.1 user unknown");
        });
        assertThat(world.attempts(id))
                .singleElement()
                .satisfies(attempt -> assertThat(attempt).containsEntry("outcome", "delivered"));
    }

    @Test
    void tellsWhyByWhatCameBack() {
        EmailId id = delivered("ada@dest.test");
        back(id, bounce("ada@dest.test", "5.1.1", "smtp; 550 5.1.1 user unknown"));
        world.awaitLastEvent(acme, id, LastEvent.BOUNCED);

        Why why = world.emailsDoor().why(acme.team(), id).orElseThrow();

        assertThat(why.returned()).singleElement().satisfies(report -> {
            assertThat(report.recipient()).hasToString("ada@dest.test");
            assertThat(report.kind()).isEqualTo("bounced");
            assertThat(report.meaning()).isEqualTo(ReturnMeaning.NO_SUCH_RECIPIENT);
            assertThat(report.status()).isEqualTo("5.1.1");
            assertThat(report.diagnostic()).contains("user unknown");
        });
        assertThat(why.deliveries().getFirst().summary()).contains("returned later");
    }

    @Test
    void changesNothingWhenTheSameReportComesAgain() {
        EmailId id = delivered("ada@dest.test");
        for (int time = 1; time <= 3; time++)
            assertThat(back(id, bounce("ada@dest.test", "5.1.1", "smtp; 550 5.1.1 user unknown")))
                    .startsWith("250 ");

        assertThat(world.awaitEvents(EmailBounced.class, 1)).hasSize(1);
        assertThat(suppressed()).hasSize(1);
        assertThat(counted()).containsEntry("bounced_permanent", 1L);
    }

    @Test
    void countsWhatIsToldOfTheEmail() {
        EmailId bounced = delivered("ada@dest.test");
        EmailId complained = delivered("bob@dest.test");
        back(bounced, bounce("ada@dest.test", "5.2.2", "smtp; 552 5.2.2 full"));
        back(complained, complaint(complained, "abuse", "bob@dest.test"));

        assertThat(counted())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("sent", 2L, "delivered", 2L, "bounced_transient", 1L, "complained", 1L));
        assertThat(world.histories().of(acme.team(), List.of(bounced.value())).get(bounced.value()))
                .extracting(Happened::figure)
                .containsExactlyInAnyOrder(Figure.SENT, Figure.DELIVERED, Figure.BOUNCED_TRANSIENT);
        assertThat(world.histories()
                        .of(acme.team(), List.of(complained.value()))
                        .get(complained.value()))
                .extracting(Happened::figure)
                .containsExactlyInAnyOrder(Figure.SENT, Figure.DELIVERED, Figure.COMPLAINED);
    }

    @Test
    void suppressesNobodyWhoseMailboxIsFull() {
        EmailId id = delivered("ada@dest.test");

        back(id, bounce("ada@dest.test", "5.2.2", "smtp; 552 5.2.2 over quota"));

        var bounce = world.awaitEvents(EmailBounced.class, 1).getFirst().bounce();
        assertThat(List.of(bounce.type(), bounce.subType())).containsExactly("Transient", "MailboxFull");
        assertThat(suppressed()).isEmpty();
    }

    @Test
    void tellsOfABounceWithoutAReasonAndSuppressesNobody() {
        EmailId id = delivered("ada@dest.test");

        back(id, "From: MAILER-DAEMON@dest.test\nSubject: Undeliverable\n\nThat did not work.\n");

        var bounce = world.awaitEvents(EmailBounced.class, 1).getFirst().bounce();
        assertThat(List.of(bounce.type(), bounce.subType())).containsExactly("Undetermined", "Undetermined");
        assertThat(suppressed()).isEmpty();
    }

    @Test
    void tellsOfABounceBehindAnAddressAndSuppressesNobody() {
        EmailId id = delivered("team@dest.test");

        back(id, bounce("left@inner.test", "5.1.1", "smtp; 550 5.1.1 user unknown"));

        assertThat(world.awaitEvents(EmailBounced.class, 1).getFirst().email().to())
                .containsExactly("team@dest.test");
        assertThat(suppressed()).isEmpty();
    }

    @Test
    void findsTheRecipientAmongSeveral() {
        EmailId id = delivered("ada@dest.test", "bob@dest.test");

        back(id, bounce("BOB@dest.test", "5.1.1", "smtp; 550 5.1.1 user unknown"));

        assertThat(world.awaitEvents(EmailBounced.class, 1).getFirst().email().to())
                .containsExactly("bob@dest.test");
        assertThat(states(id)).containsExactly("delivered", "bounced");
    }

    @Test
    void doesNotGuessTheRecipientAmongSeveral() {
        EmailId id = delivered("ada@dest.test", "bob@dest.test");

        assertThat(back(id, bounce("somebody@inner.test", "5.1.1", "smtp; 550 5.1.1 user unknown")))
                .startsWith("250 ");
        assertThat(back(id, complaint(id, "abuse", "redacted@dest.test"))).startsWith("250 ");

        assertThat(states(id)).containsExactly("delivered", "delivered");
        assertThat(suppressed()).isEmpty();
        assertThat(reports()).containsExactly("unproven ");
    }

    @Test
    void suppressesNoTestAddress() {
        EmailId id = delivered("delivered@resend.dev");

        back(id, bounce("delivered@resend.dev", "5.1.1", "smtp; 550 5.1.1 user unknown"));

        world.awaitEvents(EmailBounced.class, 1);
        assertThat(suppressed()).isEmpty();
    }

    @Test
    void ignoresAutomaticAnswersAndDelays() {
        EmailId id = delivered("ada@dest.test");

        assertThat(back(id, "From: ada@dest.test\nSubject: Re: A subject\nAuto-Submitted: auto-replied\n\nAway.\n"))
                .startsWith("250 ");
        assertThat(back(
                        id,
                        bounce("ada@dest.test", "4.4.1", "smtp; 451 4.4.1 later")
                                .replace("failed", "delayed")))
                .startsWith("250 ");

        assertThat(states(id)).containsExactly("delivered");
        assertThat(reports()).isEmpty();
    }

    @Test
    void suppressesWhoComplains() {
        EmailId id = delivered("ada@dest.test");

        assertThat(back(id, complaint(id, "abuse", "redacted@elsewhere.test"))).startsWith("250 ");
        assertThat(back(id, complaint(id, "abuse", "redacted@elsewhere.test"))).startsWith("250 ");

        world.awaitLastEvent(acme, id, LastEvent.COMPLAINED);
        assertThat(world.awaitEvents(EmailComplained.class, 1)).hasSize(1);
        assertThat(suppressed())
                .singleElement()
                .satisfies(one -> assertThat(one.origin()).isEqualTo(Origin.COMPLAINT));
    }

    @Test
    void doesNothingWhenSomebodyTakesSpamForMail() {
        EmailId id = delivered("ada@dest.test");

        back(id, complaint(id, "not-spam", "ada@dest.test"));

        assertThat(states(id)).containsExactly("delivered");
        assertThat(suppressed()).isEmpty();
    }

    @Test
    void believesAComplaintElsewhereThatShowsTheReversePath() {
        EmailId id = delivered("ada@dest.test");

        assertThat(say("", COMPLAINTS, complaint(id, "abuse", "redacted@dest.test")))
                .startsWith("250 ");

        world.awaitLastEvent(acme, id, LastEvent.COMPLAINED);
        assertThat(suppressed()).hasSize(1);
    }

    @Test
    void writesDownAComplaintThatAnybodyCouldHaveWritten() {
        EmailId id = delivered("ada@dest.test");
        String forged = complaint(id, "abuse", "ada@dest.test").replace(reversePath(id), "bounces@send.acme.test");

        assertThat(say("", COMPLAINTS, forged)).startsWith("250 ");

        assertThat(states(id)).containsExactly("delivered");
        assertThat(suppressed()).isEmpty();
        assertThat(reports()).containsExactly("unproven ");
    }

    @Test
    void refusesAddressesThatWeDidNotMake() {
        EmailId id = delivered("ada@dest.test");
        String genuine = reversePath(id);
        String forged = genuine.replaceFirst("\\.[0-9a-f]{16}@", ".0123456789abcdef@");

        assertThat(say("", forged, "\n")).startsWith("550 5.7.1 ");
        assertThat(say("", "bounces+" + id + "@send.acme.test", "\n")).startsWith("550 5.1.1 ");
        assertThat(say("", genuine.replace("@send.acme.test", "@send.other.test"), "\n"))
                .startsWith("550 5.1.1 ");
        assertThat(say("", "ada@dest.test", "\n")).startsWith("550 5.1.1 ");
    }

    @Test
    void takesReportsInAnyCaseAndFromAnySender() {
        EmailId id = delivered("ada@dest.test");
        String report = bounce("ada@dest.test", "5.1.1", "smtp; 550 5.1.1 user unknown");

        assertThat(say("postmaster@dest.test", reversePath(id).toUpperCase(Locale.ROOT), report))
                .startsWith("250 ");

        world.awaitLastEvent(acme, id, LastEvent.BOUNCED);
    }

    @Test
    void readsTheBeginningOfALargeReport() {
        EmailId id = delivered("ada@dest.test");
        String report = bounce("ada@dest.test", "5.1.1", "smtp; 550 5.1.1 user unknown");
        String large = report + ("x".repeat(70) + "\n").repeat(40_000);

        assertThat(back(id, large)).startsWith("250 ");

        world.awaitLastEvent(acme, id, LastEvent.BOUNCED);
    }

    @Test
    void asksForPatienceWhileTheEmailIsHandedOver() {
        var taken = new CountDownLatch(1);
        world.mx.at(MxMoment.DOT, MxAnswer.hold(taken).then(MxAnswer.say("250 2.0.0 ok")));
        EmailId id = world.send(acme, World.email("a@acme.test", "ada@dest.test"));
        Eventually.holds("the message is there", () -> world.mx.commands().contains("DATA"));
        String report = bounce("ada@dest.test", "5.1.1", "smtp; 550 5.1.1 user unknown");

        assertThat(back(id, report)).startsWith("451 4.3.0 ");
        taken.countDown();
        world.awaitLastEvent(acme, id, LastEvent.DELIVERED);
        assertThat(back(id, report)).startsWith("250 ");

        world.awaitLastEvent(acme, id, LastEvent.BOUNCED);
    }

    @Test
    void dropsAReportOfWhatIsStillQueued() {
        world.mx.onRcpt("slow@dest.test", "451 4.7.1 later");
        EmailId id = world.send(acme, World.email("a@acme.test", "slow@dest.test"));
        world.awaitLastEvent(acme, id, LastEvent.DELIVERY_DELAYED);

        assertThat(back(id, bounce("slow@dest.test", "5.1.1", "smtp; 550 5.1.1 user unknown")))
                .startsWith("250 ");

        assertThat(states(id)).containsExactly("deferred");
        assertThat(reports()).isEmpty();
    }

    @Test
    void keepsMailForThePostmasterWhereMailProgramsReadIt() throws IOException {
        int door = world.returnPath("", folder);
        for (String to :
                List.of("postmaster@send.acme.test", "Abuse@SEND.acme.test", "PostMaster", "postmaster@feedback.test"))
            assertThat(say(door, "ada@dest.test", to, "Subject: Help\n\nYour mail loops.\n"))
                    .as(to)
                    .startsWith("250 ");

        var kept = unread();
        assertThat(kept).hasSize(4);
        assertThat(kept)
                .anySatisfy(mail -> assertThat(mail)
                        .startsWith("Return-Path: <ada@dest.test>\r\nDelivered-To: Abuse@SEND.acme.test\r\n"
                                + "Received: from mx.dest.test ([127.0.0.1])\r\n by feedback.test with ESMTPS; ")
                        .endsWith("\r\nSubject: Help\r\n\r\nYour mail loops.\r\n"));
        assertThat(folder.resolve("postmaster/tmp")).isEmptyDirectory();
    }

    @Test
    void knowsNoPostmasterOfDomainsWhoseBouncesGoElsewhere() {
        int door = world.returnPath("", folder);
        for (String to :
                List.of("postmaster@elsewhere.test", "abuse@acme.test", "abuse@x.acme.test", "ada@send.acme.test"))
            assertThat(say(door, "", to, "Subject: Hi\n\n")).as(to).startsWith("550 5.1.1 ");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void takesNoMoreForThePostmasterWhenNobodyReadsIt() throws IOException {
        int door = world.returnPath("", folder);
        Path unread = Files.createDirectories(folder.resolve("postmaster/new"));
        for (int i = 0; i < 1_000; i++) Files.createFile(unread.resolve("mail" + i));
        assertThat(say(door, "", "postmaster", "Subject: Hi\n\n")).startsWith("452 4.2.2 ");

        Files.delete(unread.resolve("mail0"));
        assertThat(say(door, "", "postmaster", "Subject: Hi\n\n")).startsWith("250 ");
    }

    @Test
    void forgetsReportsThatAreOldAndNotWhatBecameOfTheEmail() {
        EmailId id = delivered("ada@dest.test");
        back(id, bounce("ada@dest.test", "5.1.1", "smtp; 550 5.1.1 user unknown"));
        world.clock.advance(Duration.ofDays(39));
        world.returns().forget(1);
        assertThat(reports()).containsExactly("bounced ada@dest.test");

        world.clock.advance(Duration.ofDays(50));
        world.returns().forget(90);
        assertThat(reports()).containsExactly("bounced ada@dest.test");

        world.clock.advance(Duration.ofDays(2));
        world.returns().forget(90);
        assertThat(reports()).isEmpty();
        assertThat(states(id)).containsExactly("bounced");
    }

    private List<String> unread() throws IOException {
        try (var files = Files.list(folder.resolve("postmaster/new"))) {
            return files.map(ReturnsTest::read).toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    private EmailId delivered(String... to) {
        EmailId id = world.send(acme, World.email("a@acme.test", to));
        Eventually.holds("delivered", () -> states(id).stream().allMatch("delivered"::equals));
        return id;
    }

    private String reversePath(EmailId id) {
        return world.returnPaths.of(id, new DomainName("send.acme.test"));
    }

    /// What is said to a report that comes to the email's reverse path.
    private String back(EmailId id, String message) {
        return say("", reversePath(id), message);
    }

    private String say(String from, String to, String message) {
        return say(port, from, to, message);
    }

    private static String say(int door, String from, String to, String message) {
        var target = Target.of(InetAddress.getLoopbackAddress(), door, "feedback.test");
        byte[] octets = message.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
        try (var session =
                SmtpSession.open(target, ClientOptions.named("mx.dest.test").withTls(TlsMode.OPPORTUNISTIC))) {
            assertThat(session.facts().tls()).isPresent();
            var envelope = new Envelope(from, List.of(to), Body.EIGHT_BIT_MIME, false);
            return switch (session.deliver(envelope, octets).verdicts().getFirst()) {
                case Verdict.Accepted(var reply) -> reply.toString();
                case Verdict.Refused(var _, var reply) -> reply.toString();
                case Verdict.Unanswered(var failure, var _) -> failure.reason();
            };
        } catch (SessionFailed failed) {
            throw new AssertionError(failed);
        }
    }

    private static String bounce(String recipient, String status, String diagnostic) {
        return """
                From: MAILER-DAEMON@mx.dest.test
                Subject: Undelivered Mail Returned to Sender
                Auto-Submitted: auto-replied
                MIME-Version: 1.0
                Content-Type: multipart/report; report-type=delivery-status; boundary="b"

                --b
                Content-Type: text/plain

                It did not work.

                --b
                Content-Type: message/delivery-status

                Reporting-MTA: dns; mx.dest.test

                Final-Recipient: rfc822; %s
                Action: failed
                Status: %s
                Remote-MTA: dns; store.dest.test
                Diagnostic-Code: %s

                --b
                Content-Type: message/rfc822

                Subject: A subject

                A text
                --b--
                """.formatted(recipient, status, diagnostic);
    }

    private String complaint(EmailId id, String type, String recipient) {
        return """
                From: feedback@dest.test
                Subject: FW: A subject
                MIME-Version: 1.0
                Content-Type: multipart/report; report-type=feedback-report; boundary="b"

                --b
                Content-Type: text/plain

                A report.

                --b
                Content-Type: message/feedback-report

                Feedback-Type: %1$s
                User-Agent: Test/1
                Version: 1
                Original-Mail-From: <%2$s>
                Original-Rcpt-To: %3$s

                --b
                Content-Type: message/rfc822

                Return-Path: <%2$s>
                Message-ID: <%4$s@acme.test>
                Subject: A subject

                A text
                --b--
                """.formatted(type, reversePath(id), recipient, id);
    }

    private List<Suppression> suppressed() {
        return world.suppressions
                .list(acme.team(), null, PageRequest.first(100))
                .orElseThrow()
                .items();
    }

    private List<String> states(EmailId id) {
        return texts("select state from deliveries where email_id = '" + id + "' order by position");
    }

    private List<String> reports() {
        return texts("select kind || ' ' || recipient from returned_reports order by 1");
    }

    private List<String> texts(String query) {
        return world.database.inTransaction(
                tx -> tx.handle().createQuery(query).mapTo(String.class).list());
    }

    private Map<String, Long> counted() {
        return world.database.inTransaction(tx -> tx.handle()
                .createQuery("""
                        select figure, sum(times) as times from email_statistics
                         where domain_id <> '00000000-0000-0000-0000-000000000000' group by 1""")
                .map((row, _) -> Map.entry(row.getString("figure"), row.getLong("times")))
                .collectToMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
