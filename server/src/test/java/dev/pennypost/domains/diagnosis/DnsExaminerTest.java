package dev.pennypost.domains.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.domains.diagnosis.Finding.Code;
import dev.pennypost.domains.diagnosis.ServerStanding.Answered;
import dev.pennypost.domains.records.PlannedRecord;
import dev.pennypost.mail.dns.DnsRecord;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.Question;
import dev.pennypost.mail.dns.RecordType;
import dev.pennypost.testkit.FakeInternet.Manners;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Where records stand: zones, servers, caches.
class DnsExaminerTest {
    private final World world = new World();

    @Test
    void findsEveryRecordRightWhenAllServersHaveIt() {
        var examination = world.zone(World.RECORDS).examine();
        assertThat(states(examination)).containsOnly(RecordState.RIGHT);
        assertThat(examination.findings()).isEmpty();
        assertThat(examination.records()).allMatch(record -> record.findings().isEmpty());
    }

    @Test
    void saysWhichZoneHoldsTheDomainAndWhoServesIt() {
        var examination = world.zone("").examine("deep.down.example.com");
        assertThat(examination.zone()).isEqualTo(new DomainName("example.com"));
        assertThat(examination.nameServers())
                .containsExactly(new DomainName("ns1.host.com"), new DomainName("ns2.host.com"));
        assertThat(examination.provider()).isEqualTo("Example Host");
    }

    @Test
    void findsTheZoneOfASubdomainThatIsDelegated() {
        world.zone("mail NS ns.other.com.");
        world.internet.serves(World.OTHER_HOST, "mail.example.com", "@ NS ns.other.com.\n" + World.RECORDS);
        var examination = world.examine("mail.example.com");
        assertThat(examination.zone()).isEqualTo(new DomainName("mail.example.com"));
        assertThat(states(examination)).containsOnly(RecordState.RIGHT);
    }

    @Test
    void neverAsksTheResolverForANameThatTheServersDoNotHave() {
        world.zone("").examine();
        assertThat(world.recursor.asked())
                .extracting(Question::name)
                .contains(new DomainName("com"))
                .noneMatch(name ->
                        name.isAtOrBelow(new DomainName("example.com")) && !name.equals(new DomainName("example.com")));
    }

    @Test
    void asksNoResolverForTheDomainWhenItsPolicyIsInherited() {
        world.zone("_dmarc TXT \"v=DMARC1; p=reject\"");
        var examiner = world.examiner(true);
        var plan = List.of(World.dmarc("mail.example.com"));
        var examination = examiner.examine(new Examiner.Subject(new DomainName("mail.example.com"), plan, Set.of()));
        assertThat(states(examination)).containsExactly(RecordState.RIGHT);
        assertThat(world.recursor.asked())
                .extracting(Question::name)
                .noneMatch(name -> name.isAtOrBelow(new DomainName("mail.example.com")))
                .doesNotContain(new DomainName("_dmarc.mail.example.com"));
    }

    @Test
    void saysUntilWhenTheOldAnswerIsRemembered() {
        world.zone(World.RECORDS);
        world.recursor.remembers("pp._domainkey.example.com", new DnsRecord.Txt("p=b2xkZXI="), Duration.ofMinutes(20));
        var dkim = report(world.examine(), RecordType.TXT, "pp._domainkey.example.com");
        assertThat(dkim.state()).isEqualTo(RecordState.CACHED_ELSEWHERE);
        assertThat(dkim.clearsAt()).isEqualTo(world.clock.instant().plus(Duration.ofMinutes(20)));
        assertThat(codes(dkim)).containsExactly(Code.PROPAGATING);
        assertThat(dkim.findings().getFirst().message()).contains("until 1 January, 12:20 UTC");
        assertThat(dkim.findings().getFirst().observed()).isEqualTo("p=b2xkZXI=");
    }

    @Test
    void saysUntilWhenItIsRememberedThatTheNameWasMissing() {
        world.zone(World.RECORDS);
        world.recursor.remembersNoSuchName("send.example.com", RecordType.MX, Duration.ofMinutes(30));
        var mx = report(world.examine(), RecordType.MX, "send.example.com");
        assertThat(mx.state()).isEqualTo(RecordState.CACHED_ELSEWHERE);
        assertThat(mx.clearsAt()).isEqualTo(world.clock.instant().plus(Duration.ofMinutes(30)));
    }

    @Test
    void saysWhichServersDoNotHaveTheRecordYet() {
        world.first(World.RECORDS).second("");
        var dkim = report(world.examine(), RecordType.TXT, "pp._domainkey.example.com");
        assertThat(dkim.state()).isEqualTo(RecordState.PARTLY_PUBLISHED);
        assertThat(codes(dkim)).containsExactly(Code.SPLIT_PUBLISH);
        var finding = dkim.findings().getFirst();
        assertThat(finding.message()).isEqualTo("1 of 2 name servers have the record; not yet ns2.host.com.");
        assertThat(finding.servers())
                .extracting(ServerStanding::answered)
                .containsExactly(Answered.RIGHT, Answered.NOTHING);
        assertThat(finding.parameters()).containsEntry("serials", "ns1.host.com=7, ns2.host.com=7");
    }

    @Test
    void tellsWrongDataAsWrong() {
        world.zone("send MX 10 mail.elsewhere.com.");
        var mx = report(world.examine(), RecordType.MX, "send.example.com");
        assertThat(mx.state()).isEqualTo(RecordState.WRONG);
        assertThat(codes(mx)).containsExactly(Code.INVALID_VALUE);
        assertThat(mx.findings().getFirst().servers())
                .extracting(ServerStanding::observed)
                .containsOnly("10 mail.elsewhere.com");
    }

    @Test
    void namesTheServerThatDoesNotAnswerAndTrustsTheOther() {
        world.zone(World.RECORDS).internet.server(World.SECOND, Manners.SILENT);
        var examination = world.examine();
        assertThat(states(examination)).containsOnly(RecordState.RIGHT);
        assertThat(examination.findings()).extracting(Finding::code).containsExactly(Code.LAME);
        var lame = examination.findings().getFirst();
        assertThat(lame.message())
                .isEqualTo("Not all name servers of `example.com` work: `ns2.host.com` does not answer.");
        assertThat(lame.parameters()).containsEntry("lame", "ns2.host.com").containsEntry("sound", "ns1.host.com");
    }

    @Test
    void namesTheServerThatKnowsNothingOfTheZone() {
        world.first(World.RECORDS);
        assertThat(world.examine().findings().getFirst().message()).endsWith("`ns2.host.com` refuses to answer.");
    }

    @Test
    void namesTheServerThatAnswersWithoutAuthority() {
        world.zone(World.RECORDS).registry("example NS ns1.host.com.\nexample NS ns.other.com.\n");
        world.internet
                .serves(World.OTHER_HOST, "example.com", World.SERVERS)
                .server(World.OTHER_HOST, Manners.WITHOUT_AUTHORITY);
        assertThat(world.examine().findings().getFirst().message()).contains("`ns.other.com` does not know the zone");
    }

    @Test
    void namesTheServerThatHasNoAddress() {
        world.zone(World.RECORDS).registry("example NS ns1.host.com.\nexample NS gone.host.com.\n");
        var examination = world.examine();
        assertThat(states(examination)).containsOnly(RecordState.RIGHT);
        assertThat(examination.findings())
                .extracting(Finding::code)
                .containsExactly(Code.LAME, Code.DELEGATION_MISMATCH);
        assertThat(examination.findings().getFirst().message()).contains("`gone.host.com` has no address");
    }

    @Test
    void knowsNothingWhenNoServerAnswers() {
        world.zone(World.RECORDS).registry("example NS ns.other.com.\n");
        world.internet.server(World.OTHER_HOST, Manners.FAILING);
        world.internet.server("203.0.113.10", Manners.SILENT);
        world.registry("other NS ns.other.com.\nns.other A 203.0.113.10\nexample NS ns.other.com.\n");
        var examination = world.examine();
        assertThat(states(examination)).containsOnly(RecordState.UNKNOWN);
        assertThat(examination.findings()).extracting(Finding::code).containsExactly(Code.LAME);
        assertThat(examination.findings().getFirst().severity()).isEqualTo(Finding.Severity.ERROR);
        assertThat(codes(examination.records().getFirst())).containsExactly(Code.LAME);
    }

    @Test
    void knowsNothingWhenTheRegistryDoesNotAnswer() {
        world.zone(World.RECORDS).internet.server(World.REGISTRY, Manners.SILENT);
        var examination = world.examine();
        assertThat(states(examination)).containsOnly(RecordState.UNKNOWN);
        assertThat(examination.findings()).extracting(Finding::code).containsExactly(Code.DNS_SERVER_ERROR);
    }

    @Test
    void ignoresAddressesThatNoWayLeadsTo() {
        world.zone(World.RECORDS).registry("ns1.host AAAA 2001:db8::1\n");
        world.internet.server("2001:db8::1", Manners.UNREACHABLE);
        var examination = world.examine();
        assertThat(states(examination)).containsOnly(RecordState.RIGHT);
        assertThat(examination.findings()).isEmpty();
    }

    @Test
    void tellsADomainThatTheRegistryDoesNotKnow() {
        var examination = world.examine("expired.com");
        assertThat(examination.findings()).extracting(Finding::code).containsExactly(Code.DOMAIN_DEAD);
        assertThat(states(examination)).containsOnly(RecordState.NOT_PUBLISHED);
        assertThat(codes(examination.records().getFirst())).containsExactly(Code.DOMAIN_DEAD);
    }

    @Test
    void findsADomainThatLivesInTheZoneOfItsSuffix() {
        world.internet.serves(World.REGISTRY, "io", "@ NS a.gtld.com.\ngithub NS ns.other.com.");
        world.internet.serves(
                World.OTHER_HOST, "github.io", "@ NS ns.other.com.\n*.acme A 203.0.113.9\nacme A 203.0.113.9");
        var examination = world.examine("acme.github.io");
        assertThat(examination.zone()).isEqualTo(new DomainName("github.io"));
        assertThat(examination.findings()).isEmpty();
    }

    @Test
    void tellsATopLevelDomainThatDoesNotExist() {
        assertThat(world.examine("example.cmo").findings())
                .extracting(Finding::code)
                .containsExactly(Code.DOMAIN_DEAD);
    }

    @Test
    void tellsAParkedDomain() {
        world.registry("example NS ns1.bodis.com.\nbodis NS ns1.bodis.com.\nns1.bodis A 203.0.113.66\n");
        world.internet.serves("203.0.113.66", "example.com", "@ NS ns1.bodis.com.\n* A 203.0.113.66");
        world.internet.serves("203.0.113.66", "bodis.com", "@ NS ns1.bodis.com.\nns1 A 203.0.113.66");
        assertThat(world.examine().findings()).extracting(Finding::code).containsExactly(Code.DOMAIN_DEAD);
    }

    @Test
    void tellsThatDnssecIsBroken() {
        world.zone(World.RECORDS).recursor.findsBogus("example.com");
        var examination = world.examine();
        assertThat(states(examination)).containsOnly(RecordState.UNKNOWN);
        assertThat(examination.findings()).extracting(Finding::code).containsExactly(Code.DNSSEC_BOGUS);
        assertThat(codes(examination.records().getFirst())).containsExactly(Code.DNSSEC_BOGUS);
    }

    @Test
    void tellsThatDnssecIsBrokenBeforeAnyRecordIsThere() {
        world.zone("").recursor.findsBogus("example.com");
        assertThat(world.examine().findings()).extracting(Finding::code).containsExactly(Code.DNSSEC_BOGUS);
    }

    @Test
    void tellsThatRegistryAndZoneNameOtherServers() {
        world.zone(World.RECORDS).registry("example NS ns1.host.com.\n");
        assertThat(world.examine().findings()).extracting(Finding::code).containsExactly(Code.DELEGATION_MISMATCH);
    }

    @Test
    void tellsARecordThatOnlyServersHaveWhichTheRegistryDoesNotLeadTo() {
        world.registry("example NS ns.other.com.\n");
        world.internet.serves(World.OTHER_HOST, "example.com", World.SERVERS);
        world.zone(World.RECORDS);
        var dkim = report(world.examine(), RecordType.TXT, "pp._domainkey.example.com");
        assertThat(dkim.state()).isEqualTo(RecordState.NOT_PUBLISHED);
        assertThat(codes(dkim)).containsExactly(Code.WRONG_ZONE);
        assertThat(dkim.findings().getFirst().message())
                .isEqualTo("The record is at ns1.host.com, ns2.host.com, but the live DNS of `example.com` is at"
                        + " ns.other.com.");
    }

    @Test
    void followsADelegationBelowTheDomain() {
        world.zone("pp._domainkey TXT \"" + World.KEY + "\"\nsend NS ns.other.com.");
        world.internet.serves(World.OTHER_HOST, "send.example.com", """
                @ NS ns.other.com.
                @ MX 10 feedback.pennypost.com.
                @ TXT "v=spf1 include:spf.pennypost.com ~all"
                """);
        assertThat(states(world.examine())).containsOnly(RecordState.RIGHT);
    }

    @Test
    void followsACnameIntoAnotherZone() {
        world.zone("pp._domainkey CNAME key.other.com.");
        world.internet.serves(World.OTHER_HOST, "other.com", """
                @ NS ns.other.com.
                ns A 203.0.113.9
                key TXT "%s"
                """.formatted(World.KEY));
        assertThat(report(world.examine(), RecordType.TXT, "pp._domainkey.example.com")
                        .state())
                .isEqualTo(RecordState.RIGHT);
    }

    @Test
    void asksOnlyTheResolverWhereNothingElseGetsThrough() {
        var examination = world.zone(World.RECORDS).examineThroughTheResolverOnly();
        assertThat(states(examination)).containsOnly(RecordState.RIGHT);
        assertThat(examination.zone()).isEqualTo(new DomainName("example.com"));
        assertThat(world.internet.asked()).isEmpty();
    }

    @Test
    void asksNoServerTwiceForTheSame() {
        world.zone("").examine(World.returnPath("example.com"), World.spf("example.com"), World.dkim("example.com"));
        assertThat(world.internet.asked()).doesNotHaveDuplicates();
    }

    @Test
    void findsTheServersOnceForAllRecordsOfAWhile() {
        world.zone(World.RECORDS);
        var examiner = world.examiner(true);
        var subject = new Examiner.Subject(new DomainName("example.com"), World.plan("example.com"), Set.of());
        examiner.examine(subject);
        int before = world.internet.asked().size();
        examiner.examine(subject);
        assertThat(world.internet.asked().size() - before).isEqualTo(2 * 3);
    }

    static List<RecordState> states(Examination examination) {
        return examination.records().stream().map(RecordReport::state).toList();
    }

    static List<Code> codes(RecordReport report) {
        return report.findings().stream().map(Finding::code).toList();
    }

    static RecordReport report(Examination examination, RecordType type, String name) {
        return examination.records().stream()
                .filter(record -> is(record.planned(), type, name))
                .findFirst()
                .orElseThrow();
    }

    private static boolean is(PlannedRecord planned, RecordType type, String name) {
        return planned.type() == type && planned.name().ascii().equals(name);
    }
}
