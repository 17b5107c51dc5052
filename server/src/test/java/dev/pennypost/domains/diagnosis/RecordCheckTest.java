package dev.pennypost.domains.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.domains.diagnosis.Examiner.Subject;
import dev.pennypost.domains.diagnosis.Finding.Code;
import dev.pennypost.domains.records.PlannedRecord;
import dev.pennypost.domains.records.Purpose;
import dev.pennypost.mail.dns.DnsRecord;
import dev.pennypost.mail.dns.RecordType;
import dev.pennypost.testkit.FakeDns;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordCheckTest {
    private static final String TOKEN = "pennypost-domain-verification=3f1c9a5b7d2e4860";

    private final Judging ownership = Judging.of(Purpose.OWNERSHIP, RecordType.TXT, "example.com", TOKEN);

    @Test
    void everythingAsPlannedIsRight() {
        var dns = new FakeDns()
                .mx("send.example.com", 10, "feedback.mta.test")
                .txt("send.example.com", "v=spf1 include:spf.mta.test ~all")
                .txt("pp._domainkey.example.com", "p=" + Judging.KEY)
                .txt("_dmarc.example.com", "v=DMARC1; p=none;");
        List<PlannedRecord> plan = List.of(
                Judging.returnPath().planned,
                Judging.spf().planned,
                Judging.dkim().planned,
                Judging.dmarc("example.com").planned);
        assertThat(new RecordCheck(dns)
                        .examine(new Subject(Judging.DOMAIN, plan, Set.of()))
                        .records())
                .hasSize(4)
                .allMatch(report ->
                        report.state() == RecordState.RIGHT && report.findings().isEmpty());
    }

    @Test
    void aServerThatDoesNotAnswerProvesNothing() {
        var returnPath = Judging.returnPath();
        returnPath.dns.fails("send.example.com");
        returnPath.is(RecordState.UNKNOWN, Code.DNS_SERVER_ERROR);
    }

    @Test
    void aNameThatDoesNotExistIsToldFromOneWithoutTheType() {
        var returnPath = Judging.returnPath();
        returnPath.is(RecordState.NOT_PUBLISHED, Code.HOST_NOT_FOUND);
        returnPath.texts("something").is(RecordState.NOT_PUBLISHED, Code.TYPE_NOT_FOUND);
    }

    @Test
    void anyOfSeveralTextsProvesOwnership() {
        ownership.texts("google-site-verification=abc", TOKEN).isRight();
        ownership.texts("google-site-verification=abc").isWrong(Code.INVALID_VALUE);
    }

    @Test
    void saysWhichCharacterOfAProofIsWrong() {
        var finding = ownership.texts(TOKEN.replace("9a5b", "9a56")).isWrong(Code.INVALID_VALUE);
        assertThat(finding.message()).contains("At character 38 there is `6` instead of `b`.");
        assertThat(finding.parameters()).containsEntry("difference_at", "38");
        assertThat(ownership
                        .texts(TOKEN.substring(0, 44))
                        .isWrong(Code.INVALID_VALUE)
                        .message())
                .contains("It ends after character 44.");
        assertThat(ownership
                        .texts(TOKEN.replace("9a5b", "95b"))
                        .isWrong(Code.INVALID_VALUE)
                        .message())
                .contains("Before character 36, `a` is missing.");
        assertThat(ownership
                        .texts(TOKEN.replace("9a5b", "9aa5b"))
                        .isWrong(Code.INVALID_VALUE)
                        .message())
                .contains("The character 37, `a`, is too much.");
        assertThat(ownership.texts(TOKEN + "xy").isWrong(Code.INVALID_VALUE).message())
                .contains("Everything from character 47 on is too much.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"%s\"", "\\\"%s\\\"", "'%s'", "`%s`", "\u00e2\u0080\u009c%s\u00e2\u0080\u009d"})
    void quotesThatBecameDataAreWrong(String around) {
        ownership.texts(around.formatted(TOKEN)).isWrong(Code.QUOTES_IN_VALUE);
    }

    @Test
    void recognisesWhatCopyingDoesToAText() {
        ownership.texts("&quot;" + TOKEN + "&quot;").isWrong(Code.HTML_ENTITY);
        ownership.texts(TOKEN.replace("=", "%3D")).isWrong(Code.PERCENT_ENCODED);
        ownership.texts("example.com TXT " + TOKEN).isWrong(Code.NAME_IN_VALUE);
        ownership.texts("@ 300 IN TXT " + TOKEN).isWrong(Code.NAME_IN_VALUE);
        ownership.texts(TOKEN.substring(TOKEN.indexOf('=') + 1)).isWrong(Code.MISSING_PREFIX);
        ownership.texts(TOKEN.toUpperCase(Locale.ROOT)).isWrong(Code.CASE_FOLDED);
        ownership.texts("TXT \"" + TOKEN + "\"").isWrong(Code.QUOTES_IN_VALUE);
    }

    @Test
    void saysThatARecordIsRememberedForTooLong() {
        ownership.dns.add(ownership.planned.name(), new DnsRecord.Txt(TOKEN), Duration.ofDays(2));
        assertThat(ownership.is(RecordState.RIGHT, Code.TTL_HUGE).message()).contains("2 days");
    }
}
