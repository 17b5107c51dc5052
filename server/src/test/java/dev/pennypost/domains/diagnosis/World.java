package dev.pennypost.domains.diagnosis;

import dev.pennypost.dns.ServerAccess;
import dev.pennypost.domains.diagnosis.Examiner.Subject;
import dev.pennypost.domains.records.PlannedRecord;
import dev.pennypost.domains.records.Purpose;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.PublicSuffixList;
import dev.pennypost.mail.dns.RecordType;
import dev.pennypost.testkit.FakeInternet;
import dev.pennypost.testkit.FakeRecursor;
import dev.pennypost.testkit.FixedClock;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// An internet with one registry, one DNS host with two servers, and one resolver.
final class World {
    static final String REGISTRY = "192.0.2.1";
    static final String FIRST = "198.51.100.1";
    static final String SECOND = "198.51.100.2";
    static final String OTHER_HOST = "203.0.113.9";

    static final String KEY = "p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQC3";

    static final String SERVERS = """
            $TTL 3600
            @ SOA ns1.host.com. hostmaster.host.com. 7 3600 600 86400 1800
            @ NS ns1.host.com.
            @ NS ns2.host.com.
            """;

    /// Everything that is planned.
    static final String RECORDS = """
            send MX 10 feedback.pennypost.com.
            send TXT "v=spf1 include:spf.pennypost.com ~all"
            pp._domainkey TXT "%s"
            """.formatted(KEY);

    final FakeInternet internet = new FakeInternet();
    final FakeRecursor recursor = internet.recursor("192.0.2.53");
    final FixedClock clock = new FixedClock();

    World() {
        registry("");
        for (String server : List.of(FIRST, SECOND)) {
            internet.serves(server, "host.com", SERVERS + """
                    ns1 A 198.51.100.1
                    ns2 A 198.51.100.2
                    """);
        }
        internet.serves(OTHER_HOST, "other.com", """
                @ NS ns.other.com.
                ns A 203.0.113.9
                """);
    }

    /// What the registry has besides what it always has; may replace `example`.
    World registry(String more) {
        String example = more.contains("example ") ? "" : "example NS ns1.host.com.\nexample NS ns2.host.com.\n";
        internet.serves(REGISTRY, "com", """
                $TTL 86400
                @ NS a.gtld.com.
                a.gtld A 192.0.2.1
                host NS ns1.host.com.
                host NS ns2.host.com.
                ns1.host A 198.51.100.1
                ns2.host A 198.51.100.2
                other NS ns.other.com.
                ns.other A 203.0.113.9
                """ + example + more);
        return this;
    }

    /// Both servers of `example.com` serve these records.
    World zone(String records) {
        return first(records).second(records);
    }

    World first(String records) {
        internet.serves(FIRST, "example.com", SERVERS + records);
        return this;
    }

    World second(String records) {
        internet.serves(SECOND, "example.com", SERVERS + records);
        return this;
    }

    Examination examine() {
        return examine("example.com");
    }

    Examination examine(String domain) {
        return examiner(true).examine(new Subject(new DomainName(domain), plan(domain), Set.of()));
    }

    Examination examine(PlannedRecord... planned) {
        return examiner(true).examine(new Subject(new DomainName("example.com"), List.of(planned), Set.of()));
    }

    Examination examineThroughTheResolverOnly() {
        return examiner(false).examine(new Subject(new DomainName("example.com"), plan("example.com"), Set.of()));
    }

    DnsExaminer examiner(boolean asksNameServers) {
        var access = new ServerAccess(recursor, recursor, List.of(recursor.address()), asksNameServers, 53);
        return new DnsExaminer(
                access, PublicSuffixList.bundled()::registrableDomain, _ -> Optional.of("Example Host"), clock);
    }

    static List<PlannedRecord> plan(String domain) {
        return List.of(returnPath(domain), spf(domain), dkim(domain));
    }

    static PlannedRecord returnPath(String domain) {
        return new PlannedRecord(
                Purpose.RETURN_PATH, RecordType.MX, DomainName.ofDns("send." + domain), "feedback.pennypost.com", 10);
    }

    static PlannedRecord spf(String domain) {
        return new PlannedRecord(
                Purpose.SPF,
                RecordType.TXT,
                DomainName.ofDns("send." + domain),
                "v=spf1 include:spf.pennypost.com ~all");
    }

    static PlannedRecord dkim(String domain) {
        return new PlannedRecord(Purpose.DKIM, RecordType.TXT, DomainName.ofDns("pp._domainkey." + domain), KEY);
    }

    static PlannedRecord dmarc(String domain) {
        return new PlannedRecord(
                Purpose.DMARC, RecordType.TXT, DomainName.ofDns("_dmarc." + domain), "v=DMARC1; p=none");
    }
}
