package dev.pennypost.mail.mtasts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.mail.dns.Answer;
import dev.pennypost.mail.dns.DnsRecord;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StsRecordTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "v=STSv1; id=20160831085700Z;",
                "v=STSv1;id=20160831085700Z",
                "v=STSv1 ; future=x; id=20160831085700Z",
                "v=STSv1; id=20160831085700Z; id=other"
            })
    void readsTheId(String text) {
        assertThat(read(text)).contains(new StsRecord("20160831085700Z"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "v=STSv1",
                "v=STSv1;",
                "v=STSv2; id=1",
                " v=STSv1; id=1",
                "id=1; v=STSv1",
                "v=STSv1; id=",
                "v=STSv1; id=a-b",
                "v=STSv1; id=012345678901234567890123456789012",
                "v=STSv1; id=a b",
                "v=spf1 -all"
            })
    void findsNothingInWhatIsNoRecord(String text) {
        assertThat(read(text)).isEmpty();
    }

    @Test
    void findsNothingWhereSeveralClaimToBeOne() {
        assertThat(read("v=STSv1; id=1", "v=STSv1; id=2")).isEmpty();
        assertThat(read("v=STSv1; id=1", "some other text")).contains(new StsRecord("1"));
    }

    @Test
    void findsNothingWithoutAnAnswer() {
        assertThat(StsRecord.in(new Answer.Failed("SERVFAIL"))).isEmpty();
    }

    private static Optional<StsRecord> read(String... texts) {
        return StsRecord.in(new Answer.Records(
                Stream.of(texts).<DnsRecord>map(DnsRecord.Txt::new).toList(), Duration.ofMinutes(1), false));
    }
}
