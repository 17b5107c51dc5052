package dev.pennypost.domains.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.domains.diagnosis.Finding.Code;
import dev.pennypost.domains.records.PlannedRecord;
import dev.pennypost.domains.records.Purpose;
import dev.pennypost.mail.dns.DnsRecord;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.RecordType;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/// MX, CNAME, NS and CAA: records that name a host.
class TargetChecksTest {
    private static final String SEND = "send.example.com";

    private final Judging returnPath = Judging.returnPath();
    private final Judging receiving = Judging.of(Purpose.RECEIVING, RecordType.MX, "example.com", "inbound.mta.test");
    private final Judging link = Judging.of(Purpose.TRACKING, RecordType.CNAME, "links.example.com", "links.mta.test");
    private final Judging keyAlias =
            Judging.of(Purpose.DKIM, RecordType.CNAME, "pp._domainkey.example.com", "pp.dkim.mta.test");
    private final Judging caa =
            Judging.of(Purpose.TRACKING_CAA, RecordType.CAA, "links.example.com", "0 issue \"letsencrypt.org\"");

    @Test
    void theMxMayDifferInCaseDotAndPriority() {
        returnPath.dns.mx(SEND, 50, "FEEDBACK.mta.test.".toUpperCase(Locale.ROOT));
        returnPath.isRight();
    }

    @Test
    void anotherMxBesideOursCatchesBounces() {
        returnPath.dns.mx(SEND, 10, "feedback.mta.test").mx(SEND, 20, "mail.other.test");
        assertThat(returnPath.isWrong(Code.MX_EXTRA).observed()).contains("20 mail.other.test");
    }

    @Test
    void recognisesHowPeopleMistypeAnMx() {
        mx("feedback.mta.test.example.com", Code.TARGET_ZONE_APPENDED);
        mx("192.0.2.1", Code.MX_TARGET_IP);
        mx("192.0.2.1.", Code.MX_TARGET_IP);
        mx("10.feedback.mta.test", Code.PRIORITY_IN_VALUE);
        mx("10 feedback.mta.test", Code.PRIORITY_IN_VALUE);
        mx("\"feedback.mta.test\"", Code.QUOTES_IN_VALUE);
        mx("", Code.MX_NULL);
        mx("mail.elsewhere.test", Code.INVALID_VALUE);
        assertThat(mx("feedbeck.mta.test", Code.INVALID_VALUE).message())
                .contains("At character 6 there is `e` instead of `a`.");
    }

    private Finding mx(String target, Code code) {
        returnPath.dns.forget(SEND).mx(SEND, 10, target);
        return returnPath.isWrong(code);
    }

    @Test
    void anAliasOfOurHostWorksAndIsForbidden() {
        returnPath.dns.mx(SEND, 10, "mail.example.com").cname("mail.example.com", "feedback.mta.test");
        returnPath.isRight(Code.MX_TARGET_CNAME);
    }

    @Test
    void mailArrivesOnlyWhereOursComesFirstAlone() {
        receiving.dns.mx("example.com", 10, "inbound.mta.test");
        receiving.isRight();
        receiving.dns.mx("example.com", 20, "backup.other.test");
        receiving.isRight(Code.MX_EXTRA);
        receiving.dns.mx("example.com", 10, "mx.other.test");
        receiving.isWrong(Code.MX_NOT_LOWEST);
        receiving.dns.mx("example.com", 5, "first.other.test");
        receiving.isWrong(Code.MX_NOT_LOWEST);
    }

    @Test
    void doesNotAdviseToTakeMailboxesAway() {
        receiving.dns.mx("example.com", 1, "aspmx.l.google.com");
        var finding = receiving.isWrong(Code.MX_MAILBOXES_ELSEWHERE);
        assertThat(finding.message()).contains("Google Workspace");
        assertThat(finding.fix()).contains("subdomain");
    }

    @Test
    void aCnameMayLeadToUsByOthers() {
        link.dns.cname("links.example.com", "alias.example.net").cname("alias.example.net", "links.mta.test");
        link.isRight();
    }

    @Test
    void recognisesHowPeopleMistypeACname() {
        link.dns.cname("links.example.com", "links.mta.test.example.com");
        link.isWrong(Code.TARGET_ZONE_APPENDED);
        link.dns.forget("links.example.com").cname("links.example.com", "lings.mta.test");
        assertThat(link.isWrong(Code.INVALID_VALUE).parameters()).containsEntry("difference_at", "4");
        link.dns.forget("links.example.com").cname("links.example.com", "elsewhere.test");
        link.isWrong(Code.INVALID_VALUE);
    }

    @Test
    void cloudflaresProxyHidesACname() {
        link.dns.a("links.example.com", "104.21.3.4", "2606:4700:3030::6815:304");
        link.isWrong(Code.CNAME_PROXIED);
        keyAlias.dns.a("pp._domainkey.example.com", "172.67.1.2");
        keyAlias.isWrong(Code.CNAME_PROXIED);
    }

    @Test
    void addressesInsteadOfACnameAreEnoughForLinksOnly() {
        link.dns.a("links.mta.test", "192.0.2.7", "192.0.2.8").a("links.example.com", "192.0.2.7");
        link.isRight(Code.CNAME_FLATTENED);
        keyAlias.dns.a("pp.dkim.mta.test", "192.0.2.9").a("pp._domainkey.example.com", "192.0.2.9");
        keyAlias.isWrong(Code.CNAME_FLATTENED);
    }

    @Test
    void addressesOfOthersAreNoCname() {
        link.dns.a("links.example.com", "203.0.113.5");
        link.is(RecordState.NOT_PUBLISHED, Code.TYPE_NOT_FOUND);
    }

    @Test
    void allNameServersOfADelegationMustBeOurs() {
        var delegation = Judging.of(Purpose.DELEGATION, RecordType.NS, "mail.example.com", "ns1.mta.test");
        delegation.besides = List.of(new PlannedRecord(
                Purpose.DELEGATION, RecordType.NS, new DomainName("mail.example.com"), "ns2.mta.test"));
        delegation.dns.ns("mail.example.com", "ns1.mta.test", "ns2.mta.test");
        delegation.isRight();
        delegation.dns.ns("mail.example.com", "ns.other.test");
        assertThat(delegation.isWrong(Code.DELEGATION_EXTRA).fix()).contains("ns.other.test");
        delegation.dns.forget("mail.example.com").ns("mail.example.com", "ns1.mta.test.example.com");
        delegation.isWrong(Code.TARGET_ZONE_APPENDED);
        delegation.dns.forget("mail.example.com").ns("mail.example.com", "ns.other.test");
        delegation.isWrong(Code.INVALID_VALUE);
    }

    @Test
    void everybodyMayIssueWhereNobodyIsNamed() {
        caa.isRight();
    }

    @Test
    void climbsToTheClosestCaaRecords() {
        caa.dns.add("example.com", new DnsRecord.Caa(0, "issue", "digicert.com"));
        assertThat(caa.isWrong(Code.CAA_FORBIDS).parameters()).containsEntry("found_at", "example.com");
        caa.dns.add("links.example.com", new DnsRecord.Caa(0, "issue", "LetsEncrypt.org; validationmethods=http-01"));
        caa.isRight();
    }

    @Test
    void anEmptyIssuerForbidsAllAndOtherTagsNothing() {
        caa.dns.add("example.com", new DnsRecord.Caa(0, "iodef", "mailto:a@example.com"));
        caa.isRight();
        caa.dns.add("example.com", new DnsRecord.Caa(0, "issue", ";"));
        caa.isWrong(Code.CAA_FORBIDS);
    }
}
