package dev.pennypost.domains.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.config.HostPort;
import dev.pennypost.dns.DnsConfig;
import dev.pennypost.dns.ServerAccess;
import dev.pennypost.domains.diagnosis.Examiner.Subject;
import dev.pennypost.domains.diagnosis.Finding.Code;
import dev.pennypost.domains.records.CharacterStrings;
import dev.pennypost.domains.records.PlannedRecord;
import dev.pennypost.domains.records.Purpose;
import dev.pennypost.mail.dkim.SigningKey;
import dev.pennypost.mail.dns.DnsServer;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.PublicSuffixList;
import dev.pennypost.mail.dns.RecordType;
import dev.pennypost.mail.dns.Zone;
import dev.pennypost.mail.dns.Zones;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Zones with broken data on the DNS server of the sandbox and on a real one (nsd), one for each code: each must
/// produce
/// its code and nothing else. The examiner works as in `pennypost dev`, where one server is resolver and name server of
/// everything.
class BrokenValuesLabTest {
    private static final SecureRandom random = new SecureRandom();
    private static final SigningKey OURS = SigningKey.generateRsa(2048, random);
    private static final SigningKey OTHER = SigningKey.generateRsa(2048, random);
    private static final SigningKey SHORT = SigningKey.generateRsa(1024, random);
    private static final String KEY = OURS.publicRecord();
    private static final String SPF = "v=spf1 include:spf.mta.test ~all";

    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    @TempDir
    static Path folder;

    private static final Map<String, String> texts = new LinkedHashMap<>();
    private static final Zones zones = new Zones();
    private static DnsServer server;
    private static @Nullable Nsd real;
    private static int realPort;

    /// @param planned from the domain
    record Case(Code code, Function<DomainName, PlannedRecord> planned, String zone) {
        DomainName domain() {
            return new DomainName(code.name().toLowerCase(Locale.ROOT).replace('_', '-') + ".test");
        }

        @Override
        public String toString() {
            return code.name();
        }
    }

    static Stream<Case> cases() {
        return Stream.of(dkim(), spf(), exchangers(), policies(), aliases()).flatMap(List::stream);
    }

    private static List<Case> dkim() {
        return List.of(
                key(Code.QUOTES_IN_VALUE, "\"" + KEY + "\""),
                key(Code.ESCAPED_SEMICOLON, "v=DKIM1\\; k=rsa\\; " + KEY),
                key(Code.HTML_ENTITY, KEY.replace("+", "&#43;").replace("/", "&#47;")),
                key(Code.PERCENT_ENCODED, KEY.replace("=", "%3D")),
                key(Code.NAME_IN_VALUE, "pp._domainkey TXT " + KEY),
                key(Code.MISSING_PREFIX, OURS.publicKey()),
                key(Code.CASE_FOLDED, KEY.toLowerCase(Locale.ROOT)),
                key(Code.TRUNCATED_255, KEY.substring(0, 255)),
                keys(Code.SPLIT_AS_TWO_RECORDS, KEY.substring(0, 200), KEY.substring(200)),
                key(Code.SPACE_IN_JOIN, KEY.substring(0, 200) + " " + KEY.substring(200)),
                keys(Code.DKIM_MULTIPLE, KEY, OTHER.publicRecord()),
                key(Code.DKIM_REVOKED, "v=DKIM1; p="),
                key(Code.DKIM_OTHER_KEY, OTHER.publicRecord()),
                key(Code.OLD_KEY, SHORT.publicRecord()),
                key(Code.DKIM_KEY_TYPE, "k=ed25519; " + KEY),
                key(Code.DKIM_RESTRICTED, "h=sha1; " + KEY),
                key(Code.DKIM_TESTING, "t=y; " + KEY));
    }

    private static List<Case> spf() {
        return List.of(
                permission(Code.SPF_MULTIPLE, SPF, "v=spf1 include:_spf.other.test ~all"),
                permission(Code.SPF_SYNTAX, "v=spf1 inclde:spf.mta.test ~all"),
                permission(Code.SPF_INCLUDE_MISSING, "v=spf1 ip4:198.51.100.7 ~all"),
                permission(Code.SPF_INCLUDE_UNREACHABLE, "v=spf1 -all include:spf.mta.test"),
                permission(Code.SPF_PASS_ALL, "v=spf1 include:spf.mta.test +all"),
                permission(Code.SPF_PTR, "v=spf1 include:spf.mta.test ptr ~all"),
                permission(Code.SPF_BROKEN_INCLUDE, "v=spf1 include:nothing.mta.test include:spf.mta.test ~all"),
                permission(
                        Code.SPF_TOO_MANY_LOOKUPS,
                        "v=spf1 a:l1.mta.test a:l2.mta.test a:l3.mta.test a:l4.mta.test a:l5.mta.test a:l6.mta.test"
                                + " a:l7.mta.test a:l8.mta.test a:l9.mta.test a:l10.mta.test include:spf.mta.test ~all"),
                permission(
                        Code.SPF_VOID_LOOKUPS,
                        "v=spf1 a:v1.mta.test a:v2.mta.test a:v3.mta.test include:spf.mta.test ~all"));
    }

    private static List<Case> exchangers() {
        return List.of(
                bounces(Code.TARGET_ZONE_APPENDED, "10 feedback.mta.test"),
                bounces(Code.MX_TARGET_IP, "10 192.0.2.7."),
                bounces(Code.MX_NULL, "0 ."),
                bounces(Code.PRIORITY_IN_VALUE, "10 10.feedback.mta.test."),
                new Case(
                        Code.MX_TARGET_CNAME,
                        BrokenValuesLabTest::returnPath,
                        "send MX 10 mail\nmail CNAME feedback.mta.test.\n"),
                new Case(Code.MX_MAILBOXES_ELSEWHERE, BrokenValuesLabTest::receiving, "@ MX 1 aspmx.l.google.com.\n"),
                new Case(
                        Code.MX_EXTRA,
                        BrokenValuesLabTest::returnPath,
                        "send MX 10 feedback.mta.test.\nsend MX 20 mail.other.test.\n"),
                new Case(
                        Code.MX_NOT_LOWEST,
                        BrokenValuesLabTest::receiving,
                        "@ MX 10 inbound.mta.test.\n@ MX 5 mail.other.test.\n"),
                new Case(Code.TTL_HUGE, BrokenValuesLabTest::returnPath, "send 604800 MX 10 feedback.mta.test.\n"));
    }

    private static List<Case> policies() {
        return List.of(
                policy(Code.DMARC_MULTIPLE, "v=DMARC1; p=none", "v=DMARC1; p=reject"),
                policy(Code.DMARC_MALFORMED, "p=none; v=DMARC1"),
                policy(Code.DMARC_BAD_POLICY, "v=DMARC1; p=nothing"),
                policy(Code.DMARC_IGNORED_TAGS, "v=DMARC1; p=none; foo; adkim=x"),
                policy(Code.DMARC_REPORTS_UNAUTHORISED, "v=DMARC1; p=none; rua=mailto:d@elsewhere.test"),
                policy(Code.DMARC_STRICT_DKIM, "v=DMARC1; p=none; adkim=s"),
                policy(Code.DMARC_STRICT_SPF, "v=DMARC1; p=none; aspf=s"));
    }

    private static List<Case> aliases() {
        return List.of(
                new Case(Code.INVALID_VALUE, BrokenValuesLabTest::tracking, "links CNAME elsewhere.test.\n"),
                new Case(Code.CNAME_FLATTENED, BrokenValuesLabTest::tracking, "links A 192.0.2.80\n"),
                new Case(Code.CNAME_PROXIED, BrokenValuesLabTest::tracking, "links A 172.67.1.2\n"),
                new Case(Code.CAA_FORBIDS, BrokenValuesLabTest::authority, "@ CAA 0 issue \"digicert.com\"\n"),
                new Case(
                        Code.DELEGATION_EXTRA,
                        BrokenValuesLabTest::delegation,
                        "sub NS ns.mta.test.\nsub NS ns.elsewhere.test.\n"));
    }

    @BeforeAll
    static void start() throws IOException {
        server = DnsServer.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), zones);
        var registry = new StringBuilder("@ NS ns.mta.test.\n");
        for (Case broken : cases().toList()) {
            serve(broken.domain(), broken.zone());
            registry.append(broken.domain().labels().getFirst()).append(" NS ns.mta.test.\n");
        }
        serve(new DomainName("mta.test"), operator());
        registry.append("mta NS ns.mta.test.\n");
        put("test", registry.toString());
        if (Nsd.program().isEmpty()) return;
        realPort = Nsd.freePort(LOOPBACK);
        real = Nsd.start(folder, new InetSocketAddress(LOOPBACK, realPort), texts);
    }

    private static String operator() {
        var hosts = new StringBuilder("""
                ns A 127.0.0.1
                feedback A 192.0.2.25
                inbound A 192.0.2.25
                links A 192.0.2.80
                spf TXT "v=spf1 ip4:192.0.2.25 -all"
                """);
        for (int i = 1; i <= 10; i++)
            hosts.append("l").append(i).append(" A 198.51.100.").append(i).append('\n');
        return hosts.toString();
    }

    private static void serve(DomainName domain, String records) {
        put(domain.ascii(), "$TTL 300\n@ NS ns.mta.test.\n" + records);
    }

    private static void put(String origin, String text) {
        texts.put(origin, text);
        zones.put(Zone.parse(new DomainName(origin), text));
    }

    @AfterAll
    static void stop() {
        server.close();
        if (real != null) real.close();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void tellsExactlyWhatIsBroken(Case broken) {
        var examination = examine(broken);
        assertThat(DnsExaminerTest.codes(examination.records().getFirst())).containsExactly(broken.code());
        assertThat(examination.findings()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void tellsTheSameOfARealNameServer(Case broken) {
        Assumptions.assumeTrue(real != null, "nsd is not installed (apt-get install nsd)");
        var examination = examine(broken, realPort);
        assertThat(DnsExaminerTest.codes(examination.records().getFirst())).containsExactly(broken.code());
        assertThat(examination.findings()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void saysItInASentenceAndTellsWhatToDo(Case broken) {
        var finding = examine(broken).records().getFirst().findings().getFirst();
        assertThat(finding.message()).isNotBlank().endsWith(".");
        if (finding.severity() != Finding.Severity.INFO)
            assertThat(finding.fix()).isNotBlank();
    }

    @Test
    void aCodeHasOneZone() {
        var codes = cases().map(Case::code).toList();
        assertThat(codes).hasSizeGreaterThan(35);
        assertThat(new HashSet<>(codes)).hasSameSizeAs(codes);
    }

    private static Examination examine(Case broken) {
        return examine(broken, server.address().getPort());
    }

    private static Examination examine(Case broken, int port) {
        var config = new DnsConfig(List.of(new HostPort("127.0.0.1", port)), true, port, true);
        var examiner = new DnsExaminer(
                ServerAccess.of(config, random),
                PublicSuffixList.bundled()::registrableDomain,
                _ -> Optional.empty(),
                InstantSource.system());
        var planned = broken.planned().apply(broken.domain());
        return examiner.examine(new Subject(broken.domain(), List.of(planned), Set.of(SHORT.publicKey())));
    }

    private static Case key(Code code, String text) {
        return keys(code, text);
    }

    private static Case keys(Code code, String... texts) {
        return new Case(
                code,
                domain -> new PlannedRecord(Purpose.DKIM, RecordType.TXT, domain.child("pp._domainkey"), KEY),
                texts("pp._domainkey", texts));
    }

    private static Case permission(Code code, String... texts) {
        return new Case(
                code,
                domain -> new PlannedRecord(Purpose.SPF, RecordType.TXT, domain.child("send"), SPF),
                texts("send", texts));
    }

    private static Case policy(Code code, String... texts) {
        return new Case(
                code,
                domain -> new PlannedRecord(Purpose.DMARC, RecordType.TXT, domain.child("_dmarc"), "v=DMARC1; p=none;"),
                texts("_dmarc", texts));
    }

    private static Case bounces(Code code, String data) {
        return new Case(code, BrokenValuesLabTest::returnPath, "send MX " + data + "\n");
    }

    private static String texts(String host, String... texts) {
        var lines = new ArrayList<String>();
        for (String text : texts) lines.add(host + " TXT " + CharacterStrings.quoted(text) + "\n");
        return String.join("", lines);
    }

    private static PlannedRecord returnPath(DomainName domain) {
        return new PlannedRecord(Purpose.RETURN_PATH, RecordType.MX, domain.child("send"), "feedback.mta.test", 10);
    }

    private static PlannedRecord receiving(DomainName domain) {
        return new PlannedRecord(Purpose.RECEIVING, RecordType.MX, domain, "inbound.mta.test", 10);
    }

    private static PlannedRecord tracking(DomainName domain) {
        return new PlannedRecord(Purpose.TRACKING, RecordType.CNAME, domain.child("links"), "links.mta.test");
    }

    private static PlannedRecord authority(DomainName domain) {
        return new PlannedRecord(
                Purpose.TRACKING_CAA, RecordType.CAA, domain.child("links"), "0 issue \"letsencrypt.org\"");
    }

    private static PlannedRecord delegation(DomainName domain) {
        return new PlannedRecord(Purpose.DELEGATION, RecordType.NS, domain.child("sub"), "ns.mta.test");
    }
}
