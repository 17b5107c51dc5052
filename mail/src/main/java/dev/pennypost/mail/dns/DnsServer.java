package dev.pennypost.mail.dns;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An authoritative DNS server on one port, over UDP and TCP: answers from the zones it is given, refuses everything
/// else, never recurses. Each packet and each connection has a virtual thread; what comes in beyond the limits is
/// dropped (UDP) or hung up on (TCP).
public final class DnsServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DnsServer.class);
    private static final int PACKETS_AT_ONCE = 1000;
    private static final int CONNECTIONS_AT_ONCE = 200;
    private static final int TRIES_FOR_A_COMMON_PORT = 20;
    // RFC 7766 §6.2.3 asks for seconds. The same time limits how long one message may trickle in or out.
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration FAREWELL = Duration.ofSeconds(2);

    private final ServerSocket tcp;
    private final DatagramSocket udp;
    private final Responder responder;
    private final ResponseRate rate;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore packets = new Semaphore(PACKETS_AT_ONCE);
    private final Semaphore connections = new Semaphore(CONNECTIONS_AT_ONCE);
    // Java has no timeout for writing, so connections that outlive their deadline (System.nanoTime) are closed.
    private final Map<Socket, Long> deadlines = new ConcurrentHashMap<>();

    private DnsServer(ServerSocket tcp, DatagramSocket udp, ZoneSource zones, ResponseRate rate) {
        this.tcp = tcp;
        this.udp = udp;
        this.responder = new Responder(zones);
        this.rate = rate;
    }

    /// Listens and answers until closed.
    ///
    /// @param address where to listen; port 0 takes a port that is free for both UDP and TCP
    public static DnsServer start(InetSocketAddress address, ZoneSource zones) throws IOException {
        return start(address, zones, ResponseRate.UNLIMITED);
    }

    /// The same for a server that strangers reach.
    public static DnsServer start(InetSocketAddress address, ZoneSource zones, ResponseRate rate) throws IOException {
        DnsServer server = bind(address, zones, rate);
        server.threads.execute(server::receive);
        server.threads.execute(server::accept);
        server.threads.execute(server::hangUpOnTheSlow);
        return server;
    }

    /// Where it listens, with the port it really has.
    public InetSocketAddress address() {
        return (InetSocketAddress) tcp.getLocalSocketAddress();
    }

    /// Stops listening, hangs up, and waits a moment for answers under way.
    @Override
    public void close() {
        udp.close();
        closeQuietly(tcp);
        threads.shutdownNow();
        deadlines.keySet().forEach(DnsServer::closeQuietly);
        try {
            threads.awaitTermination(FAREWELL.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static DnsServer bind(InetSocketAddress address, ZoneSource zones, ResponseRate rate) throws IOException {
        for (int i = 1; ; i++) {
            var tcp = new ServerSocket();
            try {
                tcp.bind(address, CONNECTIONS_AT_ONCE);
                var udp = new DatagramSocket(new InetSocketAddress(address.getAddress(), tcp.getLocalPort()));
                return new DnsServer(tcp, udp, zones, rate);
            } catch (BindException taken) {
                closeQuietly(tcp);
                if (address.getPort() != 0 || i == TRIES_FOR_A_COMMON_PORT) throw taken;
            } catch (IOException broken) {
                closeQuietly(tcp);
                throw broken;
            }
        }
    }

    private void receive() {
        byte[] buffer = new byte[65_535];
        while (!udp.isClosed()) {
            try {
                var packet = new DatagramPacket(buffer, buffer.length);
                udp.receive(packet);
                if (packet.getPort() == 0 || !packets.tryAcquire()) continue;
                var from = (InetSocketAddress) packet.getSocketAddress();
                byte[] query = Arrays.copyOf(buffer, packet.getLength());
                start(() -> answer(query, from), packets);
            } catch (IOException broken) {
                if (!udp.isClosed()) LOG.warn("UDP receive failed", broken);
            }
        }
    }

    private void answer(byte[] query, InetSocketAddress from) {
        Optional<byte[]> answer = switch (rate.verdict(from.getAddress())) {
            case ANSWER -> responder.respond(query, Responder.Transport.UDP);
            case TRUNCATE -> responder.truncated(query);
            case DROP -> Optional.empty();
        };
        answer.ifPresent(response -> {
            try {
                udp.send(new DatagramPacket(response, response.length, from));
            } catch (IOException gone) {
                LOG.debug("No UDP answer to {}", from, gone);
            }
        });
    }

    private void accept() {
        while (!tcp.isClosed()) {
            try {
                Socket connection = tcp.accept();
                if (!connections.tryAcquire() || !start(() -> converse(connection), connections))
                    closeQuietly(connection);
            } catch (IOException broken) {
                if (!tcp.isClosed()) LOG.warn("TCP accept failed", broken);
            }
        }
    }

    private void converse(Socket connection) {
        try (connection) {
            connection.setTcpNoDelay(true);
            extend(connection);
            var in = new DataInputStream(new BufferedInputStream(connection.getInputStream()));
            while (!tcp.isClosed() && answerNext(in, connection)) extend(connection);
        } catch (EOFException done) {
            LOG.trace("{} hung up", connection);
        } catch (IOException broken) {
            LOG.debug("TCP with {} broke off", connection, broken);
        } finally {
            deadlines.remove(connection);
        }
    }

    /// RFC 1035 §4.2.2: two octets of length, then the message; written at once (RFC 7766 §8).
    private boolean answerNext(DataInputStream in, Socket connection) throws IOException {
        byte[] query = new byte[in.readUnsignedShort()];
        in.readFully(query);
        Optional<byte[]> response = responder.respond(query, Responder.Transport.TCP);
        if (response.isEmpty()) return false;
        byte[] body = response.get();
        byte[] framed = ByteBuffer.allocate(2 + body.length)
                .putShort((short) body.length)
                .put(body)
                .array();
        connection.getOutputStream().write(framed);
        return true;
    }

    private void extend(Socket connection) {
        deadlines.put(connection, System.nanoTime() + PATIENCE.toNanos());
    }

    private void hangUpOnTheSlow() {
        try {
            while (!tcp.isClosed()) {
                Thread.sleep(Duration.ofSeconds(1));
                long now = System.nanoTime();
                deadlines.forEach((connection, deadline) -> {
                    if (deadline - now < 0) closeQuietly(connection);
                });
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean start(Runnable task, Semaphore permits) {
        try {
            threads.execute(() -> {
                try {
                    task.run();
                } finally {
                    permits.release();
                }
            });
            return true;
        } catch (RejectedExecutionException closing) {
            permits.release();
            return false;
        }
    }

    private static void closeQuietly(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception alreadyBroken) {
            LOG.debug("Closing {}", socket, alreadyBroken);
        }
    }
}
