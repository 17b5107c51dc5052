package dev.pennypost.bench;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

/// An endpoint on loopback that does as little as can be, because it shares the machine with what it is told by: it
/// says 200 to everything and keeps connections as long as the other side likes, or it is dead and says nothing.
final class WebhookEndpoint {
    private static final byte[] OK = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final ServerSocket server;
    private final AtomicInteger met = new AtomicInteger();

    private WebhookEndpoint(ServerSocket server) {
        this.server = server;
    }

    /// @param heard is given the id and the body of every message
    static WebhookEndpoint healthy(BiConsumer<String, byte[]> heard) throws IOException {
        return listening(socket -> serve(socket, heard));
    }

    static WebhookEndpoint dead() throws IOException {
        return listening(socket -> socket.getInputStream().transferTo(OutputStream.nullOutputStream()));
    }

    String url() {
        return "http://127.0.0.1:" + server.getLocalPort() + "/hook";
    }

    /// How many connections there were.
    int met() {
        return met.get();
    }

    private static WebhookEndpoint listening(Manner manner) throws IOException {
        var server = new ServerSocket();
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1000);
        var endpoint = new WebhookEndpoint(server);
        Thread.ofPlatform().daemon().start(() -> endpoint.accept(manner));
        return endpoint;
    }

    private void accept(Manner manner) {
        try {
            while (true) {
                Socket socket = server.accept();
                met.incrementAndGet();
                Thread.ofVirtual().start(() -> meet(socket, manner));
            }
        } catch (IOException closed) {
            System.err.println("an endpoint is gone: " + closed);
        }
    }

    private static void meet(Socket socket, Manner manner) {
        try (socket) {
            manner.meet(socket);
        } catch (IOException gone) {
            // the other side is done with it
        }
    }

    private static void serve(Socket socket, BiConsumer<String, byte[]> heard) throws IOException {
        socket.setTcpNoDelay(true);
        var in = new BufferedInputStream(socket.getInputStream(), 8192);
        boolean stays = true;
        while (stays) {
            String id = "";
            int length = 0;
            line(in);
            for (String header = line(in); !header.isEmpty(); header = line(in)) {
                String lower = header.toLowerCase(Locale.ROOT);
                if (lower.startsWith("svix-id:")) id = header.substring(8).strip();
                if (lower.startsWith("content-length:"))
                    length = Integer.parseInt(lower.substring(15).strip());
                if (lower.equals("connection: close")) stays = false;
            }
            byte[] body = in.readNBytes(length);
            if (body.length < length) throw new EOFException();
            heard.accept(id, body);
            socket.getOutputStream().write(OK);
        }
    }

    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) throw new EOFException();
            if (c != '\r') line.append((char) c);
        }
        return line.toString();
    }

    @FunctionalInterface
    private interface Manner {
        void meet(Socket socket) throws IOException;
    }
}
