package dev.pennypost.mail.dns;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/// Asks over UDP and, where an answer was cut off, over TCP (RFC 7766 §5). Each question has a socket of its own: its
/// port is the kernel's random choice (RFC 5452 §9.2), and the kernel drops what comes from elsewhere. Meant to be
/// called from virtual threads: a question blocks for at most `tries × 2 × timeout`.
public final class SocketDns implements DirectDns {
    /// How long one try may take.
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(2);

    /// How often a silent server is asked.
    public static final int DEFAULT_TRIES = 2;

    private static final int BUFFER = 4096; // more than a query invites (EDNS payload 1232)

    private final Predicate<InetAddress> permitted;
    private final Duration timeout;
    private final int tries;
    private final RandomGenerator random;

    /// @param permitted which addresses may be asked: the owner of a domain chooses where its name servers lie
    /// @param random for the ids of messages: nobody may be able to guess it
    public SocketDns(Predicate<InetAddress> permitted, RandomGenerator random) {
        this(permitted, random, DEFAULT_TIMEOUT, DEFAULT_TRIES);
    }

    public SocketDns(Predicate<InetAddress> permitted, RandomGenerator random, Duration timeout, int tries) {
        if (tries < 1 || !timeout.isPositive())
            throw new IllegalArgumentException("tries " + tries + ", timeout " + timeout);
        this.permitted = permitted;
        this.random = random;
        this.timeout = timeout;
        this.tries = tries;
    }

    @Override
    public ServerReply ask(InetSocketAddress server, Question question) {
        if (server.isUnresolved() || !permitted.test(server.getAddress()))
            return new ServerReply.Silence(ServerReply.Reason.FORBIDDEN, "its address may not be asked");
        ServerReply.Silence last = timedOut();
        for (int i = 0; i < tries; i++) {
            switch (once(server, question)) {
                case ServerReply.Response response -> {
                    return response;
                }
                case ServerReply.Silence silence -> last = silence;
            }
            if (last.reason() != ServerReply.Reason.TIMEOUT) return last;
        }
        return last;
    }

    private ServerReply once(InetSocketAddress server, Question question) {
        try {
            Message response = exchange(server, query(question, true));
            // RFC 6891 §7: a server from before EDNS answers so, and without an OPT record.
            boolean predatesEdns = response.getRcode() == Rcode.FORMERR && response.getOPT() == null;
            return Messages.read(predatesEdns ? exchange(server, query(question, false)) : response);
        } catch (SocketTimeoutException late) {
            return timedOut();
        } catch (PortUnreachableException | ConnectException closed) {
            return new ServerReply.Silence(ServerReply.Reason.CLOSED, "no DNS server runs there");
        } catch (SocketException noWay) {
            return new ServerReply.Silence(ServerReply.Reason.UNREACHABLE, String.valueOf(noWay.getMessage()));
        } catch (IOException broken) {
            return new ServerReply.Silence(ServerReply.Reason.GARBLED, "its answer cannot be read");
        }
    }

    private ServerReply.Silence timedOut() {
        return new ServerReply.Silence(
                ServerReply.Reason.TIMEOUT,
                "no answer within " + timeout.multipliedBy(tries).toMillis() + " ms");
    }

    private Message query(Question question, boolean edns) {
        return Messages.query(question, random.nextInt(1 << 16), edns);
    }

    private Message exchange(InetSocketAddress server, Message query) throws IOException {
        Message response = overUdp(server, query);
        return response.getHeader().getFlag(Flags.TC) ? overTcp(server, query) : response;
    }

    private Message overUdp(InetSocketAddress server, Message query) throws IOException {
        long deadline = System.nanoTime() + timeout.toNanos();
        try (var socket = new DatagramSocket()) {
            socket.connect(server);
            byte[] octets = query.toWire();
            socket.send(new DatagramPacket(octets, octets.length));
            var packet = new DatagramPacket(new byte[BUFFER], BUFFER);
            while (true) {
                socket.setSoTimeout(remaining(deadline));
                socket.receive(packet);
                Optional<Message> response = response(Arrays.copyOf(packet.getData(), packet.getLength()), query);
                if (response.isPresent()) return response.get();
            }
        }
    }

    /// RFC 7766 §8: length and message are written at once.
    private Message overTcp(InetSocketAddress server, Message query) throws IOException {
        long deadline = System.nanoTime() + timeout.toNanos();
        try (var socket = new Socket()) {
            socket.connect(server, remaining(deadline));
            byte[] octets = query.toWire();
            byte[] framed = ByteBuffer.allocate(2 + octets.length)
                    .putShort((short) octets.length)
                    .put(octets)
                    .array();
            socket.getOutputStream().write(framed);
            var in = new DataInputStream(socket.getInputStream());
            socket.setSoTimeout(remaining(deadline));
            byte[] body = new byte[in.readUnsignedShort()];
            for (int at = 0; at < body.length; ) {
                socket.setSoTimeout(remaining(deadline));
                int read = in.read(body, at, body.length - at);
                if (read < 0) throw new EOFException("hung up in the middle of an answer");
                at += read;
            }
            return response(body, query).orElseThrow(() -> new IOException("an answer to another question"));
        }
    }

    /// At least a millisecond, because zero would mean forever.
    private static int remaining(long deadline) throws SocketTimeoutException {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (left <= 0) throw new SocketTimeoutException();
        return (int) left;
    }

    /// Nothing when the packet does not belong to the query (RFC 5452 §9.1): another may still come that does.
    private static Optional<Message> response(byte[] octets, Message query) throws IOException {
        if (octets.length < Header.LENGTH) return Optional.empty();
        int id = Short.toUnsignedInt(ByteBuffer.wrap(octets).getShort());
        if (id != query.getHeader().getID()) return Optional.empty();
        Message response = parse(octets);
        boolean fits = response.getHeader().getFlag(Flags.QR) && answers(response, query.getQuestion());
        return fits ? Optional.of(response) : Optional.empty();
    }

    private static boolean answers(Message response, Record question) {
        var echoed = response.getSection(Section.QUESTION);
        // Some servers leave the question out of a refusal.
        if (echoed.isEmpty()) return response.getRcode() != Rcode.NOERROR;
        return echoed.size() == 1 && echoed.getFirst().equals(question);
    }

    private static Message parse(byte[] octets) throws IOException {
        try {
            return new Message(octets);
        } catch (RuntimeException broken) {
            throw new IOException(broken); // some record types of dnsjava let unchecked exceptions out
        }
    }
}
