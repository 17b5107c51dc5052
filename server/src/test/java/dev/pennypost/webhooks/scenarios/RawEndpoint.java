package dev.pennypost.webhooks.scenarios;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/// An endpoint on loopback that is no HTTP server: it reads and says what the story wants, octet by octet.
final class RawEndpoint implements AutoCloseable {
    /// What is said of an endpoint that was closed; the second is for a moment afterwards.
    static final List<String> NOBODY_LISTENS = List.of("Connection refused", "Connection reset");

    private final ServerSocket server;
    private final List<Manner> manners;
    private final List<Socket> guests = new CopyOnWriteArrayList<>();
    private final List<Heard> heard = new CopyOnWriteArrayList<>();
    private final AtomicInteger leftByItself = new AtomicInteger();
    private final CountDownLatch over = new CountDownLatch(1);

    private RawEndpoint(ServerSocket server, List<Manner> manners) {
        this.server = server;
        this.manners = manners;
        Thread.ofVirtual().start(this::accept);
    }

    /// @param manners how each connection is met, in turn; the last one is how all further ones are
    static RawEndpoint that(Manner... manners) {
        return at("127.0.0.1", 0, manners);
    }

    static RawEndpoint at(String address, int port, Manner... manners) {
        try {
            var server = new ServerSocket();
            server.setReuseAddress(true);
            server.bind(new InetSocketAddress(InetAddress.ofLiteral(address), port), 200);
            return new RawEndpoint(server, List.of(manners));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /// Hears the request and answers it with this status.
    static Manner answers(int status) {
        return says("HTTP/1.1 " + status + " So\r\nContent-Length: 2\r\n\r\nok");
    }

    /// Hears one request after another and answers all with this status.
    static Manner answersAll(int status) {
        return guest -> {
            while (true) {
                guest.hear();
                guest.say("HTTP/1.1 " + status + " So\r\nContent-Length: 2\r\n\r\nok");
            }
        };
    }

    /// Hears the request, says this and closes.
    static Manner says(String answer) {
        return guest -> {
            guest.hear();
            guest.say(answer);
        };
    }

    /// Hears the request, says this and then waits for ever.
    static Manner hangsAfter(String beginning) {
        return guest -> {
            guest.hear();
            guest.say(beginning);
            guest.hang();
        };
    }

    int port() {
        return server.getLocalPort();
    }

    String url() {
        return url("http", "127.0.0.1");
    }

    String url(String scheme, String host) {
        return scheme + "://" + host + ":" + port() + "/hook";
    }

    /// The requests that were heard to their end, in order.
    List<Heard> heard() {
        return List.copyOf(heard);
    }

    /// How many connections there were.
    int met() {
        return guests.size();
    }

    /// How many of them the other side closed while we still talked or hung.
    int cutOff() {
        return leftByItself.get();
    }

    @Override
    public void close() {
        over.countDown();
        closeQuietly(server);
        guests.forEach(RawEndpoint::closeQuietly);
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                guests.add(socket);
                Manner manner = manners.get(Math.min(guests.size(), manners.size()) - 1);
                Thread.ofVirtual().start(() -> meet(socket, manner));
            }
        } catch (IOException closed) {
            // the story is over
        }
    }

    private void meet(Socket socket, Manner manner) {
        try (socket) {
            manner.meet(new Guest(socket));
        } catch (IOException gone) {
            leftByItself.incrementAndGet();
        }
    }

    private static void closeQuietly(Closeable open) {
        try {
            open.close();
        } catch (IOException gone) {
            // closed either way
        }
    }

    /// How a connection is met.
    @FunctionalInterface
    interface Manner {
        void meet(Guest guest) throws IOException;
    }

    /// One connection.
    final class Guest {
        private final Socket socket;

        Guest(Socket socket) {
            this.socket = socket;
        }

        /// Reads the request and keeps it.
        void hear() throws IOException {
            InputStream in = socket.getInputStream();
            var head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) head.append((char) octet(in));
            var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
            head.toString().lines().filter(line -> line.contains(": ")).forEach(line -> {
                String[] field = line.split(": ", 2);
                headers.put(field[0].toLowerCase(Locale.ROOT), field[1]);
            });
            byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
            heard.add(new Heard(headers, new String(body, StandardCharsets.UTF_8)));
        }

        void say(String text) throws IOException {
            say(text.getBytes(StandardCharsets.ISO_8859_1));
        }

        void say(byte[] octets) throws IOException {
            socket.getOutputStream().write(octets);
            socket.getOutputStream().flush();
        }

        /// Says it again and again until the other side has enough.
        void sayForEver(String text) throws IOException {
            while (true) say(text);
        }

        /// Waits until the other side goes.
        void hang() throws IOException {
            while (true) octet(socket.getInputStream());
        }

        /// Reads nothing and says nothing until the endpoint is closed.
        void standStill() throws IOException {
            try {
                over.await();
            } catch (InterruptedException hurried) {
                throw new InterruptedIOException();
            }
        }

        /// Does nothing for a moment, unless the other side goes.
        void pause() throws IOException {
            socket.setSoTimeout(20);
            try {
                octet(socket.getInputStream());
            } catch (SocketTimeoutException stillThere) {
                socket.setSoTimeout(0);
            }
        }

        private static int octet(InputStream in) throws IOException {
            int octet = in.read();
            if (octet < 0) throw new IOException("the other side has gone");
            return octet;
        }
    }

    /// A request.
    ///
    /// @param headers with names in lower case
    record Heard(Map<String, String> headers, String body) {
        String id() {
            String id = headers.get("svix-id");
            if (id == null) throw new AssertionError("no svix-id in " + headers);
            return id;
        }
    }
}
