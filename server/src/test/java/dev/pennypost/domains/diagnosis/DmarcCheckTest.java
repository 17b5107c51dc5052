package dev.pennypost.domains.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.domains.diagnosis.Finding.Code;
import dev.pennypost.domains.diagnosis.Finding.Severity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DmarcCheckTest {
    private final Judging dmarc = Judging.dmarc("example.com");
    private final Judging below = Judging.dmarc("mail.example.com");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "v=DMARC1; p=none;",
                "v=DMARC1;p=reject;pct=50",
                "v = DMARC1 ; p=quarantine; rua=mailto:d@example.com",
                "v=DMARC1; rua=mailto:d@reports.example.com; p=none"
            })
    void anyPolicyWillDo(String record) {
        dmarc.texts("some-verification=1", record).isRight();
    }

    @Test
    void thePolicyOfTheDomainAboveHolds() {
        below.is(RecordState.NOT_PUBLISHED, Code.HOST_NOT_FOUND);
        below.dns.txt("_dmarc.example.com", "v=DMARC1; p=none; sp=reject");
        var finding = below.is(RecordState.RIGHT, Code.DMARC_INHERITED);
        assertThat(finding.parameters())
                .containsEntry("found_at", "example.com")
                .containsEntry("policy", "reject");
    }

    @Test
    void severalRecordsAreAsGoodAsNone() {
        dmarc.texts("v=DMARC1; p=none", "v=DMARC1; p=reject").isWrong(Code.DMARC_MULTIPLE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"v=DMARC; p=none", "v:DMARC1 p=none", "rua=mailto:a@example.com; v=DMARC1; p=none"})
    void theVersionMustComeFirstAndBeExact(String record) {
        dmarc.texts(record).isWrong(Code.DMARC_MALFORMED);
    }

    @Test
    void recognisesWhatPanelsDoToTheRecord() {
        dmarc.texts("\"v=DMARC1; p=none;\"").isWrong(Code.QUOTES_IN_VALUE);
        dmarc.texts("v=DMARC1\\; p=none\\;").isWrong(Code.ESCAPED_SEMICOLON);
        dmarc.texts("p=none;").isWrong(Code.MISSING_PREFIX);
        dmarc.texts("v=dmarc1; p=none;").isWrong(Code.CASE_FOLDED);
        dmarc.texts("_dmarc TXT v=DMARC1; p=none;").isWrong(Code.NAME_IN_VALUE);
        dmarc.texts("hello").isWrong(Code.INVALID_VALUE);
    }

    @Test
    void aMisspeltPolicyCountsOnlyWhereReportsAreAskedFor() {
        dmarc.texts("v=DMARC1; p=rejct").isWrong(Code.DMARC_BAD_POLICY);
        dmarc.texts("v=DMARC1; p=rejct; rua=mailto:d@example.com");
        assertThat(dmarc.judge().findings()).extracting(Finding::code).contains(Code.DMARC_BAD_POLICY);
        assertThat(dmarc.judge().findings().getFirst().severity()).isEqualTo(Severity.WARNING);
        assertThat(dmarc.judge().state()).isEqualTo(RecordState.RIGHT);
    }

    @Test
    void reportsGoOnlyToThoseWhoAgreed() {
        dmarc.texts("v=DMARC1; p=none; rua=mailto:d@reports.test");
        var finding = dmarc.is(RecordState.RIGHT, Code.DMARC_REPORTS_UNAUTHORISED);
        assertThat(finding.fix()).contains("example.com._report._dmarc.reports.test");
        dmarc.dns.txt("example.com._report._dmarc.reports.test", "v=DMARC1");
        dmarc.isRight();
    }

    @Test
    void saysWhatExactMatchesMean() {
        dmarc.texts("v=DMARC1; p=none; aspf=s; adkim=s").isRight(Code.DMARC_STRICT_SPF, Code.DMARC_STRICT_DKIM);
    }

    @Test
    void saysWherePartsMeanNothing() {
        dmarc.texts("v=DMARC1; p=none; foo; adkim=x").isRight(Code.DMARC_IGNORED_TAGS);
    }

    @Test
    void warnsWhereTheOlderStandardFindsAnotherPolicy() {
        dmarc.texts("v=DMARC1; p=reject; t=y");
        var finding = dmarc.is(RecordState.RIGHT, Code.DMARC_READINGS_DIFFER);
        assertThat(finding.parameters()).containsEntry("newer", "quarantine").containsEntry("older", "reject");
        var deep = Judging.dmarc("a.team.example.com");
        deep.dns
                .txt("_dmarc.team.example.com", "v=DMARC1; p=reject; psd=n")
                .txt("_dmarc.example.com", "v=DMARC1; p=none");
        deep.isRight(Code.DMARC_INHERITED, Code.DMARC_READINGS_DIFFER);
    }

    @Test
    void silenceAboveProvesNothing() {
        below.dns.fails("_dmarc.example.com");
        below.is(RecordState.UNKNOWN, Code.DNS_SERVER_ERROR);
    }
}
