package dev.pennypost.mail.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

class DnsServerTest {
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private final Zones zones = new Zones();
    private DnsServer server;

    @BeforeEach
    void start() throws Exception {
        zones.put(Zone.parse(new DomainName("example.test"), "mail A 192.0.2.1"));
        server = DnsServer.start(ANY_PORT, zones);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void answersOverUdpAfterAStormOfRubbish() throws Exception {
        var random = new Random(1);
        try (var socket = new DatagramSocket()) {
            socket.setSoTimeout(5000);
            socket.connect(server.address());
            for (int i = 0; i < 500; i++) {
                byte[] rubbish = new byte[random.nextInt(60)];
                random.nextBytes(rubbish);
                socket.send(new DatagramPacket(rubbish, rubbish.length));
            }
        }
        assertThat(askOverUdp().getSection(Section.ANSWER)).hasSize(1);
    }

    @Test
    void answersManyQuestionsOnOneConnection() throws Exception {
        try (var socket = connect()) {
            for (int i = 0; i < 3; i++) send(socket, query());
            for (int i = 0; i < 3; i++) {
                assertThat(receive(socket).getSection(Section.ANSWER)).hasSize(1);
            }
        }
    }

    @Test
    void hangsUpOnRubbishAndAnswersTheNext() throws Exception {
        try (var socket = connect()) {
            socket.getOutputStream().write(new byte[] {0, 3, 1, 2, 3});
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
        try (var socket = connect()) {
            send(socket, query());
            assertThat(receive(socket).getSection(Section.ANSWER)).hasSize(1);
        }
    }

    @Test
    void doesNotShareAPort() {
        assertThatThrownBy(() -> DnsServer.start(server.address(), zones)).isInstanceOf(BindException.class);
    }

    @Test
    void freesItsPortAndHangsUpWhenClosed() throws Exception {
        try (var socket = connect()) {
            send(socket, query());
            receive(socket);
            server.close();
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
        try (var again = DnsServer.start(server.address(), zones)) {
            assertThat(again.address()).isEqualTo(server.address());
        }
    }

    /// Asks as a resolver does: a question that the kernel dropped from a full queue is asked again.
    private Message askOverUdp() throws Exception {
        try (var socket = new DatagramSocket()) {
            socket.setSoTimeout(500);
            socket.connect(server.address());
            byte[] wire = query().toWire();
            var packet = new DatagramPacket(new byte[1232], 1232);
            for (int tries = 0; tries < 20; tries++) {
                socket.send(new DatagramPacket(wire, wire.length));
                try {
                    socket.receive(packet);
                    return new Message(java.util.Arrays.copyOf(packet.getData(), packet.getLength()));
                } catch (SocketTimeoutException dropped) {
                    // RFC 1035 §4.2.1: datagrams get lost
                }
            }
        }
        throw new AssertionError("no answer over UDP");
    }

    private Socket connect() throws Exception {
        var socket = new Socket(server.address().getAddress(), server.address().getPort());
        socket.setSoTimeout(5000);
        return socket;
    }

    private static void send(Socket socket, Message message) throws Exception {
        var out = new DataOutputStream(socket.getOutputStream());
        byte[] wire = message.toWire();
        out.writeShort(wire.length);
        out.write(wire);
    }

    private static Message receive(Socket socket) throws Exception {
        var in = new DataInputStream(socket.getInputStream());
        byte[] wire = new byte[in.readUnsignedShort()];
        in.readFully(wire);
        return new Message(wire);
    }

    private static Message query() throws Exception {
        return Message.newQuery(Record.newRecord(Name.fromString("mail.example.test."), Type.A, DClass.IN));
    }
}
