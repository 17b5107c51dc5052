package dev.pennypost.mail.dns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pennypost.mail.dns.ResponseRate.Verdict;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

class ResponseRateTest {
    private static final InetAddress ASKER = InetAddress.ofLiteral("192.0.2.1");
    private final AtomicLong second = new AtomicLong(1000);
    private final ResponseRate rate = ResponseRate.of(10, second::get, new Random(1));

    @Test
    void aNetworkGetsItsAnswersAndThenEveryOtherHintToUseTcp() {
        assertThat(verdicts(10, ASKER)).containsOnly(Verdict.ANSWER);
        assertThat(verdicts(10, InetAddress.ofLiteral("192.0.2.250")))
                .containsOnly(Verdict.TRUNCATE, Verdict.DROP)
                .satisfies(list ->
                        assertThat(list.stream().filter(Verdict.DROP::equals)).hasSize(5));
    }

    @Test
    void aNewSecondIsANewStart() {
        verdicts(50, ASKER);
        second.incrementAndGet();
        assertThat(rate.verdict(ASKER)).isEqualTo(Verdict.ANSWER);
    }

    @Test
    void othersAreNotHeldUp() {
        verdicts(50, ASKER);
        assertThat(rate.verdict(InetAddress.ofLiteral("198.51.100.1"))).isEqualTo(Verdict.ANSWER);
        assertThat(rate.verdict(InetAddress.ofLiteral("2001:db8:1::1"))).isEqualTo(Verdict.ANSWER);
    }

    @Test
    void anIpv6NetworkIsItsFirst56Bits() {
        IntStream.range(0, 10).forEach(i -> rate.verdict(InetAddress.ofLiteral("2001:db8:0:" + i + "::1")));
        assertThat(rate.verdict(InetAddress.ofLiteral("2001:db8:0:ff::1"))).isNotEqualTo(Verdict.ANSWER);
        assertThat(rate.verdict(InetAddress.ofLiteral("2001:db8:0:100::1"))).isEqualTo(Verdict.ANSWER);
    }

    @Test
    void zeroMeansNoLimit() {
        var unlimited = ResponseRate.of(0, second::get, new Random(1));
        assertThat(IntStream.range(0, 100_000).mapToObj(_ -> unlimited.verdict(ASKER)))
                .containsOnly(Verdict.ANSWER);
    }

    @Test
    void whoIsCutOffByUdpStillHasTcp() throws IOException {
        var zones = new Zones();
        zones.put(Zone.parse(new DomainName("acme.test"), "@ A 192.0.2.7\n"));
        var one = ResponseRate.of(1, second::get, new Random(1));
        try (var server = DnsServer.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), zones, one)) {
            // Over the limit from the second question on: one gets nothing, the next a hint.
            assertThat(isTruncated(server, Duration.ofSeconds(5))).isFalse();
            ask(server);
            assertThat(isTruncated(server, Duration.ofSeconds(5))).isTrue();
            var patient = new DnsResolver(List.of(server.address()), Duration.ofSeconds(2), 4);
            assertThat(patient.ask(new DomainName("acme.test"), RecordType.A).all(DnsRecord.Address.class))
                    .hasSize(1);
        }
    }

    private List<Verdict> verdicts(int questions, InetAddress from) {
        return IntStream.range(0, questions).mapToObj(_ -> rate.verdict(from)).toList();
    }

    private static void ask(DnsServer server) throws IOException {
        try (var socket = new DatagramSocket()) {
            socket.send(question(server));
        }
    }

    /// Whether the response to a question has the flag TC.
    private static boolean isTruncated(DnsServer server, Duration patience) throws IOException {
        try (var socket = new DatagramSocket()) {
            socket.setSoTimeout((int) patience.toMillis());
            socket.send(question(server));
            var packet = new DatagramPacket(new byte[2000], 2000);
            socket.receive(packet);
            return new Message(Arrays.copyOf(packet.getData(), packet.getLength()))
                    .getHeader()
                    .getFlag(Flags.TC);
        }
    }

    private static DatagramPacket question(DnsServer server) {
        byte[] query = Message.newQuery(Record.newRecord(Name.fromConstantString("acme.test."), Type.A, DClass.IN))
                .toWire();
        return new DatagramPacket(query, query.length, server.address());
    }
}
