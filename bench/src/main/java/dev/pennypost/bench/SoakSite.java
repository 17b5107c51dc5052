package dev.pennypost.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;

/// A mail server of one temper, which counts what it takes.
final class SoakSite {
    /// How it treats whoever connects.
    enum Temper {
        HEALTHY,
        /// Takes two seconds for each message.
        SLOW,
        /// Takes connections and never says a word.
        DEAD,
        /// Turns every recipient away the first time.
        GREYLISTING
    }

    private static final Duration SLOWNESS = Duration.ofSeconds(2);

    private final Temper temper;
    private final LongConsumer arrived;
    private final AtomicLong taken = new AtomicLong();
    private final Map<String, Boolean> known = new ConcurrentHashMap<>();

    /// @param arrived told the number that a message carries in its subject, when it carries one
    SoakSite(Temper temper, LongConsumer arrived) {
        this.temper = temper;
        this.arrived = arrived;
    }

    long taken() {
        return taken.get();
    }

    SoakSite listen(int port) {
        try {
            var server = new ServerSocket(port, 1024, InetAddress.getLoopbackAddress());
            Thread.ofVirtual().start(() -> accept(server));
            return this;
        } catch (IOException taken) {
            throw new UncheckedIOException(taken);
        }
    }

    private void accept(ServerSocket server) {
        while (true) {
            try {
                Socket client = server.accept();
                Thread.ofVirtual().start(() -> converse(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void converse(Socket client) {
        try (client) {
            if (temper == Temper.DEAD) {
                LockSupport.parkNanos(Duration.ofHours(1).toNanos());
                return;
            }
            client.setTcpNoDelay(true);
            var in = new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
            OutputStream out = client.getOutputStream();
            say(out, "220 soak.test ESMTP");
            int recipients = 0;
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.startsWith("QUIT")) return;
                if (line.startsWith("MAIL") || line.startsWith("RSET")) recipients = 0;
                if (line.startsWith("RCPT") && !isUnknown(line)) recipients++;
                answer(line, recipients, in, out);
            }
        } catch (IOException gone) {
            return; // whoever leaves in the middle comes back
        }
    }

    /// @param recipients how many the transaction has, this line's included
    private void answer(String line, int recipients, BufferedReader in, OutputStream out) throws IOException {
        if (line.startsWith("EHLO")) say(out, "250-soak.test\r\n250-PIPELINING\r\n250 8BITMIME");
        else if (line.startsWith("RCPT") && recipients == 0) say(out, "451 4.7.1 Greylisted, come back later");
        else if (line.startsWith("DATA") && recipients == 0) say(out, "554 5.5.1 No valid recipients");
        else if (line.startsWith("DATA")) message(in, out);
        else say(out, "250 2.0.0 ok");
    }

    private boolean isUnknown(String recipient) {
        return temper == Temper.GREYLISTING && known.putIfAbsent(recipient, true) == null;
    }

    private void message(BufferedReader in, OutputStream out) throws IOException {
        say(out, "354 go");
        for (String line = in.readLine(); line != null && !line.equals("."); line = in.readLine())
            if (line.startsWith("Subject: soak-"))
                arrived.accept(Long.parseLong(line.substring(14).strip()));
        if (temper == Temper.SLOW) LockSupport.parkNanos(SLOWNESS.toNanos());
        taken.incrementAndGet();
        say(out, "250 2.0.0 taken");
    }

    private static void say(OutputStream out, String text) throws IOException {
        out.write((text + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }
}
