package dev.pennypost.mail.dmarc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pennypost.mail.dmarc.DmarcRecord.PublicSuffix;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DmarcRecordTest {
    @Test
    void readsEveryTag() {
        var record = DmarcRecord.parse("v=DMARC1; p=reject; sp=quarantine; np=none; adkim=s; aspf=s; psd=n; t=y; "
                + "rua=mailto:a@example.test!10m, mailto:b@example.test; ruf=mailto:c@example.test; fo=1:d:s");
        assertThat(record.policy()).contains(DmarcRequest.REJECT);
        assertThat(record.subdomainRequest()).isEqualTo(DmarcRequest.QUARANTINE);
        assertThat(record.missingSubdomainRequest()).isEqualTo(DmarcRequest.NONE);
        assertThat(record.dkim()).isEqualTo(Alignment.STRICT);
        assertThat(record.spf()).isEqualTo(Alignment.STRICT);
        assertThat(record.publicSuffix()).isEqualTo(PublicSuffix.NO);
        assertThat(record.testing()).isTrue();
        assertThat(record.aggregateReports())
                .containsExactly(URI.create("mailto:a@example.test"), URI.create("mailto:b@example.test"));
        assertThat(record.failureReports()).containsExactly(URI.create("mailto:c@example.test"));
        assertThat(record.failureOptions()).containsExactly("1", "d", "s");
        assertThat(record.ignored()).isEmpty();
    }

    @Test
    void hasTheDefaultsOfTheRfc() {
        var record = DmarcRecord.parse("v=DMARC1;p=none");
        assertThat(record.dkim()).isEqualTo(Alignment.RELAXED);
        assertThat(record.spf()).isEqualTo(Alignment.RELAXED);
        assertThat(record.publicSuffix()).isEqualTo(PublicSuffix.UNKNOWN);
        assertThat(record.testing()).isFalse();
        assertThat(record.failureOptions()).containsExactly("0");
    }

    @ParameterizedTest
    @CsvSource({
        "p=reject, REJECT, REJECT",
        "p=reject; sp=none, NONE, NONE",
        "p=reject; sp=quarantine; np=none, QUARANTINE, NONE",
        "p=none; np=reject, NONE, REJECT",
    })
    void inheritsFromNpToSpToP(String tags, DmarcRequest subdomain, DmarcRequest missing) {
        var record = DmarcRecord.parse("v=DMARC1; " + tags);
        assertThat(record.subdomainRequest()).isEqualTo(subdomain);
        assertThat(record.missingSubdomainRequest()).isEqualTo(missing);
    }

    @ParameterizedTest
    @CsvSource({
        "v=DMARC1; sp=reject; p=quarantine, QUARANTINE",
        "V = DMARC1; p=reject, ''",
        "v =  DMARC1 ;  p =  REJECT , REJECT",
        "v=DMARC1; pct=20; ri=3600; p=reject; unknown=x; nonsense;, REJECT",
        "v=DMARC1; p=reject; p=none, REJECT",
        "v=DMARC1; p=block; rua=mailto:a@example.test, NONE",
        "v=DMARC1; rua=mailto:a@example.test, NONE",
        "v=DMARC1; p=reject; sp=block; rua=mailto:a@example.test, NONE",
    })
    void makesTheBestOfWhatIsWritten(String text, String request) {
        if (request.isEmpty()) assertThat(DmarcRecord.claims(text)).isFalse();
        else assertThat(DmarcRecord.parse(text).ownRequest()).hasToString(request);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "v=DMARC1",
                "v=DMARC1; p=block",
                "v=DMARC1; p=reject; np=block",
                "v=DMARC1; p=reject; sp=",
                "v=DMARC1; rua=nowhere"
            })
    void doesNotApplyWithoutPolicyAndWithoutReports(String text) {
        assertThat(DmarcRecord.parse(text).applies()).isFalse();
    }

    @Test
    void keepsWhatItIgnoresSoThatTheOwnerCanBeTold() {
        assertThat(DmarcRecord.parse("v=DMARC1; p=none; pct=20; nonsense; adkim=x")
                        .ignored())
                .containsExactlyInAnyOrder("nonsense", "pct=20", "adkim=x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "v=DMARC2; p=none", "v=dmarc1; p=none", "p=none; v=DMARC1", "v=spf1 -all", "v=DMARC1 p=none"
            })
    void refusesTextsOfAnotherKind(String text) {
        assertThatExceptionOfType(BadDmarcRecord.class).isThrownBy(() -> DmarcRecord.parse(text));
    }
}
