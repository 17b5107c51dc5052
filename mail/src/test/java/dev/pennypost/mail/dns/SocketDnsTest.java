package dev.pennypost.mail.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pennypost.mail.dns.ServerReply.Reason;
import dev.pennypost.mail.dns.ServerReply.Response;
import dev.pennypost.mail.dns.ServerReply.Silence;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;

class SocketDnsTest {
    private static final Duration SHORT = Duration.ofMillis(200);

    private final SocketDns dns = new SocketDns(_ -> true, new SecureRandom(), SHORT, 2);
    private DnsServer server;

    @BeforeEach
    void start() throws Exception {
        var zones = new Zones();
        zones.put(
                Zone.parse(new DomainName("example.test"), """
                $TTL 600
                @ 3600 SOA ns.test. me.test. 7 3600 600 86400 42
                @      NS ns.example.test.
                ns     A 192.0.2.1
                mail   A 192.0.2.25
                www 30 CNAME mail
                away   CNAME host.other.test.
                below  NS ns.below
                ns.below A 192.0.2.2
                old    SPF "v=spf1 -all"
                big    TXT %s
                """.formatted(("\"" + "x".repeat(250) + "\" ").repeat(20))));
        server = DnsServer.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), zones);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void showsTheWholeResponse() {
        Response said = response("mail.example.test", RecordType.A);
        assertThat(said.code()).isEqualTo(ResponseCode.NOERROR);
        assertThat(said.authoritative()).isTrue();
        assertThat(said.answers())
                .containsExactly(new ZoneRecord(
                        new DomainName("mail.example.test"),
                        Duration.ofMinutes(10),
                        new DnsRecord.Address(InetAddress.ofLiteral("192.0.2.25"))));
    }

    @Test
    void showsTheZoneOfANameThatIsMissing() {
        Response said = response("nowhere.example.test", RecordType.A);
        assertThat(said.code()).isEqualTo(ResponseCode.NXDOMAIN);
        assertThat(said.soa()).map(ZoneRecord::owner).contains(new DomainName("example.test"));
        assertThat(said.to(new DomainName("nowhere.example.test"), RecordType.A))
                .isEqualTo(new Answer.NoSuchName(Duration.ofSeconds(42)));
    }

    @Test
    void showsWhereAReferralLeads() {
        Response said = response("mail.below.example.test", RecordType.A);
        assertThat(said.isReferral()).isTrue();
        assertThat(said.authoritative()).isFalse();
        assertThat(said.authority())
                .extracting(ZoneRecord::owner)
                .containsExactly(new DomainName("below.example.test"));
        assertThat(said.additional())
                .extracting(ZoneRecord::owner)
                .containsExactly(new DomainName("ns.below.example.test"));
    }

    @Test
    void followsCnamesAsFarAsTheResponseGoes() {
        DomainName www = new DomainName("www.example.test");
        Response said = response("www.example.test", RecordType.A);
        assertThat(said.endOf(www)).isEqualTo(new DomainName("mail.example.test"));
        assertThat(((Answer.Records) said.to(www, RecordType.A)).ttl()).isEqualTo(Duration.ofSeconds(30));

        DomainName away = new DomainName("away.example.test");
        Response leadsOut = response("away.example.test", RecordType.A);
        assertThat(leadsOut.endOf(away)).isEqualTo(new DomainName("host.other.test"));
        assertThat(leadsOut.to(away, RecordType.A)).isEqualTo(new Answer.NoData(null));
    }

    @Test
    void readsTheOldSpfType() {
        assertThat(response("old.example.test", RecordType.SPF).answers())
                .extracting(ZoneRecord::data)
                .containsExactly(new DnsRecord.Spf("v=spf1 -all"));
    }

    @Test
    void asksAgainOverTcpWhenTheAnswerWasCutOff() {
        assertThat(response("big.example.test", RecordType.TXT).answers())
                .extracting(ZoneRecord::data)
                .containsExactly(new DnsRecord.Txt("x".repeat(5000)));
    }

    @Test
    void showsARefusalAsAResponse() {
        Response said = response("example.com", RecordType.A);
        assertThat(said.code()).isEqualTo(ResponseCode.REFUSED);
        assertThat(said.to(new DomainName("example.com"), RecordType.A)).isEqualTo(new Answer.Failed("REFUSED"));
    }

    @Test
    void asksTwiceBeforeItTakesSilenceForAnAnswer() throws Exception {
        try (var silent = ScriptedServer.silent()) {
            assertThat(silence(silent.address())).isEqualTo(Reason.TIMEOUT);
            assertThat(silent.asked()).isEqualTo(2);
        }
    }

    @Test
    void knowsAHostWithoutADnsServerAtOnce() throws Exception {
        InetSocketAddress free;
        try (var socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            free = (InetSocketAddress) socket.getLocalSocketAddress();
        }
        assertThat(silence(free)).isEqualTo(Reason.CLOSED);
    }

    @Test
    void asksNoAddressThatItMustNot() throws Exception {
        try (var silent = ScriptedServer.silent()) {
            var strict = new SocketDns(address -> !address.isLoopbackAddress(), new SecureRandom());
            var reply = strict.ask(silent.address(), Question.ofAuthority(new DomainName("a.test"), RecordType.A));
            assertThat(((Silence) reply).reason()).isEqualTo(Reason.FORBIDDEN);
            assertThat(silent.asked()).isZero();
        }
    }

    @Test
    void doesNotWantRecursionFromAnAuthorityAndNoValidationWhenToldSo() throws Exception {
        Set<String> seen = ConcurrentHashMap.newKeySet();
        try (var curious = ScriptedServer.saying(query -> {
            var header = query.getHeader();
            seen.add((header.getFlag(Flags.RD) ? "RD" : "")
                    + (header.getFlag(Flags.CD) ? "CD" : "")
                    + ((query.getOPT().getFlags() & ExtendedFlags.DO) != 0 ? "DO" : "")
                    + query.getOPT().getPayloadSize());
            return ScriptedServer.responseTo(query);
        })) {
            for (var manner : Question.Manner.values())
                dns.ask(curious.address(), new Question(new DomainName("a.test"), RecordType.A, manner));
        }
        assertThat(seen).containsExactlyInAnyOrder("1232", "RD1232", "RDCDDO1232");
    }

    @Test
    void takesNoAnswerToAnotherQuestion() throws Exception {
        try (var forger = ScriptedServer.saying(query -> {
            var response = new Message(query.getHeader().getID() + 1 & 0xffff);
            response.getHeader().setFlag(Flags.QR);
            response.addRecord(query.getQuestion(), Section.QUESTION);
            return response;
        })) {
            assertThat(silence(forger.address())).isEqualTo(Reason.TIMEOUT);
        }
        try (var confused = ScriptedServer.saying(query -> {
            var other = Messages.query(
                    Question.ofAuthority(new DomainName("other.test"), RecordType.A),
                    query.getHeader().getID(),
                    false);
            other.getHeader().setFlag(Flags.QR);
            return other;
        })) {
            assertThat(silence(confused.address())).isEqualTo(Reason.TIMEOUT);
        }
    }

    @Test
    void survivesRubbish() throws Exception {
        try (var mumbling =
                new ScriptedServer(query -> new byte[] {query[0], query[1], 1, 2, 3, 4, 5, 6, 7, 8, 9, 9})) {
            assertThat(silence(mumbling.address())).isEqualTo(Reason.GARBLED);
        }
    }

    @Test
    void asksWithoutEdnsWhereItIsNotUnderstood() throws Exception {
        try (var ancient = ScriptedServer.saying(query -> {
            var response = ScriptedServer.responseTo(query);
            if (query.getOPT() != null) response.getHeader().setRcode(Rcode.FORMERR);
            return response;
        })) {
            var said = (Response) ask(ancient.address(), "a.test", RecordType.A);
            assertThat(said.code()).isEqualTo(ResponseCode.NOERROR);
            assertThat(ancient.asked()).isEqualTo(2);
        }
    }

    @Test
    void saysWhyAResolverFailed() throws Exception {
        try (var validating = ScriptedServer.saying(query -> {
            var response = ScriptedServer.responseTo(query);
            response.getHeader().setRcode(Rcode.SERVFAIL);
            response.addRecord(
                    new OPTRecord(1232, 0, 0, 0, List.of(new ExtendedErrorCodeOption(7, "expired"))),
                    Section.ADDITIONAL);
            return response;
        })) {
            var said = (Response) ask(validating.address(), "a.test", RecordType.A);
            assertThat(said.errors()).containsExactly(new ExtendedError(7, "expired"));
            assertThat(said.errors().getFirst().isBogus()).isTrue();
        }
    }

    @Test
    void answersInMemoryAsOverTheNetwork() {
        var zones = new Zones();
        zones.put(Zone.parse(new DomainName("example.test"), "mail A 192.0.2.25"));
        var question = Question.ofAuthority(new DomainName("mail.example.test"), RecordType.A);
        var said = new InMemoryServer(zones).answer(question);
        assertThat(said.authoritative()).isTrue();
        assertThat(said.to(question.name(), question.type()).all(DnsRecord.Address.class))
                .hasSize(1);
    }

    @Test
    void refusesToBeMadeWithoutTriesOrTime() {
        assertThatThrownBy(() -> new SocketDns(_ -> true, new SecureRandom(), Duration.ZERO, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SocketDns(_ -> true, new SecureRandom(), SHORT, 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private Response response(String name, RecordType type) {
        return (Response) ask(server.address(), name, type);
    }

    private ServerReply ask(InetSocketAddress address, String name, RecordType type) {
        return dns.ask(address, Question.ofAuthority(DomainName.ofDns(name), type));
    }

    private Reason silence(InetSocketAddress address) {
        return ((Silence) ask(address, "a.test", RecordType.A)).reason();
    }
}
