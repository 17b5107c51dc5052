package dev.pennypost.emails;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.keys.Caller;
import dev.pennypost.mail.address.Address;
import dev.pennypost.mail.address.Mailbox;
import dev.pennypost.mail.message.Attachment;
import dev.pennypost.mail.message.CustomHeader;
import dev.pennypost.mail.message.MessageComposer;
import dev.pennypost.mail.mime.ParsedMessage;
import dev.pennypost.testkit.Eventually;
import dev.pennypost.testkit.ReceivedMail;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What is asked for at the front door is what is read on the other side, for requests of every shape.
class WireTest {
    private static final int REQUESTS = Integer.getInteger("pennypost.requests", 60);
    private static final String[] WORDS = {
        "Ada", "Love,", "Grüße", "привет", "日本語", "🎉", "עברית", "\"", "\\", "=?UTF-8?Q?x?=", ";", ".", "O'N"
    };
    private static final String[] LOCAL_PARTS = {"ada", "a.b+c", "\"quoted local\"", "\"a,\\\"b\""};
    private static final String[] BODIES = {
        "A text", "Grüße\n🎉\n", ".\n..\nFrom here\ntrailing \n", "x".repeat(3000), "<p>日本語</p>\r\n"
    };
    private static final String[] FILENAMES = {
        "a.pdf", "отчёт ".repeat(30) + ".pdf", "a\"b\\c.txt", "100%20*'x'.txt", "=?UTF-8?Q?x?=.pdf", "../b.txt"
    };

    private final World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void carriesWhatWasAskedFor() {
        Caller acme = world.sender(world.team("acme"), "acme.test");
        var asked = new LinkedHashMap<EmailId, SendEmail>();
        for (int seed = 0; seed < REQUESTS; seed++) {
            SendEmail request = request(seed);
            asked.put(world.send(acme, request), request);
        }
        asked.forEach((id, request) -> {
            List<ReceivedMail> mails = awaitMails(id, request);
            mails.forEach(mail -> checkLetter(request, mail.bytes()));
            String again = new String(stored(id), StandardCharsets.ISO_8859_1);
            assertThat(mails).allSatisfy(mail -> assertThat(mail.text()).endsWith(again));
        });
    }

    private List<ReceivedMail> awaitMails(EmailId id, SendEmail request) {
        List<String> everybody = EmailLimits.recipients(request).stream()
                .map(Address::toString)
                .sorted()
                .toList();
        Eventually.holds(id + " reaches " + everybody, () -> recipients(id).equals(everybody));
        return mails(id);
    }

    private List<ReceivedMail> mails(EmailId id) {
        return world.mx.messages().stream()
                .filter(mail -> mail.reversePath().contains(id.toString()))
                .toList();
    }

    private List<String> recipients(EmailId id) {
        return mails(id).stream()
                .flatMap(mail -> mail.recipients().stream())
                .sorted()
                .toList();
    }

    private static void checkLetter(SendEmail asked, byte[] octets) {
        var read = ParsedMessage.parse(octets);
        assertThat(read.mailboxes("From")).containsExactly(asked.from());
        assertThat(read.mailboxes("To")).isEqualTo(asked.to());
        assertThat(read.mailboxes("Cc")).isEqualTo(asked.cc());
        assertThat(read.mailboxes("Reply-To")).isEqualTo(asked.replyTo());
        assertThat(read.header("Bcc")).isEmpty();
        assertThat(new String(octets, StandardCharsets.ISO_8859_1)).doesNotContain("hidden");
        assertThat(read.header("Subject")).hasValue(asked.subject());
        for (CustomHeader header : asked.headers())
            assertThat(read.header(header.name())).hasValue(header.value());
        assertThat(lines(read.html())).isEqualTo(lines(asked.html()));
        if (asked.text() != null) assertThat(lines(read.text())).isEqualTo(lines(asked.text()));
        assertThat(read.attachments()).hasSameSizeAs(asked.attachments());
        for (int i = 0; i < read.attachments().size(); i++) {
            assertThat(read.attachments().get(i).filename())
                    .isEqualTo(asked.attachments().get(i).filename());
            assertThat(read.attachments().get(i).content())
                    .isEqualTo(asked.attachments().get(i).content());
        }
    }

    // What a retry sends: the message as it is composed from what is stored.
    private byte[] stored(EmailId id) {
        var found = world.database.inTransaction(tx -> new EmailStore().load(tx, List.of(id.value())));
        var email = found.entrySet().iterator().next();
        return MessageComposer.compose(
                Letters.outgoing(email.getKey(), Letters.headers(email.getKey()), email.getValue()));
    }

    private static @Nullable String lines(@Nullable String text) {
        return text == null ? null : text.replace("\r\n", "\n").replaceFirst("\n$", "");
    }

    private static SendEmail request(int seed) {
        var random = new Random(seed);
        boolean html = random.nextBoolean();
        boolean text = !html || random.nextBoolean();
        return new SendEmail(
                new Mailbox(phrase(random, 4), Address.parse("a@acme.test")),
                mailboxes(random, "to", 1 + random.nextInt(3)),
                mailboxes(random, "cc", random.nextInt(3)),
                mailboxes(random, "hidden", random.nextInt(3)),
                mailboxes(random, "reply", random.nextInt(2)),
                phrase(random, random.nextInt(30)),
                html ? pick(random, BODIES) : null,
                text ? pick(random, BODIES) : null,
                several(
                        random.nextInt(5),
                        i -> new CustomHeader("X-" + "z".repeat(5 - i) + i, phrase(random, random.nextInt(20)))),
                List.of(),
                several(random.nextInt(3), _ -> attachment(random)));
    }

    private static List<Mailbox> mailboxes(Random random, String field, int count) {
        return several(count, i -> {
            String local = pick(random, LOCAL_PARTS);
            String domain = pick(random, "dest", "bücher") + "." + field + i + ".test";
            return new Mailbox(phrase(random, random.nextInt(6)), Address.parse(local + "@" + domain));
        });
    }

    private static Attachment attachment(Random random) {
        byte[] content = new byte[random.nextInt(2000)];
        random.nextBytes(content);
        return new Attachment(pick(random, FILENAMES), "application/pdf", null, content);
    }

    private static String phrase(Random random, int words) {
        return String.join(" ", several(words, _ -> pick(random, WORDS)));
    }

    private static <T> List<T> several(int count, IntFunction<T> one) {
        return IntStream.range(0, count).mapToObj(one).toList();
    }

    private static String pick(Random random, String... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
