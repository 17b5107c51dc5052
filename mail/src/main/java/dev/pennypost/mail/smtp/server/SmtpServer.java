package dev.pennypost.mail.smtp.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Receives mail over SMTP and asks a [MailHandler] what to do with it. One virtual thread per connection.
public final class SmtpServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SmtpServer.class);

    /// How long a message that is being stored may hold up a shutdown.
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final ServerSocket socket;
    private final ServerOptions options;
    private final MailHandler handler;
    private final Semaphore free;
    private final Map<Connection, Thread> connections = new ConcurrentHashMap<>();
    private final Thread acceptor = Thread.ofVirtual().name("smtp-accept").unstarted(this::accept);

    private SmtpServer(ServerSocket socket, ServerOptions options, MailHandler handler) {
        this.socket = socket;
        this.options = options;
        this.handler = handler;
        this.free = new Semaphore(options.limits().connections());
    }

    /// Listens, and returns when clients can connect.
    ///
    /// @throws IOException when the address cannot be listened on
    public static SmtpServer start(ServerOptions options, MailHandler handler) throws IOException {
        var socket = new ServerSocket();
        try {
            socket.setReuseAddress(true);
            socket.bind(options.listen(), 1024);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
        var server = new SmtpServer(socket, options, handler);
        server.acceptor.start();
        return server;
    }

    public InetSocketAddress address() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    public int port() {
        return socket.getLocalPort();
    }

    /// Stops listening, says 421 to everybody who is not in the middle of handing over a message, and waits a
    /// little for those who are.
    @Override
    public void close() {
        try {
            socket.close();
            acceptor.join();
            for (Connection connection : connections.keySet()) stop(connection);
            long deadline = System.nanoTime() + GRACE.toNanos();
            for (Thread thread : connections.values()) {
                long remaining = Math.max(0, deadline - System.nanoTime());
                thread.join(Duration.ofNanos(remaining));
            }
            for (Connection connection : connections.keySet()) connection.abandon();
        } catch (IOException e) {
            LOG.warn("closing the SMTP server", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void stop(Connection connection) {
        try {
            connection.stop();
        } catch (IOException e) {
            LOG.debug("a client was gone already", e);
        }
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                welcome(socket.accept());
            } catch (IOException e) {
                if (socket.isClosed()) return;
                LOG.warn("cannot accept SMTP connections right now", e);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100)); // most likely out of file descriptors
            }
        }
    }

    private void welcome(Socket client) throws IOException {
        if (!free.tryAcquire()) {
            turnAway(client);
            return;
        }
        try {
            var connection = new Connection(client, options, handler);
            var thread = Thread.ofVirtual().name("smtp-" + client.getPort()).unstarted(() -> serve(connection, client));
            connections.put(connection, thread);
            thread.start();
        } catch (IOException e) {
            free.release();
            client.close();
            LOG.debug("a client left before it was greeted", e);
        }
    }

    private void serve(Connection connection, Socket client) {
        try (client) {
            connection.run();
        } catch (IOException e) {
            LOG.debug("connection of {} ended: {}", client.getInetAddress(), e.getMessage());
        } finally {
            connections.remove(connection);
            free.release();
        }
    }

    private void turnAway(Socket client) {
        try (client) {
            if (options.tlsFirst()) return; // there is nothing to say before TLS, and TLS would cost too much
            byte[] reply = ServerConversation.TOO_MANY_CONNECTIONS.wire().getBytes(StandardCharsets.UTF_8);
            client.getOutputStream().write(reply);
        } catch (IOException e) {
            LOG.debug("a client left before it was turned away", e);
        }
    }
}
