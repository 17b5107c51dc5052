package dev.pennypost.mail.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;

class DnsResolverTest {
    private static final DomainName ORIGIN = new DomainName("example.test");
    private static final Duration SHORT = Duration.ofMillis(300);

    private DnsServer server;

    @BeforeEach
    void start() throws Exception {
        var zones = new Zones();
        zones.put(Zone.parse(ORIGIN, """
                $TTL 600
                @ 3600 SOA ns.test. me.test. 7 3600 600 86400 42
                @      MX 10 mail
                mail   A 192.0.2.1
                null   MX 0 .
                www 30 CNAME mail
                away   CNAME host.other.test.
                beyond CNAME host.nobody.test.
                loop   CNAME pool
                pool   CNAME loop
                quoted TXT "a\\"b\\\\c\\233" "d"
                big    TXT %s
                srv    SRV 0 0 25 mail
                tlsa   TLSA 3 1 1 00FF
                h00    CNAME h01
                """.formatted(("\"" + "x".repeat(250) + "\" ").repeat(20)) + chain(1, 12)));
        zones.put(Zone.parse(new DomainName("other.test"), "host 120 A 192.0.2.77"));
        server = DnsServer.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), zones);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static String chain(int from, int to) {
        var text = new StringBuilder();
        for (int i = from; i < to; i++) text.append("h%02d CNAME h%02d%n".formatted(i, i + 1));
        return text.append("h%02d A 192.0.2.12%n".formatted(to)).toString();
    }

    @Test
    void findsRecordsWithTheirTtl() {
        var answer = (Answer.Records) ask("example.test", RecordType.MX);
        assertThat(answer.records()).containsExactly(new DnsRecord.Mx(10, "mail.example.test"));
        assertThat(answer.ttl()).isEqualTo(Duration.ofMinutes(10));
        assertThat(answer.authenticated()).isFalse();
    }

    @Test
    void readsTheNullMxAsTheEmptyHost() {
        assertThat(ask("null.example.test", RecordType.MX).all(DnsRecord.Mx.class))
                .containsExactly(new DnsRecord.Mx(0, ""));
    }

    @Test
    void joinsStringsAndKeepsEveryOctetOfText() {
        assertThat(ask("quoted.example.test", RecordType.TXT).all(DnsRecord.Txt.class))
                .containsExactly(new DnsRecord.Txt("a\"b\\c\u00e9d"));
    }

    @Test
    void asksAgainOverTcpWhenTheAnswerWasCutOff() {
        assertThat(ask("big.example.test", RecordType.TXT).all(DnsRecord.Txt.class))
                .containsExactly(new DnsRecord.Txt("x".repeat(5000)));
    }

    @Test
    void tellsMissingRecordsFromMissingNames() {
        assertThat(ask("mail.example.test", RecordType.TXT)).isEqualTo(new Answer.NoData(Duration.ofSeconds(42)));
        assertThat(ask("nowhere.example.test", RecordType.A)).isEqualTo(new Answer.NoSuchName(Duration.ofSeconds(42)));
    }

    @Test
    void followsCnamesAndTakesTheSmallestTtl() {
        var answer = (Answer.Records) ask("www.example.test", RecordType.A);
        assertThat(answer.records())
                .isEqualTo(ask("mail.example.test", RecordType.A).all(DnsRecord.Address.class));
        assertThat(answer.ttl()).isEqualTo(Duration.ofSeconds(30));
        assertThat(ask("www.example.test", RecordType.MX)).isEqualTo(new Answer.NoData(Duration.ofSeconds(30)));
    }

    @Test
    void showsACnameToWhomAsksForIt() {
        assertThat(ask("www.example.test", RecordType.CNAME).all(DnsRecord.Name.class))
                .containsExactly(new DnsRecord.Name(RecordType.CNAME, ORIGIN.child("mail")));
    }

    @Test
    void asksForTheTargetThatTheServerDidNotInclude() {
        var answer = (Answer.Records) ask("away.example.test", RecordType.A);
        assertThat(answer.records()).hasSize(1);
        assertThat(answer.ttl()).isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void failsWhenTheTargetCannotBeAskedFor() {
        assertThat(ask("beyond.example.test", RecordType.A))
                .isInstanceOfSatisfying(
                        Answer.Failed.class, failed -> assertThat(failed.why()).contains("REFUSED"));
    }

    @Test
    void failsOnCnamesThatGoInCirclesOrOnForTooLong() {
        assertThat(ask("loop.example.test", RecordType.A)).isInstanceOf(Answer.Failed.class);
        assertThat(ask("h02.example.test", RecordType.A)).isInstanceOf(Answer.Records.class);
        assertThat(ask("h01.example.test", RecordType.A)).isInstanceOf(Answer.Failed.class);
    }

    @Test
    void readsTlsa() {
        assertThat(ask("tlsa.example.test", RecordType.TLSA).all(DnsRecord.Tlsa.class))
                .containsExactly(new DnsRecord.Tlsa(3, 1, 1, "00ff"));
    }

    @Test
    void asksForNamesThatDnsjavaWouldReadDifferently() {
        for (String odd : List.of("@", "a\\.b", "\"", "*", "\\032")) {
            assertThat(ask(odd + ".example.test", RecordType.A)).as(odd).isInstanceOf(Answer.NoSuchName.class);
        }
    }

    @Test
    void asksTheNextServerWhenOneIsSilentOrRefuses() throws Exception {
        try (var silent = ScriptedServer.silent();
                var broken = ScriptedServer.saying(query -> withCode(query, Rcode.SERVFAIL));
                var garbled = new ScriptedServer(query -> {
                    query[2] |= (byte) 0x80;
                    query[7] = 9; // nine answers, and none of them there
                    return query;
                })) {
            var all = Stream.of(silent.address(), broken.address(), garbled.address(), server.address());
            var resolver = new DnsResolver(all.toList(), SHORT, 1);
            assertThat(resolver.ask(ORIGIN, RecordType.MX)).isInstanceOf(Answer.Records.class);
            assertThat(List.of(silent.asked(), broken.asked(), garbled.asked())).containsOnly(1);
        }
    }

    @Test
    void triesAsOftenAsItWasToldAndThenSaysWhoFailed() throws Exception {
        try (var silent = ScriptedServer.silent()) {
            var resolver = new DnsResolver(List.of(silent.address()), SHORT, 3);
            assertThat(resolver.ask(ORIGIN, RecordType.MX))
                    .isEqualTo(
                            new Answer.Failed("127.0.0.1:" + silent.address().getPort() + ": no answer within 300 ms"));
            assertThat(silent.asked()).isEqualTo(3);
        }
    }

    @Test
    void failsWhenNobodyListens() {
        InetSocketAddress gone = server.address();
        server.close();
        assertThat(new DnsResolver(List.of(gone), SHORT, 1).ask(ORIGIN, RecordType.MX))
                .isInstanceOf(Answer.Failed.class);
    }

    @Test
    void takesAReferralForNoAnswer() throws Exception {
        try (var lame = ScriptedServer.saying(query -> {
            Message response = ScriptedServer.responseTo(query);
            response.addRecord(
                    Wire.write(Wire.name(ORIGIN), 60, new DnsRecord.Name(RecordType.NS, new DomainName("ns.test"))),
                    Section.AUTHORITY);
            return response;
        })) {
            assertThat(new DnsResolver(List.of(lame.address()), SHORT, 1).ask(ORIGIN, RecordType.MX))
                    .isInstanceOf(Answer.Failed.class);
        }
    }

    @Test
    void asksWithoutEdnsWhereItIsNotUnderstood() throws Exception {
        try (var old = ScriptedServer.saying(query -> {
            if (query.getOPT() != null) return withCode(query, Rcode.FORMERR);
            Message response = ScriptedServer.responseTo(query);
            response.addRecord(Wire.write(Wire.name(ORIGIN), 60, new DnsRecord.Txt("x")), Section.ANSWER);
            return response;
        })) {
            assertThat(new DnsResolver(List.of(old.address()), SHORT, 1).ask(ORIGIN, RecordType.TXT))
                    .isInstanceOf(Answer.Records.class);
        }
    }

    @Test
    void passesOnThatTheServerVouchesForTheAnswer() throws Exception {
        try (var validating = ScriptedServer.saying(query -> {
            Message response = ScriptedServer.responseTo(query);
            if (query.getHeader().getFlag(Flags.AD)) response.getHeader().setFlag(Flags.AD);
            response.addRecord(Wire.write(Wire.name(ORIGIN), 60, new DnsRecord.Txt("x")), Section.ANSWER);
            return response;
        })) {
            assertThat(new DnsResolver(List.of(validating.address()), SHORT, 1).ask(ORIGIN, RecordType.TXT))
                    .as("a server on this machine")
                    .isInstanceOfSatisfying(
                            Answer.Records.class,
                            answer -> assertThat(answer.authenticated()).isTrue());
            assertThat(new DnsResolver(List.of(validating.address()), SHORT, 1, _ -> false).ask(ORIGIN, RecordType.TXT))
                    .as("a server that nobody trusts")
                    .isInstanceOfSatisfying(
                            Answer.Records.class,
                            answer -> assertThat(answer.authenticated()).isFalse());
        }
    }

    @Test
    void neverThrowsForRandomResponses() throws Exception {
        var random = new Random(99);
        try (var mad = new ScriptedServer(query -> damaged(query, random))) {
            var resolver = new DnsResolver(List.of(mad.address()), SHORT, 1);
            for (int i = 0; i < 300; i++)
                assertThat(resolver.ask(ORIGIN, RecordType.TXT)).isNotNull();
        }
    }

    /// A response with the right id and question, and anything at all behind them.
    private static byte[] damaged(byte[] query, Random random) {
        byte[] response = new byte[query.length + 60];
        random.nextBytes(response);
        System.arraycopy(query, 0, response, 0, query.length);
        response[2] |= (byte) 0x80;
        response[3] = (byte) (random.nextInt(8) == 0 ? Rcode.NXDOMAIN : 0);
        response[7] = (byte) random.nextInt(3);
        response[9] = (byte) random.nextInt(2);
        response[11] = 0;
        return response;
    }

    @Test
    void givesUpAtOnceWhenInterrupted() throws Exception {
        try (var silent = ScriptedServer.silent()) {
            Thread.currentThread().interrupt();
            assertThat(new DnsResolver(List.of(silent.address())).ask(ORIGIN, RecordType.MX))
                    .isInstanceOf(Answer.Failed.class);
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void refusesToStartWithoutServers() {
        assertThatThrownBy(() -> new DnsResolver(List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new DnsResolver(List.of(InetSocketAddress.createUnresolved("dns.test", 53))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void readsTheServersOfTheSystem() {
        assertThat(DnsResolver.system()).isNotNull();
    }

    private Answer ask(String name, RecordType type) {
        return new DnsResolver(List.of(server.address()), Duration.ofSeconds(5), 1).ask(DomainName.ofDns(name), type);
    }

    private static Message withCode(Message query, int code) {
        Message response = ScriptedServer.responseTo(query);
        response.getHeader().setRcode(code);
        return response;
    }
}
