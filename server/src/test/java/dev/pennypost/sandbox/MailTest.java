package dev.pennypost.sandbox;

import static dev.pennypost.sandbox.TestWorld.TEAM;
import static dev.pennypost.sandbox.TestWorld.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.mail.dkim.DkimSigner;
import dev.pennypost.mail.dkim.SigningIdentity;
import dev.pennypost.mail.dkim.SigningKey;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.smtp.Envelope;
import dev.pennypost.mail.smtp.client.SmtpSession;
import dev.pennypost.mail.smtp.client.TlsMode;
import dev.pennypost.mail.smtp.client.Verdict;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class MailTest {
    private static final byte[] MESSAGE = crlf("""
            From: Ann <ann@acme.test>
            To: bob@example.com
            Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=
            Message-ID: <1@acme.test>
            MIME-Version: 1.0
            Content-Type: multipart/mixed; boundary=b

            --b
            Content-Type: text/plain

            .a dot
            --b
            Content-Type: text/html

            <p>hello</p>
            --b
            Content-Type: application/pdf
            Content-Disposition: attachment; filename="a.pdf"
            Content-ID: <c1>
            Content-Transfer-Encoding: base64

            aGVsbG8=
            --b--
            """);

    @TempDir
    Path data;

    private final KnownDomains domains = new KnownDomains();
    private TestWorld world;

    @BeforeEach
    void start() {
        world = new TestWorld(data, domains);
    }

    @AfterEach
    void stop() {
        world.close();
    }

    @Test
    void keepsAMessageAsItCame() throws Exception {
        deliver("bounce@send.acme.test", "bob@example.com");
        JsonNode item = world.json("/mail").get("data").get(0);
        assertThat(item.propertyNames())
                .containsExactly("id", "mail_from", "rcpt_to", "subject", "size", "received_at");
        assertThat(item.get("mail_from").stringValue()).isEqualTo("bounce@send.acme.test");
        assertThat(item.get("subject").stringValue()).isEqualTo("Grüße");
        assertThat(item.get("size").intValue()).isEqualTo(MESSAGE.length);
        var raw = world.call("GET", "/mail/" + item.get("id").stringValue() + "/raw", "");
        assertThat(raw.contentType()).isEqualTo("message/rfc822");
        assertThat(raw.body()).isEqualTo(MESSAGE);
    }

    @Test
    void showsWhatAMessageSays() throws Exception {
        deliver("bounce@send.acme.test", "bob@example.com");
        JsonNode mail = newest();
        assertThat(mail.get("headers").get(2).toString()).isEqualTo("{\"name\":\"Subject\",\"value\":\"Grüße\"}");
        assertThat(mail.get("text").stringValue()).isEqualTo(".a dot");
        assertThat(mail.get("html").stringValue()).isEqualTo("<p>hello</p>");
        assertThat(mail.get("attachments").toString())
                .isEqualTo(
                        "[{\"filename\":\"a.pdf\",\"content_type\":\"application/pdf\",\"content_id\":\"c1\",\"size\":5}]");
        assertThat(mail.get("helo").stringValue()).isEqualTo("mta.pennypost.test");
        assertThat(mail.get("client_ip").stringValue()).isEqualTo("127.0.0.1");
        assertThat(mail.get("tls").isNull()).isTrue();
    }

    @Test
    void listsTheNewestFirstAndByRecipient() throws Exception {
        deliver("", "one@example.com");
        deliver("", "two@example.com");
        deliver("", "three@example.com", "one@example.com");
        assertThat(recipients("/mail")).containsExactly("three@example.com", "two@example.com", "one@example.com");
        assertThat(recipients("/mail?to=ONE@example.com")).containsExactly("three@example.com", "one@example.com");
        assertThat(recipients("/mail?limit=1")).containsExactly("three@example.com");
        assertThat(world.call("GET", "/mail?limit=none", "").status()).isEqualTo(422);
    }

    @Test
    void clearsTheMailbox() throws Exception {
        deliver("", "one@example.com");
        String id = world.json("/mail").get("data").get(0).get("id").stringValue();
        assertThat(text(world.call("DELETE", "/mail", ""))).isEqualTo("{\"object\":\"sandbox_mail\",\"deleted\":true}");
        assertThat(recipients("/mail")).isEmpty();
        assertThat(data.resolve("sandbox/mail")).isEmptyDirectory();
        for (String gone : List.of("/mail/" + id, "/mail/" + id + "/raw", "/mail/nonsense")) {
            assertThat(world.call("GET", gone, "").status()).isEqualTo(404);
            assertThat(text(world.call("GET", gone, ""))).contains("Mail not found");
        }
    }

    @Test
    void aRestartKeepsTheMail() throws Exception {
        deliver("", "one@example.com");
        deliver("", "two@example.com");
        String before = text(world.call("GET", "/mail", ""));
        world.close();
        world = new TestWorld(data, domains);
        assertThat(text(world.call("GET", "/mail", ""))).isEqualTo(before);
    }

    @Test
    void playsTheTestAddresses() throws Exception {
        try (SmtpSession session = world.session(TlsMode.NONE)) {
            assertThat(said(session, "bounced@resend.dev")).isEqualTo("550 5.1.1 Unknown user");
            assertThat(said(session, "Bounced+label@example.com")).isEqualTo("550 5.1.1 Unknown user");
            for (String taken : List.of("delivered+x", "complained", "suppressed", "bounced.not", "anybody"))
                assertThat(said(session, taken + "@example.com")).startsWith("250 ");
        }
        assertThat(recipients("/mail")).hasSize(5);
    }

    @Test
    void delaysAMessageOnce() throws Exception {
        try (SmtpSession session = world.session(TlsMode.NONE)) {
            assertThat(said(session, "delayed+a@example.com")).isEqualTo("451 4.7.1 Try again later");
            assertThat(said(session, "delayed+a@example.com")).startsWith("250 ");
            assertThat(said(session, "delayed+b@example.com")).startsWith("451 ");
        }
        assertThat(recipients("/mail")).containsExactly("delayed+a@example.com");
    }

    @Test
    void speaksTls() throws Exception {
        try (SmtpSession session = world.session(TlsMode.REQUIRED)) {
            assertThat(said(session, "bob@example.com")).startsWith("250 ");
        }
        assertThat(newest().get("tls").stringValue()).startsWith("TLSv1.");
    }

    @Test
    void judgesMailOfAPublishedDomainAsReceiversDo() throws Exception {
        byte[] signed = signedFor("acme.test");
        world.call("POST", "/dns/acme.test/publish", "");
        deliver(signed);
        assertThat(newest().get("verdicts").toString())
                .isEqualTo("{\"spf\":\"pass\",\"dkim\":\"pass\",\"dmarc\":\"none\"}");
        String zone = text(world.call("GET", "/dns/acme.test", ""));
        world.call("PUT", "/dns/acme.test", zone + "_dmarc TXT \"v=DMARC1; p=reject\"\n");
        assertThat(newest().get("verdicts").get("dmarc").stringValue()).isEqualTo("pass");
    }

    @Test
    void judgesMailOfAWithheldDomainAsReceiversDo() throws Exception {
        deliver(signedFor("acme.test"));
        assertThat(newest().get("verdicts").toString())
                .isEqualTo("{\"spf\":\"none\",\"dkim\":\"permerror\",\"dmarc\":\"none\"}");
        world.call("PUT", "/dns/acme.test", "_dmarc TXT \"v=DMARC1; p=reject\"\nsend TXT \"v=spf1 -all\"\n");
        assertThat(newest().get("verdicts").toString())
                .isEqualTo("{\"spf\":\"fail\",\"dkim\":\"permerror\",\"dmarc\":\"fail\"}");
    }

    @Test
    void dropsTheOldestBeyondTheLimit() throws Exception {
        var few = new CaughtMails(data.resolve("few"), 2);
        for (int i = 0; i < 3; i++) few.add(mail(i), MESSAGE);
        assertThat(few.newestFirst().map(CaughtMail::size)).containsExactly(2L, 1L);
        assertThat(data.resolve("few").toFile().list()).hasSize(4);
    }

    private static CaughtMail mail(int number) {
        return new CaughtMail(
                dev.pennypost.storage.Ids.next(Instant.ofEpochMilli(number)),
                "",
                List.of("a@example.com"),
                Instant.EPOCH,
                "h",
                "127.0.0.1",
                null,
                number,
                null);
    }

    /// A domain with a key of its own, and the message with its signature.
    private byte[] signedFor(String domain) {
        var key = SigningKey.generateEd25519(new SecureRandom());
        domains.add(TEAM, domain, key.publicRecord());
        byte[] signature = new DkimSigner()
                .sign(MESSAGE, List.of(new SigningIdentity(DomainName.parse(domain), "pp1", key)), Instant.now());
        byte[] signed = new byte[signature.length + MESSAGE.length];
        System.arraycopy(signature, 0, signed, 0, signature.length);
        System.arraycopy(MESSAGE, 0, signed, signature.length, MESSAGE.length);
        return signed;
    }

    private void deliver(byte[] message) throws Exception {
        try (SmtpSession session = world.session(TlsMode.NONE)) {
            var result = session.deliver(Envelope.of("bounce@send.acme.test", "bob@example.com"), message);
            assertThat(result.verdicts()).allMatch(Verdict.Accepted.class::isInstance);
        }
    }

    private void deliver(String reversePath, String... recipients) throws Exception {
        try (SmtpSession session = world.session(TlsMode.NONE)) {
            var result = session.deliver(Envelope.of(reversePath, recipients), MESSAGE);
            assertThat(result.verdicts()).allMatch(Verdict.Accepted.class::isInstance);
        }
    }

    private static String said(SmtpSession session, String recipient) {
        return switch (session.deliver(Envelope.of("", recipient), MESSAGE)
                .verdicts()
                .getFirst()) {
            case Verdict.Accepted(var reply) -> reply.toString();
            case Verdict.Refused(var _, var reply) -> reply.toString();
            case Verdict.Unanswered unanswered -> unanswered.toString();
        };
    }

    private JsonNode newest() {
        return world.json(
                "/mail/" + world.json("/mail").get("data").get(0).get("id").stringValue());
    }

    private List<String> recipients(String target) {
        return world.json(target)
                .get("data")
                .valueStream()
                .map(item -> item.get("rcpt_to").get(0).stringValue())
                .toList();
    }

    private static byte[] crlf(String text) {
        return text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
    }
}
