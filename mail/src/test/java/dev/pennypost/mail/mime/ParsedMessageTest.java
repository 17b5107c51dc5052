package dev.pennypost.mail.mime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pennypost.mail.address.Mailbox;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParsedMessageTest {
    private static final String NESTED = """
            From: =?ISO-8859-1?Q?Andr=E9=2C_Pirard?= <andre@example.org>
            To: Friends: "B, C" <b@example.org>, c@example.org (C);, not an address
            SUBJECT: one
            \ttwo
            X-A: 1
            X-A: 2
            MIME-Version: 1.0
            Content-Type: multipart/mixed; boundary=outer

            preamble
            --outer
            Content-Type: multipart/alternative; boundary="inner"

            --inner
            Content-Type: text/plain; charset=iso-8859-1
            Content-Transfer-Encoding: quoted-printable

            caf=E9 =
            au lait
            --inner
            Content-Type: text/html; charset=utf-8
            Content-Transfer-Encoding: base64

            PGI+
            --inner--
            --outer
            Content-Type: IMAGE/PNG; name="=?UTF-8?Q?gr=C3=BCn=2Epng?="
            Content-ID: <logo@example.org>
            Content-Disposition: INLINE
            Content-Transfer-Encoding: base64

            AQID
            --outer
            Content-Type: message/rfc822

            Subject: inner

            inner text
            --outer
            Content-Type: text/plain
            Content-Disposition: attachment; filename*0*=UTF-8''%E2%82%AC; filename*1=" rates.txt"

            rates
            --outer--
            epilogue
            """;

    @Test
    void readsHeadersInTheirOrder() {
        var message = read(NESTED);
        assertThat(message.headers())
                .extracting(ParsedHeader::name)
                .startsWith("From", "To", "SUBJECT", "X-A", "X-A", "MIME-Version");
        assertThat(message.header("Subject")).hasValue("one two");
        assertThat(message.header("from")).hasValue("André, Pirard <andre@example.org>");
        assertThat(message.header("Absent")).isEmpty();
    }

    @Test
    void readsAddressesBeforeTheirNamesAreDecoded() {
        var message = read(NESTED);
        assertThat(message.mailboxes("From")).containsExactly(Mailbox.parse("\"André, Pirard\" <andre@example.org>"));
        assertThat(message.mailboxes("To"))
                .containsExactly(Mailbox.parse("\"B, C\" <b@example.org>"), Mailbox.parse("c@example.org"));
    }

    @Test
    void readsTextAndHtml() {
        var message = read(NESTED);
        assertThat(message.text()).isEqualTo("café au lait");
        assertThat(message.html()).isEqualTo("<b>");
    }

    @Test
    void readsAttachmentsWithTheirNames() {
        var files = read(NESTED).attachments();
        assertThat(files).hasSize(3);
        assertThat(files.get(0).filename()).isEqualTo("grün.png");
        assertThat(files.get(0).contentType()).isEqualTo("image/png");
        assertThat(files.get(0).contentId()).isEqualTo("logo@example.org");
        assertThat(files.get(0).disposition()).isEqualTo("inline");
        assertThat(files.get(0).content()).containsExactly(1, 2, 3);
        assertThat(files.get(1).contentType()).isEqualTo("message/rfc822");
        assertThat(new String(files.get(1).content(), UTF_8)).contains("Subject: inner", "inner text");
        assertThat(files.get(2).filename()).isEqualTo("€ rates.txt");
        assertThat(files.get(2).size()).isEqualTo(5);
    }

    @Test
    void keepsApostrophesInFilenames() {
        var message = read("Content-Type: a/b\nContent-Disposition: attachment; filename=\"it's 'x' y.pdf\"\n\nx");
        assertThat(message.attachments().getFirst().filename()).isEqualTo("it's 'x' y.pdf");
    }

    @Test
    void readsRawUtf8InHeadersAndFallsBackForOlderLetters() {
        assertThat(read("Subject: Grüße\n\n").header("Subject")).hasValue("Grüße");
        byte[] latin = "Subject: Grüße\r\n\r\nGrüße".getBytes(ISO_8859_1);
        assertThat(ParsedMessage.parse(latin).header("Subject")).hasValue("Grüße");
        assertThat(ParsedMessage.parse(latin).text()).isEqualTo("Grüße");
        assertThat(read("Content-Type: text/plain; charset=klingon\n\nGrüße").text())
                .isEqualTo("Grüße");
        var file = read("Content-Type: a/b\nContent-Disposition: attachment; filename=\"grün.png\"\n\nx");
        assertThat(file.attachments().getFirst().filename()).isEqualTo("grün.png");
    }

    @Test
    void letsNoEncodedWordBreakALine() {
        assertThat(read("Subject: =?UTF-8?Q?a=0D=0ABcc:_b=00?=\n\n").header("Subject"))
                .hasValueSatisfying(value -> assertThat(value).doesNotContain("\r", "\n", "\0"));
    }

    @Test
    void putsSeveralTextsBelowEachOther() {
        assertThat(read("""
                Content-Type: multipart/mixed; boundary=b

                --b

                one
                --b

                two
                --b--
                """).text()).isEqualTo("one\ntwo");
    }

    @Test
    void readsAMultipartThatIsCutOff() {
        var message = read("Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/html\n\n<p>half");
        assertThat(message.html()).isEqualTo("<p>half");
    }

    @ParameterizedTest
    @CsvSource({
        "1,9,9,900,900,inside each other",
        "9,5,9,900,900,parts",
        "9,9,5,900,900,header fields",
        "9,9,9,60,900,header field of",
        "9,9,9,900,40,a line"
    })
    void stopsAtItsLimits(int depth, int parts, int headers, int headerOctets, int lineOctets, String why) {
        var limits = new ReadLimits(depth, parts, headers, headerOctets, lineOctets);
        byte[] message = NESTED.replace("\n", "\r\n").getBytes(UTF_8);
        assertThatExceptionOfType(MessageTooComplex.class)
                .isThrownBy(() -> ParsedMessage.parse(message, limits))
                .withMessageContaining(why);
    }

    @Test
    void neverFailsOnDamagedMail() {
        var random = new Random(7);
        byte[] whole = NESTED.replace("\n", "\r\n").getBytes(UTF_8);
        for (int i = 0; i < 4000; i++) {
            byte[] damaged = whole.clone();
            int faults = 1 + random.nextInt(20);
            for (int k = 0; k < faults; k++) damaged[random.nextInt(damaged.length)] = (byte) fault(random);
            assertThat(ParsedMessage.parse(damaged).headers()).isNotNull();
        }
    }

    @Test
    void neverFailsOnNoise() {
        var random = new Random(8);
        for (int i = 0; i < 1000; i++) {
            byte[] noise = new byte[random.nextInt(400)];
            random.nextBytes(noise);
            assertThat(ParsedMessage.parse(noise).headers()).isNotNull();
        }
    }

    private static int fault(Random random) {
        String likely = "\r\n\"=?*';:<>()\0-% \t";
        return random.nextBoolean() ? likely.charAt(random.nextInt(likely.length())) : random.nextInt(256);
    }

    private static ParsedMessage read(String message) {
        return ParsedMessage.parse(message.replace("\n", "\r\n").getBytes(UTF_8));
    }
}
