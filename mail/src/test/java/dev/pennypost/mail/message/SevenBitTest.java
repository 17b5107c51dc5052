package dev.pennypost.mail.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.mail.mime.ParsedAttachment;
import dev.pennypost.mail.mime.ParsedMessage;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SevenBitTest {
    private static final String HEADER = "From: a@example.org\r\nTo: b@example.org\r\nMIME-Version: 1.0\r\n";

    @Test
    void leavesASevenBitMessageAlone() {
        byte[] message = utf8(HEADER + "\r\nplain\r\n");

        assertThat(SevenBit.of(message)).containsSame(message);
    }

    @Test
    void writesEightBitTextSoThatPeopleCanStillReadIt() {
        assertThat(converted(HEADER + "Content-Type: text/plain; charset=utf-8\r\n"
                        + "Content-Transfer-Encoding: 8bit\r\nX-Odd:  as  it was\t\r\n\r\nGrüße = viele\r\nEnde\r\n"))
                .isEqualTo(HEADER + "Content-Type: text/plain; charset=utf-8\r\nX-Odd:  as  it was\t\r\n"
                        + "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
                        + "Gr=C3=BC=C3=9Fe =3D viele\r\nEnde\r\n");
    }

    @Test
    void writesOtherScriptsAndFilesInBase64() {
        String text = converted(HEADER + "Content-Type: text/plain; charset=utf-8\r\n\r\nдобрый день\r\n");
        String file = converted(HEADER + "Content-Type: application/x-own\r\n\r\nabcdé\r\n");

        assertThat(text).contains("Content-Transfer-Encoding: base64\r\n");
        assertThat(ParsedMessage.parse(utf8(text)).text()).isEqualToNormalizingNewlines("добрый день\n");
        assertThat(file).endsWith("base64\r\n\r\nYWJjZMOpDQo=\r\n");
    }

    @Test
    void convertsTheEightBitPartsOfAMultipartAndNoOthers() {
        String converted = converted(
                HEADER + "Content-Type: multipart/mixed; boundary=b\r\n"
                        + "Content-Transfer-Encoding: 8bit\r\n\r\nprémable\r\n--b\r\n\r\nas it  was \r\n--b \r\n"
                        + "Content-Type: text/html; charset=iso-8859-1\r\nContent-Transfer-Encoding: 8bit\r\n\r\n<p>é</p>"
                        + "\r\n--b\r\nContent-Disposition: attachment; filename=\"Übersicht – neu.pdf\"\r\n"
                        + "Content-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n--b--\r\nthe end\r\n");

        assertThat(converted)
                .isEqualTo(HEADER + "Content-Type: multipart/mixed; boundary=b\r\n"
                        + "Content-Transfer-Encoding: 7bit\r\n\r\n--b\r\n\r\nas it  was \r\n--b \r\n"
                        + "Content-Type: text/html; charset=iso-8859-1\r\n"
                        + "Content-Transfer-Encoding: quoted-printable\r\n\r\n<p>=C3=A9</p>\r\n--b\r\n"
                        + "Content-Disposition: attachment;\r\n filename*=UTF-8''%C3%9Cbersicht%20%E2%80%93%20neu.pdf\r\n"
                        + "Content-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n--b--\r\n"
                        + "the end\r\n");
        assertThat(ParsedMessage.parse(utf8(converted)).attachments())
                .extracting(ParsedAttachment::filename)
                .containsExactly("Übersicht – neu.pdf");
    }

    @Test
    void convertsMessagesWithinMessages() {
        String inner = "From: ä <c@example.org>\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nÄrger\r\n";

        assertThat(converted(HEADER + "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
                        + "Content-Type: message/rfc822\r\n\r\n" + inner + "\r\n--b--\r\n"))
                .contains("Content-Type: message/rfc822\r\nContent-Transfer-Encoding: 7bit\r\n\r\n"
                        + "From: =?UTF-8?B?w6Q=?= <c@example.org>\r\nContent-Type: text/plain; charset=utf-8\r\n")
                .contains("quoted-printable\r\n\r\n=C3=84rger\r\n\r\n--b--\r\n");
    }

    @Test
    void namesTheCharsetOfTextThatSaysNothingOfItself() {
        String untyped = "From: a@example.org\r\n\r\nun bel été en ville\r\n";

        assertThat(converted(untyped))
                .contains("MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n")
                .endsWith("quoted-printable\r\n\r\nun bel =C3=A9t=C3=A9 en ville\r\n");
        assertThat(ascii(SevenBit.of(untyped.getBytes(StandardCharsets.ISO_8859_1))))
                .contains("charset=unknown-8bit\r\n")
                .endsWith("\r\n\r\nun bel =E9t=E9 en ville\r\n");
    }

    @Test
    void writesHeaderTextInEncodedWordsAndDomainsInAscii() {
        assertThat(converted("From: Grå <a@grå.example>\r\nTo: Ädä <b@example.org>,\r\n\t\"ö, ü\" <c@example.org>\r\n"
                        + "Subject: Grüße\r\n =?utf-8?q?aus_K=C3=B6ln?=\r\nX-Own: é\r\n\r\n"))
                .isEqualTo("From: =?UTF-8?Q?Gr=C3=A5?= <a@xn--gr-zia.example>\r\n"
                        + "To: =?UTF-8?B?w4Rkw6Q=?= <b@example.org>, =?UTF-8?B?w7YsIMO8?=\r\n <c@example.org>\r\n"
                        + "Subject: =?UTF-8?B?R3LDvMOfZSBhdXMgS8O2bG4=?=\r\nX-Own: =?UTF-8?B?w6k=?=\r\n\r\n");
    }

    @Test
    void keepsAddressesThatHaveNoAsciiFormAsNamesToBeRead() {
        assertThat(converted("From: a@example.org\r\nTo: Grå <grå@example.org>, b@example.org\r\n"
                        + "Reply-To: å@example.org, c@example.org\r\n\r\n"))
                .isEqualTo("From: a@example.org\r\n"
                        + "To: =?UTF-8?B?R3LDpSBncsOlQGV4YW1wbGUub3Jn?= :;, b@example.org\r\n"
                        + "Reply-To: =?UTF-8?B?w6VAZXhhbXBsZS5vcmc=?= :;, c@example.org\r\n\r\n");
    }

    @Test
    void hasNoFormForAnAuthorOrAnAnswerThatWouldBeLost() {
        assertThat(SevenBit.of(utf8("From: grå@example.org\r\n\r\n"))).isEmpty();
        assertThat(SevenBit.of(utf8("From: a@example.org\r\nReply-To: grå@example.org\r\n\r\n")))
                .isEmpty();
        assertThat(SevenBit.of(utf8("From: a@example.org\r\nSender: grå@example.org\r\n\r\n")))
                .isEmpty();
    }

    @Test
    void hasNoFormForFieldsThatTakeNoWords() {
        assertThat(SevenBit.of(utf8("From: a@example.org\r\nMessage-ID: <å@example.org>\r\n\r\n")))
                .isEmpty();
        assertThat(SevenBit.of(utf8("From: a@example.org\r\nTo: grüße: b@example.org;\r\n\r\n")))
                .isEmpty();
    }

    @Test
    void doesNotTouchWhatOthersSignedOrEncrypted() {
        for (String type : new String[] {"signed", "encrypted"})
            assertThat(SevenBit.of(utf8(HEADER + "Content-Type: multipart/" + type
                            + "; boundary=b\r\n\r\n--b\r\n\r\né\r\n--b\r\n\r\nx\r\n--b--\r\n")))
                    .isEmpty();
    }

    @Test
    void hasNoFormForBrokenStructure() {
        assertThat(SevenBit.of(utf8(HEADER + "Content-Type: multipart/mixed\r\n\r\né\r\n")))
                .isEmpty();
        assertThat(SevenBit.of(utf8(HEADER + "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\né\r\n")))
                .isEmpty();
        assertThat(SevenBit.of(utf8(HEADER + "Content-Transfer-Encoding: base64\r\n\r\né\r\n")))
                .isEmpty();
        assertThat(SevenBit.of(utf8(HEADER + "Content-Type: message/partial; id=x\r\n\r\né\r\n")))
                .isEmpty();
    }

    private static String converted(String message) {
        return ascii(SevenBit.of(utf8(message)));
    }

    private static String ascii(Optional<byte[]> converted) {
        byte[] octets = converted.orElseThrow();
        for (byte octet : octets) assertThat(octet).isNotNegative();
        return new String(octets, StandardCharsets.US_ASCII);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
