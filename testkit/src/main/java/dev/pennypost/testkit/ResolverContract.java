package dev.pennypost.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.mail.dns.Answer;
import dev.pennypost.mail.dns.DnsRecord;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.RecordType;
import dev.pennypost.mail.dns.Resolver;
import java.net.InetAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// What every resolver must do. An implementation's test puts [#ZONE] at [#ORIGIN] and lets [#FAILING] fail.
public interface ResolverContract {
    String ORIGIN = "example.test";

    String FAILING = "broken.test";

    String ZONE = """
            $TTL 300
            @         3600 SOA ns.example.test. hostmaster.example.test. 7 3600 600 86400 60
            @         NS    ns
            @         MX    10 mail
            @         MX    20 backup
            @         TXT   "v=spf1 " "-all"
            ns        A     192.0.2.53
            mail      A     192.0.2.1
            mail      AAAA  2001:db8::1
            mixed 600 TXT   "one"
            mixed 120 TXT   "two"
            null      MX    0 .
            odd       TXT   "quote \\" backslash \\\\ octet \\233"
            long      TXT   "%1$s" "%1$s"
            www   30  CNAME mail
            hop       CNAME www
            lost      CNAME nowhere
            round     CNAME trip
            trip      CNAME round
            away      CNAME host.broken.test.
            k1._domainkey TXT "v=DKIM1; p=abc"
            *.wild    TXT   "wild"
            x.y.wild  A     192.0.2.4
            _25._tcp.mail TLSA 3 1 1 00ff00ff
            @         CAA   0 issue "ca.example"
            """.formatted("y".repeat(200));

    Resolver resolver();

    @Test
    default void findsEveryRecordOfTheType() {
        assertThat(ask("example.test", RecordType.MX).all(DnsRecord.Mx.class))
                .containsExactlyInAnyOrder(
                        new DnsRecord.Mx(10, "mail.example.test"), new DnsRecord.Mx(20, "backup.example.test"));
    }

    @Test
    default void doesNotMindTheCaseOfNames() {
        assertThat(ask("MAIL.Example.TEST", RecordType.A)).isInstanceOf(Answer.Records.class);
    }

    @Test
    default void tellsAddressesOfVersions4And6Apart() {
        assertThat(ask("mail.example.test", RecordType.A).all(DnsRecord.Address.class))
                .containsExactly(new DnsRecord.Address(InetAddress.ofLiteral("192.0.2.1")));
        assertThat(ask("mail.example.test", RecordType.AAAA).all(DnsRecord.Address.class))
                .containsExactly(new DnsRecord.Address(InetAddress.ofLiteral("2001:db8::1")));
    }

    @Test
    default void saysWhatAnAliasStandsFor() {
        assertThat(ask("hop.example.test", RecordType.A))
                .isInstanceOfSatisfying(
                        Answer.Records.class,
                        found -> assertThat(found.canonical()).isEqualTo(DomainName.parse("mail.example.test")));
        assertThat(ask("mail.example.test", RecordType.A))
                .isInstanceOfSatisfying(
                        Answer.Records.class,
                        found -> assertThat(found.canonical()).isNull());
    }

    @Test
    default void joinsTheStringsOfAText() {
        assertThat(ask("example.test", RecordType.TXT).all(DnsRecord.Txt.class))
                .containsExactly(new DnsRecord.Txt("v=spf1 -all"));
        assertThat(ask("long.example.test", RecordType.TXT).all(DnsRecord.Txt.class))
                .containsExactly(new DnsRecord.Txt("y".repeat(400)));
    }

    @Test
    default void keepsEveryOctetOfAText() {
        assertThat(ask("odd.example.test", RecordType.TXT).all(DnsRecord.Txt.class))
                .containsExactly(new DnsRecord.Txt("quote \" backslash \\ octet \u00e9"));
    }

    @Test
    default void readsTheNullMxAsTheEmptyHost() {
        assertThat(ask("null.example.test", RecordType.MX).all(DnsRecord.Mx.class))
                .containsExactly(new DnsRecord.Mx(0, ""));
    }

    @Test
    default void readsTlsaCaaSoaAndNs() {
        assertThat(ask("_25._tcp.mail.example.test", RecordType.TLSA).all(DnsRecord.Tlsa.class))
                .containsExactly(new DnsRecord.Tlsa(3, 1, 1, "00ff00ff"));
        assertThat(ask("example.test", RecordType.CAA).all(DnsRecord.Caa.class))
                .containsExactly(new DnsRecord.Caa(0, "issue", "ca.example"));
        assertThat(ask("example.test", RecordType.SOA).all(DnsRecord.Soa.class))
                .containsExactly(new DnsRecord.Soa(DomainName.ofDns("ns.example.test"), 7, 60));
        assertThat(ask("example.test", RecordType.NS).all(DnsRecord.Name.class))
                .containsExactly(new DnsRecord.Name(RecordType.NS, DomainName.ofDns("ns.example.test")));
    }

    @Test
    default void takesTheSmallestTtl() {
        assertThat(ttl(ask("mixed.example.test", RecordType.TXT))).isEqualTo(Duration.ofMinutes(2));
        assertThat(ttl(ask("hop.example.test", RecordType.A))).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    default void followsCnamesToTheRecords() {
        assertThat(ask("hop.example.test", RecordType.A).all(DnsRecord.Address.class))
                .isEqualTo(ask("mail.example.test", RecordType.A).all(DnsRecord.Address.class))
                .isNotEmpty();
        assertThat(ask("hop.example.test", RecordType.MX)).isInstanceOf(Answer.NoData.class);
    }

    @Test
    default void showsACnameToWhomAsksForIt() {
        assertThat(ask("hop.example.test", RecordType.CNAME).all(DnsRecord.Name.class))
                .containsExactly(new DnsRecord.Name(RecordType.CNAME, DomainName.ofDns("www.example.test")));
    }

    @Test
    default void saysThatTheTargetOfACnameDoesNotExist() {
        assertThat(ask("lost.example.test", RecordType.A)).isInstanceOf(Answer.NoSuchName.class);
    }

    @Test
    default void failsOnCnamesInACircle() {
        assertThat(ask("round.example.test", RecordType.A)).isInstanceOf(Answer.Failed.class);
    }

    @Test
    default void tellsMissingRecordsFromMissingNames() {
        assertThat(ask("mail.example.test", RecordType.TXT)).isEqualTo(new Answer.NoData(Duration.ofMinutes(1)));
        assertThat(ask("nowhere.example.test", RecordType.TXT)).isEqualTo(new Answer.NoSuchName(Duration.ofMinutes(1)));
    }

    @Test
    default void knowsThatANameWithNamesBelowItExists() {
        assertThat(ask("_domainkey.example.test", RecordType.TXT)).isInstanceOf(Answer.NoData.class);
        assertThat(ask("k2._domainkey.example.test", RecordType.TXT)).isInstanceOf(Answer.NoSuchName.class);
    }

    @Test
    default void expandsWildcardsOnlyBelowTheClosestNameThatExists() {
        assertThat(ask("a.wild.example.test", RecordType.TXT)).isInstanceOf(Answer.Records.class);
        assertThat(ask("a.b.wild.example.test", RecordType.TXT)).isInstanceOf(Answer.Records.class);
        assertThat(ask("a.wild.example.test", RecordType.MX)).isInstanceOf(Answer.NoData.class);
        assertThat(ask("y.wild.example.test", RecordType.TXT)).isInstanceOf(Answer.NoData.class);
        assertThat(ask("a.y.wild.example.test", RecordType.TXT)).isInstanceOf(Answer.NoSuchName.class);
    }

    @Test
    default void neverTakesAFailureForAMissingRecord() {
        assertThat(ask("broken.test", RecordType.MX)).isInstanceOf(Answer.Failed.class);
        assertThat(ask("host.broken.test", RecordType.A)).isInstanceOf(Answer.Failed.class);
        assertThat(ask("away.example.test", RecordType.A)).isInstanceOf(Answer.Failed.class);
    }

    private Answer ask(String name, RecordType type) {
        return resolver().ask(DomainName.ofDns(name), type);
    }

    private static Duration ttl(Answer answer) {
        assertThat(answer).isInstanceOf(Answer.Records.class);
        return ((Answer.Records) answer).ttl();
    }
}
