package dev.pennypost.domains.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.domains.diagnosis.Finding.Code;
import dev.pennypost.domains.records.Purpose;
import dev.pennypost.mail.dkim.SigningKey;
import dev.pennypost.mail.dns.RecordType;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DkimCheckTest {
    private static final String KEY = Judging.KEY;
    private static final String OTHER =
            SigningKey.generateRsa(2048, new SecureRandom()).publicKey();

    private final Judging dkim = Judging.dkim();

    @Test
    void theKeyCountsAndNotItsSpelling() {
        dkim.texts("v=DKIM1; t=s; k=rsa; n=ours ; s=email; p=" + KEY + ";").isRight();
        dkim.texts("p = " + KEY + " ; k=RSA").isRight();
    }

    @Test
    void aKeyForTlsReportsIsOneForMailToo() {
        var reports = Judging.of(
                Purpose.DKIM, RecordType.TXT, "pp._domainkey.example.com", "v=DKIM1; k=rsa; s=*:tlsrpt; p=" + KEY);
        reports.texts("v=DKIM1; k=rsa; s=*:tlsrpt; p=" + KEY).isRight();
        reports.texts("p=" + KEY).isRight();
        reports.texts(("v=DKIM1; k=rsa; s=*:tlsrpt; p=" + KEY).substring(0, 255))
                .isWrong(Code.TRUNCATED_255);
    }

    @Test
    void whiteSpaceInsideTheKeyIsGoodToKnow() {
        dkim.texts("p=" + KEY.substring(0, 200) + " " + KEY.substring(200)).isRight(Code.SPACE_IN_JOIN);
    }

    @ParameterizedTest
    @ValueSource(ints = {253, 254, 255, 200, 390})
    void recognisesAKeyThatWasCut(int length) {
        var finding = dkim.texts(("p=" + KEY).substring(0, length)).isWrong(Code.TRUNCATED_255);
        assertThat(finding.message()).contains("after " + length + " characters");
    }

    @Test
    void recognisesACutKeyBehindItsDefaults() {
        dkim.texts(("v=DKIM1; k=rsa; p=" + KEY).substring(0, 255)).isWrong(Code.TRUNCATED_255);
    }

    @Test
    void recognisesAKeySplitOverTwoRecords() {
        dkim.texts(KEY.substring(250), "p=" + KEY.substring(0, 250)).isWrong(Code.SPLIT_AS_TWO_RECORDS);
    }

    @Test
    void saysWhichCharacterOfAKeyIsWrong() {
        char right = KEY.charAt(55);
        char wrong = Character.toLowerCase(right) == 'l' ? '7' : 'l';
        var finding = dkim.texts("v=DKIM1; p=" + KEY.substring(0, 55) + wrong + KEY.substring(56))
                .isWrong(Code.INVALID_VALUE);
        assertThat(finding.message()).contains("At character 67 there is `" + wrong + "` instead of `" + right + "`.");
        assertThat(finding.parameters()).containsEntry("difference_at", "67");
    }

    @Test
    void recognisesWhatPanelsDoToAKey() {
        dkim.texts("\"p=" + KEY + "\"").isWrong(Code.QUOTES_IN_VALUE);
        dkim.texts("p=" + KEY.substring(0, 250) + "\" \"" + KEY.substring(250)).isWrong(Code.QUOTES_IN_VALUE);
        dkim.texts("v=DKIM1\\; k=rsa\\; p=" + KEY).isWrong(Code.ESCAPED_SEMICOLON);
        dkim.texts("k=rsa\\; p=" + KEY).isWrong(Code.ESCAPED_SEMICOLON);
        dkim.texts("v=DKIM1&#59; k=rsa&#59; p=" + KEY).isWrong(Code.HTML_ENTITY);
        dkim.texts("p%3D" + KEY.replace("+", "%2B").replace("=", "%3D")).isWrong(Code.PERCENT_ENCODED);
        dkim.texts("pp._domainkey TXT p=" + KEY).isWrong(Code.NAME_IN_VALUE);
        dkim.texts("pp._domainkey.example.com. 3600 IN TXT p=" + KEY).isWrong(Code.NAME_IN_VALUE);
        dkim.texts(KEY).isWrong(Code.MISSING_PREFIX);
        dkim.texts("p=" + KEY.toLowerCase(Locale.ROOT)).isWrong(Code.CASE_FOLDED);
        dkim.texts("V=DKIM1; K=rsa; P=" + KEY).isWrong(Code.CASE_FOLDED);
        dkim.texts("hello").isWrong(Code.INVALID_VALUE);
    }

    @Test
    void tellsAnOldKeyFromAStrangers() {
        dkim.texts("p=" + OTHER).isWrong(Code.DKIM_OTHER_KEY);
        dkim.formerKeys = Set.of(OTHER);
        dkim.isWrong(Code.OLD_KEY);
    }

    @Test
    void saysWhatAKeyForbids() {
        dkim.texts("p=").isWrong(Code.DKIM_REVOKED);
        dkim.texts("h=sha1; p=" + KEY).isWrong(Code.DKIM_RESTRICTED);
        dkim.texts("s=tlsrpt; p=" + KEY).isWrong(Code.DKIM_RESTRICTED);
        dkim.texts("h=sha1:sha256; p=" + KEY).isRight();
        dkim.texts("k=ed25519; p=" + KEY).isWrong(Code.DKIM_KEY_TYPE);
        dkim.texts("t=y; p=" + KEY).isRight(Code.DKIM_TESTING);
    }

    @Test
    void nobodyBelievesAShortKey() {
        String text = "p=MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAKj34GkxFhD90vcNLYLInFEX6Ppy1tPf9Cnzj4p4WGeKLs1Pt8Qu"
                + "KUpRKfFLfRYC9AIKjbJTWit+CqvjWYzvQwECAwEAAQ==";
        var own = Judging.of(Purpose.DKIM, RecordType.TXT, "pp._domainkey.example.com", text);
        assertThat(own.texts(text).isWrong(Code.DKIM_KEY_SHORT).message()).contains("512 bits");
    }

    @Test
    void twoKeysAtOneNameAreOneTooMany() {
        dkim.texts("p=" + KEY, "p=" + OTHER).isWrong(Code.DKIM_MULTIPLE);
    }

    @Test
    void aTextThatIsNoKeyDoesNotDisturbTheKey() {
        dkim.texts("v=spf1 -all", "p=" + KEY).isRight();
    }
}
