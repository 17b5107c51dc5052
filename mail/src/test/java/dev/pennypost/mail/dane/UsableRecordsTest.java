package dev.pennypost.mail.dane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.mail.dns.DnsRecord;
import dev.pennypost.mail.dns.DomainName;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsableRecordsTest {
    private static final String SHA_256 = "ab".repeat(32);
    private static final String SHA_512 = "ab".repeat(64);

    @ParameterizedTest
    @CsvSource({
        "3, 1, 1, 32, true",
        "3, 0, 1, 32, true",
        "2, 0, 2, 64, true",
        "3, 1, 0, 91, true", // a key as a whole: compared, never read
        "0, 1, 1, 32, false", // PKIX-TA and PKIX-EE have no meaning in SMTP
        "1, 1, 1, 32, false",
        "4, 1, 1, 32, false",
        "255, 1, 1, 32, false",
        "3, 2, 1, 32, false",
        "3, 1, 3, 32, false",
        "3, 1, 1, 31, false",
        "3, 1, 1, 64, false",
        "3, 1, 2, 32, false",
        "3, 1, 0, 0, false",
        "2, 0, 0, 50, false", // an issuer's certificate that is none
        "2, 1, 0, 50, false",
    })
    void usesWhatRfc7672LetsMailUse(int usage, int selector, int matching, int octets, boolean usable) {
        var record = new DnsRecord.Tlsa(usage, selector, matching, "ab".repeat(octets));

        assertThat(TlsaRecords.usableOf(List.of(record)).isEmpty()).isEqualTo(!usable);
    }

    @Test
    void prefersTheStrongerHashOfTheSameThing() {
        var weak = new DnsRecord.Tlsa(3, 1, 1, SHA_256);
        var strong = new DnsRecord.Tlsa(3, 1, 2, SHA_512);
        var ofAnother = new DnsRecord.Tlsa(3, 0, 1, SHA_256);

        assertThat(TlsaRecords.usableOf(List.of(weak, strong, ofAnother)).all()).containsExactly(strong, ofAnother);
    }

    @Test
    void matchesNothingWhereNoCertificateIsShown() {
        var records = TlsaRecords.usableOf(List.of(new DnsRecord.Tlsa(3, 1, 1, SHA_256)));

        assertThat(records.verify(List.of(), List.of(DomainName.parse("mx.test")), Instant.EPOCH))
                .isEqualTo(DaneVerdict.NO_MATCH);
    }

    @Test
    void standsBelowPortAndProtocol() {
        assertThat(TlsaRecords.nameFor(DomainName.parse("mx.test"), 25)).hasToString("_25._tcp.mx.test");
    }
}
