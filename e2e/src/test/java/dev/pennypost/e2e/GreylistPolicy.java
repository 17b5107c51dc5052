package dev.pennypost.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A policy service of Postfix (SMTPD_POLICY_README): whoever writes to one recipient for the first time is told to
/// come back.
final class GreylistPolicy implements AutoCloseable {
    private final ServerSocket server;
    private final String recipient;
    private final Set<String> seen = ConcurrentHashMap.newKeySet();

    private GreylistPolicy(ServerSocket server, String recipient) {
        this.server = server;
        this.recipient = recipient;
    }

    static GreylistPolicy listen(String recipient) {
        try {
            var policy = new GreylistPolicy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), recipient);
            Thread.ofVirtual().name("greylist").start(policy::accept);
            return policy;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    int port() {
        return server.getLocalPort();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    /// `name=value` lines up to an empty one; then one `action`, and an empty line.
    private void serve(Socket socket) {
        try (socket;
                var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            String asked = "";
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.startsWith("recipient=")) asked = line.substring("recipient=".length());
                if (!line.isEmpty()) continue;
                socket.getOutputStream().write(("action=" + action(asked) + "\n\n").getBytes(StandardCharsets.UTF_8));
                asked = "";
            }
        } catch (IOException gone) {
            return; // Postfix comes and goes
        }
    }

    private String action(String asked) {
        if (!asked.equals(recipient)) return "DUNNO";
        return seen.add(asked) ? "DEFER_IF_PERMIT 4.7.1 Greylisted, please try again" : "DUNNO";
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
