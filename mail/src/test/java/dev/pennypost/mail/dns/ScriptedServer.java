package dev.pennypost.mail.dns;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Section;

/// A UDP server that answers each query as a test says, for what a well-behaved server never does.
final class ScriptedServer implements AutoCloseable {
    private final DatagramSocket socket =
            new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    private final AtomicInteger asked = new AtomicInteger();

    /// @param answer from the query to the octets of the response; empty for silence
    ScriptedServer(UnaryOperator<byte[]> answer) throws IOException {
        Thread.startVirtualThread(() -> serve(answer));
    }

    static ScriptedServer silent() throws IOException {
        return new ScriptedServer(_ -> new byte[0]);
    }

    static ScriptedServer saying(UnaryOperator<Message> answer) throws IOException {
        return new ScriptedServer(query -> answer.apply(parse(query)).toWire());
    }

    /// The beginning of a response: id and question of the query.
    static Message responseTo(Message query) {
        var response = new Message(query.getHeader().getID());
        response.getHeader().setFlag(Flags.QR);
        response.addRecord(query.getQuestion(), Section.QUESTION);
        return response;
    }

    InetSocketAddress address() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    int asked() {
        return asked.get();
    }

    @Override
    public void close() {
        socket.close();
    }

    private void serve(UnaryOperator<byte[]> answer) {
        byte[] buffer = new byte[4096];
        try {
            while (true) {
                var packet = new DatagramPacket(buffer, buffer.length);
                socket.receive(packet);
                asked.incrementAndGet();
                byte[] response = answer.apply(Arrays.copyOf(buffer, packet.getLength()));
                if (response.length > 0)
                    socket.send(new DatagramPacket(response, response.length, packet.getSocketAddress()));
            }
        } catch (IOException closed) {
            socket.close();
        }
    }

    private static Message parse(byte[] query) {
        try {
            return new Message(query);
        } catch (IOException broken) {
            throw new IllegalStateException(broken);
        }
    }
}
