package dev.pennypost.domains.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.config.HostPort;
import dev.pennypost.dns.DnsConfig;
import dev.pennypost.dns.ServerAccess;
import dev.pennypost.domains.diagnosis.Examiner.Subject;
import dev.pennypost.domains.diagnosis.Finding.Code;
import dev.pennypost.mail.dns.DnsServer;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.PublicSuffixList;
import dev.pennypost.mail.dns.Zone;
import dev.pennypost.mail.dns.Zones;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The plan over real sockets. Two servers on loopback, `127.0.0.1` and `127.0.0.2`, on one port; the first is the
/// registry and the resolver too.
class DnsExaminerOverSocketsTest {
    private static final DomainName DOMAIN = new DomainName("example.test");

    private final Zones first = new Zones();
    private final Zones second = new Zones();
    private DnsServer firstServer;
    private DnsServer secondServer;

    @BeforeEach
    void start() throws IOException {
        firstServer = DnsServer.start(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), first);
        secondServer = DnsServer.start(
                new InetSocketAddress(
                        InetAddress.ofLiteral("127.0.0.2"),
                        firstServer.address().getPort()),
                second);
        first.put(Zone.parse(new DomainName("test"), """
                @ NS a.host.test.
                example NS a.host.test.
                example NS b.host.test.
                """));
        first.put(Zone.parse(new DomainName("host.test"), """
                @ NS a
                a A 127.0.0.1
                b A 127.0.0.2
                """));
    }

    @AfterEach
    void stop() {
        firstServer.close();
        secondServer.close();
    }

    @Test
    void findsEverythingRightOnBothServers() {
        serve(first, World.RECORDS);
        serve(second, World.RECORDS);
        var examination = examine();
        assertThat(examination.zone()).isEqualTo(DOMAIN);
        assertThat(examination.findings()).isEmpty();
        assertThat(DnsExaminerTest.states(examination)).containsOnly(RecordState.RIGHT);
    }

    @Test
    void findsARecordThatOneServerLacks() {
        serve(first, World.RECORDS);
        serve(second, "");
        assertThat(DnsExaminerTest.states(examine())).containsOnly(RecordState.PARTLY_PUBLISHED);
    }

    @Test
    void findsAServerThatIsGone() {
        serve(first, World.RECORDS);
        secondServer.close();
        var examination = examine();
        assertThat(DnsExaminerTest.states(examination)).containsOnly(RecordState.RIGHT);
        assertThat(examination.findings()).extracting(Finding::code).containsExactly(Code.LAME);
        assertThat(examination.findings().getFirst().message())
                .contains("`b.host.test` is a host where no DNS server runs");
    }

    @Test
    void findsADoubledName() {
        for (Zones zones : List.of(first, second)) serve(zones, "send.example.test MX 10 feedback.pennypost.com.");
        assertThat(DnsExaminerTest.codes(examine().records().getFirst())).containsExactly(Code.NAME_DOUBLED);
    }

    @Test
    void asksNobodyAtPrivateAddressesUnlessAllowed() {
        serve(first, World.RECORDS);
        serve(second, World.RECORDS);
        var examination = examine(false);
        assertThat(DnsExaminerTest.states(examination)).containsOnly(RecordState.UNKNOWN);
    }

    private static void serve(Zones zones, String records) {
        zones.put(Zone.parse(DOMAIN, "@ NS a.host.test.\n@ NS b.host.test.\n" + records));
    }

    private Examination examine() {
        return examine(true);
    }

    private Examination examine(boolean privateNameServers) {
        int port = firstServer.address().getPort();
        var config = new DnsConfig(List.of(new HostPort("127.0.0.1", port)), true, port, privateNameServers);
        var examiner = new DnsExaminer(
                ServerAccess.of(config, new SecureRandom()),
                PublicSuffixList.bundled()::registrableDomain,
                _ -> Optional.empty(),
                InstantSource.system());
        return examiner.examine(new Subject(DOMAIN, World.plan("example.test"), Set.of()));
    }
}
