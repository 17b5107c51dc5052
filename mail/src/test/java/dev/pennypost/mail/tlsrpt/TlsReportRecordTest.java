package dev.pennypost.mail.tlsrpt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.mail.dns.Answer;
import dev.pennypost.mail.dns.DnsRecord;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsReportRecordTest {
    @Test
    void readsWhereReportsGo() {
        assertThat(read("v=TLSRPTv1; rua=mailto:reports@example.com , https://reporting.example.com/v1/tlsrpt"))
                .map(TlsReportRecord::destinations)
                .contains(List.of(
                        URI.create("mailto:reports@example.com"),
                        URI.create("https://reporting.example.com/v1/tlsrpt")));
    }

    @Test
    void passesOverDestinationsOfOtherKinds() {
        assertThat(read("v=TLSRPTv1;rua=http://a.test/,ftp://a.test/,nonsense,mailto:a@b.test"))
                .map(TlsReportRecord::destinations)
                .contains(List.of(URI.create("mailto:a@b.test")));
    }

    @Test
    void writesToTenDestinationsAtMost() {
        String many = "mailto:a@b.test,".repeat(500);
        assertThat(read("v=TLSRPTv1;rua=" + many).orElseThrow().destinations()).hasSize(TlsReportRecord.MOST);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "v=TLSRPTv1",
                "v=TLSRPTv1;",
                "v=TLSRPTv1; rua=",
                "v=TLSRPTv1; rua=mailto:nobody",
                "v=TLSRPTv1; rua=https:///nohost",
                "v=TLSRPTv2; rua=mailto:a@b.test",
                "rua=mailto:a@b.test; v=TLSRPTv1"
            })
    void findsNothingInWhatIsNoRecord(String text) {
        assertThat(read(text)).isEmpty();
    }

    @Test
    void findsNothingWhereSeveralClaimToBeOne() {
        assertThat(read("v=TLSRPTv1; rua=mailto:a@b.test", "v=TLSRPTv1; rua=mailto:c@d.test"))
                .isEmpty();
    }

    private static Optional<TlsReportRecord> read(String... texts) {
        return TlsReportRecord.in(new Answer.Records(
                Stream.of(texts).<DnsRecord>map(DnsRecord.Txt::new).toList(), Duration.ofMinutes(1), false));
    }
}
