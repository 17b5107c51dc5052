package dev.pennypost.mail.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.mail.dns.PlainZone;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DkimVerifierTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final SigningKey KEY = SigningKey.generateRsa(SigningKey.RSA_BITS, new SecureRandom());
    private static final SigningKey ED25519 = SigningKey.generateEd25519(new SecureRandom());
    private static final String NAME = "s._domainkey.example.test";
    private static final String MESSAGE =
            "From: a@example.test\r\nSubject: hello\r\n\r\nOne line\r\nand  another \r\n\r\n";

    private final PlainZone dns = new PlainZone().txt(NAME, KEY.publicRecord());

    @ParameterizedTest
    @CsvSource({
        "simple/simple",
        "simple/relaxed",
        "relaxed/simple",
        "relaxed/relaxed",
        "simple",
        "relaxed",
        "Relaxed/SIMPLE"
    })
    void verifiesEveryCanonicalization(String form) {
        assertThat(verify(signed("c=" + form + ";"))).isEqualTo("pass");
    }

    @Test
    void takesNoCanonicalizationForSimple() {
        assertThat(verify(signed(""))).isEqualTo("pass");
    }

    @ParameterizedTest
    @CsvSource({
        "simple/simple, 'Subject: hello', 'Subject:  hello', fail SIGNATURE_MISMATCH",
        "relaxed/simple, 'Subject: hello', 'SUBJECT : \thello ', pass",
        "relaxed/simple, 'another ', 'another', fail BODY_HASH_MISMATCH",
        "relaxed/relaxed, 'and  another ', 'and another', pass",
        "relaxed/relaxed, 'One line', 'Oneline', fail BODY_HASH_MISMATCH",
    })
    void allowsTheChangesThatTheFormAllows(String form, String before, String after, String result) {
        assertThat(verify(signed("c=" + form + ";").replace(before, after))).isEqualTo(result);
    }

    @Test
    void letsAnybodyAppendBeyondTheSignedLength() {
        String signed = signed("c=relaxed/relaxed; l=10;");
        assertThat(verify(signed + "appended\r\n")).isEqualTo("pass");
        assertThat(verify(signed.replace("One", "Two"))).isEqualTo("fail BODY_HASH_MISMATCH");
    }

    @Test
    void failsWhenTheBodyIsShorterThanSigned() {
        assertThat(verify(signed("l=10000;"))).isEqualTo("fail BODY_SHORTER_THAN_SIGNED");
    }

    @Test
    void failsOnceTheSignatureHasExpired() {
        assertThat(verify(signed("t=1000; x=" + NOW.getEpochSecond() + ";"))).isEqualTo("pass");
        assertThat(verify(signed("t=1000; x=" + (NOW.getEpochSecond() - 1) + ";")))
                .isEqualTo("fail EXPIRED");
    }

    @ParameterizedTest
    @CsvSource({
        "i=@example.test, pass",
        "i=someone@sub.example.test, pass",
        "i=@other.test, permerror IDENTITY_OUTSIDE_DOMAIN",
        "i=@badexample.test, permerror IDENTITY_OUTSIDE_DOMAIN",
        "q=dns/txt, pass",
        "q=other:dns/txt, pass",
        "q=http, permerror UNKNOWN_QUERY_METHOD",
        "c=other, permerror UNKNOWN_CANONICALIZATION",
        "z=From:a|To:b, pass",
        "unknown=1, pass",
        "x=tomorrow, permerror BAD_SYNTAX",
        "t=2000; x=1000, permerror BAD_SYNTAX",
        "l=-1, permerror BAD_SYNTAX",
        "c=simple; c=simple, permerror BAD_SYNTAX",
        "no tag, permerror BAD_SYNTAX",
    })
    void readsTheOptionalTags(String tag, String result) {
        assertThat(verify(signed(tag + ";"))).isEqualTo(result);
    }

    @ParameterizedTest
    @CsvSource({
        "v=1, v=2, permerror WRONG_VERSION",
        "v=1;, '', permerror MISSING_TAG",
        "a=rsa-sha256, a=rsa-sha1, permerror ALGORITHM_NOT_ALLOWED",
        "a=rsa-sha256, a=ed25519-sha256, permerror KEY_TYPE_MISMATCH",
        "h=From:Subject, h=Subject, permerror FROM_NOT_SIGNED",
        "bh=, bh=!, permerror BAD_SYNTAX",
        "d=example.test, d=example..test, permerror BAD_SYNTAX",
        "s=s, s=t, permerror NO_KEY",
        "s=s, s=s..s, permerror BAD_SYNTAX",
    })
    void refusesSignaturesThatAreNotWellFormed(String before, String after, String result) {
        assertThat(verify(signed("").replace(before, after))).isEqualTo(result);
    }

    @Test
    void namesTheSignerOfABadSignature() {
        var result = new DkimVerifier(dns)
                .verify(bytes(signed("").replace("v=1", "v=3")), NOW)
                .getFirst();
        assertThat(result.signer().domain()).hasToString("example.test");
        assertThat(result.signer().signature()).hasSize(8);
    }

    @ParameterizedTest
    @CsvSource({
        "v=DKIM1; k=rsa; p=KEY, pass",
        "p=KEY;, pass",
        "k=rsa;;p = KEY ; n=note, pass",
        "h=sha1:sha256; s=email; p=KEY, pass",
        "t=s; p=KEY, pass",
        "x_new=1; p=KEY, pass",
        "h=sha1; p=KEY, permerror HASH_NOT_ALLOWED",
        "s=other; p=KEY, permerror KEY_NOT_FOR_EMAIL",
        "k=ed25519; p=KEY, permerror KEY_TYPE_MISMATCH",
        "v=DKIM1; p=, permerror KEY_REVOKED",
        "p=AAAA, permerror KEY_UNUSABLE",
        "p=MAA=, permerror KEY_UNUSABLE",
        "p=!, permerror BAD_KEY_RECORD",
        "v=DKIM2; p=KEY, permerror BAD_KEY_RECORD",
        "p=KEY; v=DKIM1, permerror BAD_KEY_RECORD",
        "v=spf1 -all, permerror BAD_KEY_RECORD",
        "p=KEY; p=KEY, permerror BAD_KEY_RECORD",
    })
    void obeysTheKeyRecord(String record, String result) {
        var zone = new PlainZone().txt(NAME, record.replace("KEY", KEY.publicKey()));
        assertThat(verify(zone, signed(""))).isEqualTo(result);
    }

    @Test
    void readsAKeyWithWhiteSpaceInside() {
        String spaced = KEY.publicKey().replaceAll("(.{60})", "$1 \t");
        assertThat(verify(new PlainZone().txt(NAME, "v=DKIM1; p=" + spaced), signed("")))
                .isEqualTo("pass");
    }

    @Test
    void looksPastOtherTextsAtTheName() {
        var zone = new PlainZone().txt(NAME, "google-site-verification=abc", KEY.publicRecord());
        assertThat(verify(zone, signed(""))).isEqualTo("pass");
    }

    @Test
    void forbidsSubdomainsWhereTheKeyDoes() {
        var zone = new PlainZone().txt(NAME, "t=y:s; p=" + KEY.publicKey());
        assertThat(verify(zone, signed("i=@sub.example.test;"))).isEqualTo("permerror IDENTITY_OUTSIDE_DOMAIN");
    }

    @Test
    void takesABrokenSignatureForNoneWhileTheDomainIsTesting() {
        var zone = new PlainZone().txt(NAME, "t=y; p=" + KEY.publicKey());
        assertThat(verify(zone, signed(""))).isEqualTo("pass");
        assertThat(verify(zone, signed("").replace("hello", "hallo"))).isEqualTo("neutral SIGNATURE_MISMATCH");
    }

    @Test
    void saysToTryLaterWhenDnsIsDown() {
        assertThat(verify(new PlainZone().fails(NAME), signed(""))).isEqualTo("temperror DNS_FAILED");
    }

    @Test
    void doesNotBelieveShortKeys() throws NoSuchAlgorithmException {
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(768);
        String key = Base64.getEncoder()
                .encodeToString(generator.generateKeyPair().getPublic().getEncoded());
        assertThat(verify(new PlainZone().txt(NAME, "p=" + key), signed(""))).isEqualTo("fail KEY_TOO_SHORT");
    }

    @Test
    void countsFieldsOfOneNameFromTheBottom() {
        String two = "From: a@example.test\r\nComments: upper\r\nComments: lower\r\n\r\nbody\r\n";
        String signed = signed("", "From:Comments", two);
        assertThat(verify(signed)).isEqualTo("pass");
        assertThat(verify(signed.replace("upper", "other"))).isEqualTo("pass");
        assertThat(verify(signed.replace("lower", "other"))).isEqualTo("fail SIGNATURE_MISMATCH");
    }

    @Test
    void looksAtTenSignaturesAndNoMore() {
        String signed = signed("");
        String fields = signed.substring(0, signed.length() - MESSAGE.length()).repeat(25);
        assertThat(new DkimVerifier(dns).verify(bytes(fields + MESSAGE), NOW))
                .hasSize(DkimVerifier.MAX_SIGNATURES)
                .allMatch(DkimResult.Pass.class::isInstance);
    }

    @Test
    void hasNothingToSayAboutAnUnsignedMessage() {
        assertThat(new DkimVerifier(dns).verify(bytes(MESSAGE), NOW)).isEmpty();
        assertThat(new DkimVerifier(dns).verify(new byte[0], NOW)).isEmpty();
    }

    @Test
    void knowsOurKeyInARecordHoweverItIsSpelled() {
        assertThat(DkimKeyRecord.parse("n=x; p= " + KEY.publicKey().replaceAll("(.{9})", "$1 "))
                        .publishes(KEY))
                .isTrue();
        assertThat(DkimKeyRecord.parse(ED25519.publicRecord()).publishes(ED25519))
                .isTrue();
        assertThat(DkimKeyRecord.parse(ED25519.publicRecord()).publishes(KEY)).isFalse();
    }

    private String verify(String message) {
        return verify(dns, message);
    }

    private static String verify(PlainZone zone, String message) {
        var result = new DkimVerifier(zone).verify(bytes(message), NOW).getFirst();
        return switch (result) {
            case DkimResult.Pass _ -> "pass";
            case DkimResult.Fail(var _, var why) -> "fail " + why;
            case DkimResult.Neutral(var _, var why) -> "neutral " + why;
            case DkimResult.PermError(var _, var why) -> "permerror " + why;
            case DkimResult.TempError(var _, var why, var _) -> "temperror " + why;
        };
    }

    private static String signed(String tags) {
        return signed(tags, "From:Subject", MESSAGE);
    }

    /// Signs by hand, with whatever tags: what the tags forbid is found out by the verifier under test.
    private static String signed(String tags, String names, String message) {
        var raw = RawMessage.of(bytes(message));
        String form = tag(tags, "c", "simple/simple").toLowerCase(Locale.ROOT);
        var header = form.startsWith("relaxed") ? Canonicalization.RELAXED : Canonicalization.SIMPLE;
        var body = form.endsWith("/relaxed") ? Canonicalization.RELAXED : Canonicalization.SIMPLE;
        String length = tag(tags, "l", "");
        var hash = BodyDigest.of(raw, body, length.matches("\\d+") ? Long.parseLong(length) : BodyDigest.WHOLE_BODY);
        var covered = new Octets(100);
        for (String name : List.of(names.split(":"))) {
            header.field(raw.bytes(), raw.named(name.toLowerCase(Locale.ROOT)).getLast(), covered);
            covered.crlf();
        }
        byte[] field = bytes("DKIM-Signature: v=1; a=rsa-sha256; d=example.test; s=s; h=" + names + "; " + tags
                + "\r\n bh=" + Base64.getEncoder().encodeToString(hash.hash()) + "; b=");
        var own = new Octets(100);
        header.field(field, new RawMessage.Field(0, 14, 15, field.length), own);
        String signature = Base64.getEncoder().encodeToString(KEY.sign(covered.toBytes(), own.toBytes()));
        return new String(field, StandardCharsets.UTF_8) + signature + "\r\n" + message;
    }

    private static String tag(String tags, String name, String otherwise) {
        for (String tag : tags.split(";", -1))
            if (tag.strip().startsWith(name + "=")) return tag.strip().substring(2);
        return otherwise;
    }

    private static byte[] bytes(String text) {
        return TestMessages.bytes(text);
    }
}
