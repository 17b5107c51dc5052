package dev.pennypost.domains.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.config.HostPort;
import dev.pennypost.dns.DnsConfig;
import dev.pennypost.dns.ServerAccess;
import dev.pennypost.domains.diagnosis.Examiner.Subject;
import dev.pennypost.domains.diagnosis.Finding.Code;
import dev.pennypost.domains.records.PlannedRecord;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.PublicSuffixList;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Broken zones on two real name servers (nsd), one zone for each code: each must produce its code and nothing else.
class BrokenNamesLabTest {
    private static final InetAddress FIRST = InetAddress.ofLiteral("127.0.0.1");
    private static final InetAddress SECOND = InetAddress.ofLiteral("127.0.0.2");
    private static final String MX = "send MX 10 feedback.pennypost.com.\n";
    private static final String TXT = " TXT \"" + World.KEY + "\"\n";

    @TempDir
    static Path folder;

    private static Nsd first;
    private static Nsd second;
    private static int port;

    /// @param planned from the domain
    /// @param onSecond what the second server has, where it differs
    record Case(Code code, String domain, Function<String, PlannedRecord> planned, String zone, String onSecond) {
        Case(Code code, String domain, Function<String, PlannedRecord> planned, String zone) {
            this(code, domain, planned, zone, zone);
        }

        String zoneName() {
            return domain.replace("sub.", "");
        }

        @Override
        public String toString() {
            return code + " at " + domain;
        }
    }

    static Stream<Case> cases() {
        return Stream.of(
                new Case(Code.HOST_NOT_FOUND, "empty.test", World::returnPath, ""),
                new Case(Code.TYPE_NOT_FOUND, "type.test", World::returnPath, "send A 192.0.2.7\n"),
                new Case(Code.EMPTY_NON_TERMINAL, "ent.test", World::returnPath, "a.send A 192.0.2.7\n"),
                new Case(Code.NAME_DOUBLED, "doubled.test", World::returnPath, "send.doubled.test " + MX.substring(5)),
                new Case(Code.NAME_RELATIVE_TO_APEX, "sub.apex.test", World::dkim, "pp._domainkey" + TXT),
                new Case(Code.NAME_SUB_DOUBLED, "sub.twice.test", World::dkim, "pp._domainkey.sub.sub" + TXT),
                new Case(Code.NAME_AT_LITERAL, "at.test", World::returnPath, "@ " + MX.substring(5)),
                new Case(Code.UNDERSCORE_STRIPPED, "stripped.test", World::dkim, "pp.domainkey" + TXT),
                new Case(Code.DMARC_AT_APEX, "dmarc.test", World::dmarc, "@ TXT \"v=DMARC1; p=none\"\n"),
                new Case(Code.WRONG_TYPE, "kind.test", World::returnPath, "send CNAME feedback.pennypost.com.\n"),
                new Case(
                        Code.SPF_TYPE99,
                        "old.test",
                        World::spf,
                        "send SPF \"" + World.spf("old.test").value() + "\"\n"),
                new Case(Code.WILDCARD_MASK, "wild.test", World::returnPath, "* MX 5 mail.elsewhere.test.\n"),
                new Case(
                        Code.CNAME_COLLISION, "collision.test", World::returnPath, "send CNAME www\nwww A 192.0.2.7\n"),
                new Case(Code.SPLIT_PUBLISH, "split.test", World::returnPath, MX, ""),
                new Case(Code.INVALID_VALUE, "value.test", World::returnPath, "send MX 10 mail.elsewhere.test.\n"));
    }

    @BeforeAll
    static void start() throws IOException {
        Assumptions.assumeTrue(Nsd.program().isPresent(), "nsd is not installed (apt-get install nsd)");
        var here = new LinkedHashMap<String, String>();
        var there = new LinkedHashMap<String, String>();
        var registry = new StringBuilder("@ NS a.host.test.\n");
        cases().forEach(one -> {
            here.put(one.zoneName(), one.zone());
            there.put(one.zoneName(), one.onSecond());
            delegate(registry, one.zoneName(), "a.host.test.", "b.host.test.");
        });
        // The second server knows nothing of it.
        here.put("lame.test", MX);
        delegate(registry, "lame.test", "a.host.test.", "b.host.test.");
        // The registry itself is served beside the zones, so what it says is seen only where it delegates away.
        delegate(registry, "gone.test", "c.host.test.");
        here.put("host.test", "a A 127.0.0.1\nb A 127.0.0.2\nc A 127.0.0.3\n");
        here.put("test", registry.toString());
        port = Nsd.freePort(FIRST, SECOND);
        first = Nsd.start(folder.resolve("first"), new InetSocketAddress(FIRST, port), here);
        second = Nsd.start(folder.resolve("second"), new InetSocketAddress(SECOND, port), there);
    }

    private static void delegate(StringBuilder registry, String zone, String... servers) {
        for (String server : servers)
            registry.append(zone.replace(".test", ""))
                    .append(" NS ")
                    .append(server)
                    .append('\n');
    }

    @AfterAll
    static void stop() {
        if (first != null) first.close();
        if (second != null) second.close();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void tellsExactlyWhatIsBroken(Case broken) {
        var examination = examine(broken.domain(), broken.planned().apply(broken.domain()));
        assertThat(DnsExaminerTest.codes(examination.records().getFirst())).containsExactly(broken.code());
        assertThat(examination.findings()).isEmpty();
    }

    @Test
    void tellsAServerThatDoesNotKnowTheZone() {
        var examination = examine("lame.test", World.returnPath("lame.test"));
        assertThat(examination.findings()).extracting(Finding::code).containsExactly(Code.LAME);
        assertThat(DnsExaminerTest.states(examination)).containsExactly(RecordState.RIGHT);
    }

    @Test
    void tellsAServerWhereNobodyAnswers() {
        var examination = examine("gone.test", World.returnPath("gone.test"));
        assertThat(examination.findings()).extracting(Finding::code).containsExactly(Code.LAME);
        assertThat(DnsExaminerTest.states(examination)).containsExactly(RecordState.UNKNOWN);
    }

    @Test
    void tellsADomainThatIsNotRegistered() {
        assertThat(examine("nobodys.test", World.returnPath("nobodys.test")).findings())
                .extracting(Finding::code)
                .containsExactly(Code.DOMAIN_DEAD);
    }

    private static Examination examine(String domain, PlannedRecord planned) {
        var config = new DnsConfig(List.of(new HostPort(FIRST.getHostAddress(), port)), true, port, true);
        var examiner = new DnsExaminer(
                ServerAccess.of(config, new SecureRandom()),
                PublicSuffixList.bundled()::registrableDomain,
                _ -> Optional.empty(),
                InstantSource.system());
        return examiner.examine(new Subject(new DomainName(domain), List.of(planned), Set.of()));
    }
}
