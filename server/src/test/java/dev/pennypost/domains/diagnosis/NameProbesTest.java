package dev.pennypost.domains.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.domains.diagnosis.Finding.Code;
import dev.pennypost.domains.records.PlannedRecord;
import dev.pennypost.domains.records.Purpose;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.RecordType;
import dev.pennypost.testkit.FakeInternet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Records that are somewhere else than they should be. Each mistake must be told as itself and as nothing else.
class NameProbesTest {
    private static final PlannedRecord MX = World.returnPath("example.com");
    private static final PlannedRecord SPF = World.spf("example.com");
    private static final PlannedRecord DKIM = World.dkim("example.com");
    private static final PlannedRecord DMARC = World.dmarc("example.com");
    private static final PlannedRecord SUB_DKIM = World.dkim("mail.example.com");

    private final World world = new World();

    @Test
    void tellsAMissingNameAndWhatToEnter() {
        Finding finding = onlyFinding("", MX);
        assertThat(finding.code()).isEqualTo(Code.HOST_NOT_FOUND);
        assertThat(finding.message()).isEqualTo("There is nothing at `send.example.com` yet.");
        assertThat(finding.fix())
                .isEqualTo(
                        "In the DNS settings of `example.com` (the ones at ns1.host.com, ns2.host.com), add a record of"
                                + " type MX with `send` as its host (name), `feedback.pennypost.com` as its value, and 10 as its"
                                + " priority.");
        assertThat(finding.parameters())
                .containsEntry("zone", "example.com")
                .containsEntry("host", "send")
                .containsEntry("type", "MX")
                .containsEntry("name", "send.example.com");
        assertThat(finding.expected()).isEqualTo("feedback.pennypost.com");
        assertThat(finding.observed()).isNull();
        assertThat(finding.servers()).hasSize(2);
    }

    @Test
    void tellsAMissingType() {
        assertThat(onlyFinding("send A 192.0.2.7", MX).code()).isEqualTo(Code.TYPE_NOT_FOUND);
    }

    @Test
    void tellsANameThatExistsOnlyForThoseBelowIt() {
        Finding finding = onlyFinding("pp._domainkey.send TXT \"v=DKIM1; p=b3RoZXI=\"", MX);
        assertThat(finding.code()).isEqualTo(Code.EMPTY_NON_TERMINAL);
        assertThat(finding.message())
                .isEqualTo("There are records below `send.example.com`, but none at that name itself.");
    }

    @Test
    void takesANameForMissingWhereAWildcardMakesEveryNameExist() {
        assertThat(onlyFinding("* A 192.0.2.7", MX).code()).isEqualTo(Code.HOST_NOT_FOUND);
    }

    @Test
    void tellsANameThatTheHostHasDoubled() {
        Finding finding = onlyFinding("send.example.com MX 10 feedback.pennypost.com.", MX);
        assertThat(finding.code()).isEqualTo(Code.NAME_DOUBLED);
        assertThat(finding.message())
                .isEqualTo(
                        "The record is at `send.example.com.example.com`: your DNS host adds `example.com` to names by"
                                + " itself.");
        assertThat(finding.fix()).isEqualTo("Edit it, and enter only `send` as its host (name).");
        assertThat(finding.parameters()).containsEntry("found_at", "send.example.com.example.com");
        assertThat(finding.observed()).isEqualTo("10 feedback.pennypost.com");
    }

    @Test
    void tellsADoubledNameOfASubdomain() {
        assertThat(onlyFindingOfMail("pp._domainkey.mail.example.com").code()).isEqualTo(Code.NAME_DOUBLED);
        assertThat(onlyFindingOfMail("pp._domainkey.example.com").code()).isEqualTo(Code.NAME_DOUBLED);
    }

    @Test
    void tellsARecordThatIsOfTheApexInsteadOfTheSubdomain() {
        Finding finding = onlyFindingOfMail("pp._domainkey");
        assertThat(finding.code()).isEqualTo(Code.NAME_RELATIVE_TO_APEX);
        assertThat(finding.fix()).isEqualTo("Edit it, and enter `pp._domainkey.mail` as its host (name).");
    }

    @Test
    void tellsASubdomainThatStandsTwice() {
        Finding finding = onlyFindingOfMail("pp._domainkey.mail.mail");
        assertThat(finding.code()).isEqualTo(Code.NAME_SUB_DOUBLED);
        assertThat(finding.message()).endsWith("where `mail` stands twice.");
    }

    @Test
    void tellsALiteralAtSign() {
        var receiving = new PlannedRecord(
                Purpose.RECEIVING, RecordType.MX, new DomainName("example.com"), "inbound.pennypost.com", 10);
        Finding finding = onlyFinding("\\@ MX 10 inbound.pennypost.com.", receiving);
        assertThat(finding.code()).isEqualTo(Code.NAME_AT_LITERAL);
        assertThat(finding.fix()).isEqualTo("Edit it, and leave its host (name) empty.");
    }

    @Test
    void tellsARecordThatWasEnteredForTheDomainItself() {
        Finding finding = onlyFinding("@ MX 10 feedback.pennypost.com.", MX);
        assertThat(finding.code()).isEqualTo(Code.NAME_AT_LITERAL);
        assertThat(finding.fix()).isEqualTo("Edit it, and enter `send` as its host (name), not `@`.");
        assertThat(onlyFinding("@ TXT \"v=spf1 include:spf.pennypost.com ~all\"", SPF)
                        .code())
                .isEqualTo(Code.NAME_AT_LITERAL);
    }

    @Test
    void tellsALostUnderscore() {
        for (String stripped : List.of("pp.domainkey", "pp-domainkey", "pp.-domainkey")) {
            Finding finding = onlyFinding(stripped + " TXT \"" + World.KEY + "\"", DKIM);
            assertThat(finding.code()).isEqualTo(Code.UNDERSCORE_STRIPPED);
        }
        assertThat(onlyFinding("dmarc TXT \"v=DMARC1; p=none\"", DMARC).code()).isEqualTo(Code.UNDERSCORE_STRIPPED);
    }

    @Test
    void tellsADmarcRecordAtTheApexWhateverItSays() {
        Finding finding = onlyFinding("@ TXT \"v=DMARC1; p=reject\"", DMARC);
        assertThat(finding.code()).isEqualTo(Code.DMARC_AT_APEX);
        assertThat(finding.fix()).isEqualTo("Move it: enter `_dmarc` as its host (name).");
    }

    @Test
    void tellsTheRightDataInARecordOfAnotherType() {
        Finding finding = onlyFinding("send TXT feedback.pennypost.com", MX);
        assertThat(finding.code()).isEqualTo(Code.WRONG_TYPE);
        assertThat(finding.parameters()).containsEntry("found_type", "TXT");
        assertThat(onlyFinding("send CNAME feedback.pennypost.com.", MX).code()).isEqualTo(Code.WRONG_TYPE);
    }

    @Test
    void tellsSpfOfTheOldType() {
        assertThat(onlyFinding("send SPF \"v=spf1 include:spf.pennypost.com ~all\"", SPF)
                        .code())
                .isEqualTo(Code.SPF_TYPE99);
    }

    @Test
    void tellsARecordInTheZoneAbove() {
        // Our own servers would not answer for what they delegated; some panels' servers do.
        world.registry("example NS ns1.host.com.\n");
        world.first("mail NS ns.other.com.");
        world.internet.serves(World.OTHER_HOST, "mail.example.com", "@ NS ns.other.com.");
        var examiner = world.examiner(true);
        var subject = new Examiner.Subject(new DomainName("mail.example.com"), List.of(SUB_DKIM), Set.of());
        examiner.examine(subject);
        world.first("pp._domainkey.mail TXT \"" + World.KEY + "\"");
        Finding finding = onlyFinding(examiner.examine(subject));
        assertThat(finding.code()).isEqualTo(Code.WRONG_ZONE);
        assertThat(finding.message()).contains("`mail.example.com` has DNS settings of its own, at ns.other.com.");
    }

    @Test
    void tellsAWildcardThatAnswersInPlaceOfARecord() {
        Finding finding = onlyFinding("* MX 5 mail.example.com.\nmail A 192.0.2.7", MX);
        assertThat(finding.code()).isEqualTo(Code.WILDCARD_MASK);
        assertThat(onlyFinding("* CNAME www.example.com.\nwww A 192.0.2.7", MX).code())
                .isEqualTo(Code.WILDCARD_MASK);
    }

    @Test
    void tellsACnameInTheWay() {
        Finding finding = onlyFinding("send CNAME www.example.com.\nwww A 192.0.2.7", MX);
        assertThat(finding.code()).isEqualTo(Code.CNAME_COLLISION);
        assertThat(finding.parameters()).containsEntry("target", "www.example.com");
        assertThat(onlyFinding("_dmarc CNAME www.example.com.\nwww TXT \"hello\"", DMARC)
                        .code())
                .isEqualTo(Code.CNAME_COLLISION);
    }

    @Test
    void putsNoQuestionsAboutMistakesWhenNothingIsMissing() {
        world.zone(World.RECORDS).examine();
        assertThat(world.internet.asked())
                .extracting(FakeInternet.Asked::question)
                .noneMatch(question -> question.name().ascii().startsWith("no-such-"))
                .noneMatch(question -> question.name().ascii().startsWith("@"));
    }

    @Test
    void neverTellsTheRecordOfAnotherDomainForAMisplacedOne() {
        // example.com has a key of its own at the name where that of mail.example.com would be by mistake.
        Finding finding = onlyFinding(world.zone("pp._domainkey TXT \"v=DKIM1; p=b3RoZXI=\"")
                .examiner(true)
                .examine(new Examiner.Subject(new DomainName("mail.example.com"), List.of(SUB_DKIM), Set.of())));
        assertThat(finding.code()).isEqualTo(Code.HOST_NOT_FOUND);
    }

    private Finding onlyFinding(String zone, PlannedRecord planned) {
        return onlyFinding(world.zone(zone).examine(planned));
    }

    /// The key of `mail.example.com` was entered under this name.
    private Finding onlyFindingOfMail(String at) {
        return onlyFinding(world.zone(at + " TXT \"" + World.KEY + "\"")
                .examiner(true)
                .examine(new Examiner.Subject(new DomainName("mail.example.com"), List.of(SUB_DKIM), Set.of())));
    }

    private static Finding onlyFinding(Examination examination) {
        assertThat(examination.findings()).isEmpty();
        var findings = examination.records().getFirst().findings();
        assertThat(findings).as("%s", findings).hasSize(1);
        return findings.getFirst();
    }
}
