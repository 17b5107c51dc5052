package dev.pennypost.mail.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

class ZoneTest {
    private static final DomainName ORIGIN = new DomainName("example.test");
    private static final String TEXT = """
            $TTL 600
            @        IN MX 10 mail
            mail     IN A 192.0.2.1
                     IN AAAA 2001:db8::1
            www      IN CNAME mail
            chain    IN CNAME www
            away     IN CNAME host.elsewhere.test.
            loop     IN CNAME pool
            pool     IN CNAME loop
            lost     IN CNAME nowhere
            k1._domainkey 60 IN TXT ( "v=DKIM1; "
                                      "p=abc" )
            *.wild   IN TXT "found by wildcard"
            deep.wild IN A 192.0.2.3
            sub      IN NS ns.sub
            sub      IN NS ns.elsewhere.test.
            ns.sub   IN A 192.0.2.9
            """;

    private final Zone zone = Zone.parse(ORIGIN, TEXT);

    @ParameterizedTest
    @CsvSource({
        "example.test,            MX,    NOERROR,  1, ''",
        "MAIL.Example.Test,       A,     NOERROR,  1, ''",
        "mail.example.test,       TXT,   NOERROR,  0, SOA",
        "nowhere.example.test,    A,     NXDOMAIN, 0, SOA",
        "_domainkey.example.test, TXT,   NOERROR,  0, SOA",
        "www.example.test,        A,     NOERROR,  2, ''",
        "www.example.test,        CNAME, NOERROR,  1, ''",
        "www.example.test,        MX,    NOERROR,  1, SOA",
        "chain.example.test,      AAAA,  NOERROR,  3, ''",
        "away.example.test,       A,     NOERROR,  1, ''",
        "loop.example.test,       A,     NOERROR,  2, ''",
        "lost.example.test,       A,     NXDOMAIN, 1, SOA",
        "any.wild.example.test,   TXT,   NOERROR,  1, ''",
        "a.b.wild.example.test,   TXT,   NOERROR,  1, ''",
        "any.wild.example.test,   A,     NOERROR,  0, SOA",
        "deep.wild.example.test,  TXT,   NOERROR,  0, SOA",
        "x.deep.wild.example.test, TXT,  NXDOMAIN, 0, SOA",
        "sub.example.test,        DS,    NOERROR,  0, SOA",
        "mail.example.test,       ANY,   NOERROR,  1, ''",
        "nowhere.example.test,    ANY,   NXDOMAIN, 0, SOA",
    })
    void answersAsRfc1034Says(String name, String type, String rcode, int answers, String authority) throws Exception {
        ZoneAnswer answer = zone.answer(Name.fromString(name + "."), Type.value(type));
        assertThat(Rcode.string(answer.rcode())).isEqualTo(rcode);
        assertThat(answer.authoritative()).isTrue();
        assertThat(answer.answer()).hasSize(answers);
        assertThat(answer.authority())
                .extracting(record -> Type.string(record.getType()))
                .isEqualTo(authority.isEmpty() ? List.of() : List.of(authority));
    }

    @ParameterizedTest
    @CsvSource({"sub.example.test, A", "sub.example.test, NS", "mail.sub.example.test, MX", "ns.sub.example.test, A"})
    void refersToTheServersOfADelegationWithGlue(String name, String type) throws Exception {
        ZoneAnswer answer = zone.answer(Name.fromString(name + "."), Type.value(type));
        assertThat(answer.authoritative()).isFalse();
        assertThat(answer.answer()).isEmpty();
        assertThat(answer.authority()).extracting(Record::getType).containsExactly(Type.NS, Type.NS);
        assertThat(answer.additional())
                .extracting(record -> record.getName().toString())
                .containsExactly("ns.sub.example.test.");
    }

    @Test
    void givesWildcardRecordsTheNameAskedFor() throws Exception {
        Name name = Name.fromString("any.wild.example.test.");
        assertThat(zone.answer(name, Type.TXT).answer())
                .extracting(Record::getName)
                .containsExactly(name);
    }

    @Test
    void limitsNoToTheMinimumOfTheSoa() throws Exception {
        var brief = Zone.parse(ORIGIN, "@ 3600 SOA ns.test. me.test. 7 3600 600 86400 42");
        ZoneAnswer answer = brief.answer(Name.fromString("x.example.test."), Type.A);
        assertThat(answer.authority()).extracting(Record::getTTL).containsExactly(42L);
    }

    @Test
    void makesUpSoaAndNsWhereTheTextHasNone() {
        assertThat(Zone.parse(ORIGIN, "").records())
                .extracting(ZoneRecord::data)
                .containsExactly(
                        new DnsRecord.Soa(new DomainName("localhost"), 1, 60),
                        new DnsRecord.Name(RecordType.NS, new DomainName("localhost")));
    }

    @Test
    void keepsTheSoaAndNsOfTheText() {
        var own = Zone.parse(ORIGIN, "@ SOA ns.test. me.test. 7 3600 600 86400 42\n@ 60 NS ns.test.");
        assertThat(own.records())
                .extracting(ZoneRecord::data)
                .containsExactly(
                        new DnsRecord.Soa(new DomainName("ns.test"), 7, 42),
                        new DnsRecord.Name(RecordType.NS, new DomainName("ns.test")));
    }

    @Test
    void readsBackWhatItWrote() {
        Zone again = Zone.parse(ORIGIN, zone.text());
        assertThat(again.text()).isEqualTo(zone.text());
        assertThat(again.records()).isEqualTo(zone.records()).hasSize(17);
    }

    @Test
    void keepsEveryOctetOfATextAndSplitsItWhereItMust() throws Exception {
        var text = new StringBuilder();
        for (int i = 0; i < 600; i++) text.append((char) (i % 256));
        var txt = new DnsRecord.Txt(text.toString());
        Zone built = Zone.at(ORIGIN).add(ORIGIN, txt).build();
        assertThat(Zone.parse(ORIGIN, built.text()).records())
                .extracting(ZoneRecord::data)
                .contains(txt);
        assertThat(built.text()
                        .lines()
                        .filter(line -> line.contains("TXT"))
                        .findFirst()
                        .orElse(""))
                .contains("\" \"");
    }

    @Test
    void takesTextBeyondAsciiAsTheOctetsOfUtf8() {
        assertThat(Zone.parse(ORIGIN, "@ TXT \"\u00e9\u20ac\" ; \u20ac").records())
                .extracting(ZoneRecord::data)
                .contains(new DnsRecord.Txt("\u00c3\u00a9\u00e2\u0082\u00ac"));
    }

    @Test
    void takesEveryKindOfRecordWeRead() throws Exception {
        List<DnsRecord> all = List.of(
                new DnsRecord.Address(InetAddress.getByName("192.0.2.1")),
                new DnsRecord.Address(InetAddress.getByName("2001:db8::1")),
                new DnsRecord.Mx(0, ""),
                new DnsRecord.Mx(10, "mail.example.test"),
                new DnsRecord.Txt(""),
                new DnsRecord.Name(RecordType.PTR, new DomainName("mail.example.test")),
                new DnsRecord.Tlsa(3, 1, 1, "00ff".repeat(16)),
                new DnsRecord.Caa(128, "issue", "ca.example; account=\"1\\2\""));
        var builder = Zone.at(ORIGIN);
        all.forEach(data -> builder.add(ORIGIN, data));
        builder.add(ORIGIN.child("www"), new DnsRecord.Name(RecordType.CNAME, ORIGIN));
        assertThat(Zone.parse(ORIGIN, builder.build().text()).records())
                .extracting(ZoneRecord::data)
                .containsAll(all)
                .contains(new DnsRecord.Name(RecordType.CNAME, ORIGIN));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "@ MX mail                      | 2 | ",
                "@ 60 IN BOGUS x                | 2 | Invalid type",
                "www A 192.0.2.300              | 2 | ",
                "www.other.test. A 192.0.2.1    | 2 | outside the zone",
                "@ CNAME www                    | 2 | origin",
                "mail CNAME www                 | 2 | beside other data",
                "$INCLUDE /etc/passwd           | 2 | $INCLUDE",
                "$GENERATE 1-4000000000 a$ A 192.0.2.1 | 2 | $GENERATE",
                "@ CH TXT \"x\"                 | 2 | class IN",
                "www SOA a. b. 1 1 1 1 1        | 2 | SOA",
                "@ TXT \"unfinished             | 2 | ",
                "@ MX 70000 mail                | 2 | ",
                "a..b A 192.0.2.1               | 2 | ",
            })
    void namesTheLineThatCannotBeRead(String line, int number, @org.jspecify.annotations.Nullable String why) {
        assertThatThrownBy(() -> Zone.parse(ORIGIN, "mail A 192.0.2.1\n" + line + "\nwww A 192.0.2.2\n"))
                .isInstanceOfSatisfying(BadZone.class, bad -> {
                    assertThat(bad.line()).isEqualTo(number);
                    assertThat(bad).hasMessageStartingWith("line 2: ").hasMessageContaining(line.strip());
                    if (why != null) assertThat(bad.why()).contains(why);
                });
    }

    @Test
    void refusesRecordsThatDoNotFitTheZone() {
        var builder = Zone.at(ORIGIN);
        assertThatThrownBy(() -> builder.add(new DomainName("other.test"), new DnsRecord.Txt("x")))
                .isInstanceOf(BadZone.class);
        assertThatThrownBy(() -> builder.add(ORIGIN, new DnsRecord.Txt("\u20ac")))
                .isInstanceOf(BadZone.class);
        assertThatThrownBy(() -> builder.add(ORIGIN, new DnsRecord.Mx(70_000, "a.test")))
                .isInstanceOf(BadZone.class);
    }

    @Test
    void writesWhatBindAccepts(@TempDir Path folder) throws IOException, InterruptedException {
        Path tool = Path.of("/usr/bin/named-checkzone");
        Assumptions.assumeTrue(Files.isExecutable(tool), "no named-checkzone (apt: bind9-utils)");
        Path file = Files.writeString(folder.resolve("zone"), zone.text());
        Process check = new ProcessBuilder(
                        tool.toString(), "-k", "ignore", "-i", "local", ORIGIN.ascii(), file.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(check.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(check.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(check.exitValue()).as(said).isZero();
    }
}
