package dev.pennypost.mail.smtp.client;

import dev.pennypost.mail.smtp.Reply;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;

/// The octets of one connection: commands and messages are gathered and leave in one write, replies come in
/// whole.
final class Wire implements AutoCloseable {
    /// RFC 5321 §4.5.3.1.5 allows 512 octets; servers that explain themselves at length exist.
    static final int LONGEST_REPLY_LINE = 4096;

    static final int MOST_REPLY_LINES = 100;

    /// What is kept of a reply; lines beyond are read, and are not worth keeping for every attempt.
    static final int MOST_KEPT_OCTETS = 16 * 1024;

    private static final Pattern C1_CONTROL = Pattern.compile("[\\x80-\\x9f]");

    private static final byte[] CRLF = {'\r', '\n'};

    private final Socket raw;
    private final LongSupplier nanoTime;
    private Socket socket;
    private InputStream in;
    private OutputStream out;

    private final byte[] received = new byte[LONGEST_REPLY_LINE];
    private int start;
    private int end;

    private final byte[] gathered = new byte[16 * 1024];
    private int length;

    Wire(Socket connected, LongSupplier nanoTime) throws IOException {
        this.raw = connected;
        this.nanoTime = nanoTime;
        this.socket = connected;
        this.in = connected.getInputStream();
        this.out = connected.getOutputStream();
    }

    /// Adds a command to what is about to be sent. The caller has made sure that it is one line.
    void command(String line) throws IOException {
        byte[] octets = line.getBytes(StandardCharsets.UTF_8);
        put(octets, 0, octets.length);
        put(CRLF, 0, CRLF.length);
    }

    /// Sends the message and the final dot. When this throws, the dot did not get out.
    void message(List<byte[]> parts, Duration blockLimit) throws IOException {
        long size = 0;
        for (byte[] part : parts) size += part.length;
        if (size < gathered.length) send(parts, () -> {}); // fits the system's buffers: cannot block for long
        else sendGuarded(parts, blockLimit);
    }

    /// Sends the message as it is, after a command that says how long it is. When this throws, it did not get out
    /// whole.
    void octets(List<byte[]> parts, Duration blockLimit) throws IOException {
        try (var watchdog = Watchdog.over(raw, blockLimit, nanoTime)) {
            try {
                for (byte[] part : parts) {
                    put(part, 0, part.length);
                    watchdog.progress();
                }
                flush();
            } catch (IOException e) {
                throw watchdog.explain(e);
            }
        }
    }

    private void sendGuarded(List<byte[]> parts, Duration blockLimit) throws IOException {
        try (var watchdog = Watchdog.over(raw, blockLimit, nanoTime)) {
            try {
                send(parts, watchdog::progress);
            } catch (IOException e) {
                throw watchdog.explain(e);
            }
        }
    }

    private void send(List<byte[]> parts, Runnable progress) throws IOException {
        new Content(this, progress).send(parts);
        flush();
    }

    void put(byte[] octets, int from, int count) throws IOException {
        int done = 0;
        while (done < count) {
            if (length == gathered.length) flush();
            int room = Math.min(count - done, gathered.length - length);
            System.arraycopy(octets, from + done, gathered, length, room);
            length += room;
            done += room;
        }
    }

    void flush() throws IOException {
        int count = length;
        length = 0;
        out.write(gathered, 0, count);
    }

    /// Whether octets have arrived that nobody asked for yet.
    boolean hasUnread() {
        return start < end;
    }

    /// Reads one reply, all its lines within the limit. The code of the last line counts.
    Reply reply(Duration limit) throws IOException {
        long deadline = nanoTime.getAsLong() + limit.toNanos();
        List<String> lines = new ArrayList<>(1);
        int read = 0;
        int kept = 0;
        while (true) {
            int lineFeed = lineFeed(deadline);
            int first = start;
            int last = lineFeed > first && received[lineFeed - 1] == '\r' ? lineFeed - 1 : lineFeed;
            start = lineFeed + 1;
            int code = code(first, last);
            kept += last - first;
            if (kept <= MOST_KEPT_OCTETS) lines.add(text(Math.min(first + 4, last), last));
            if (last - first == 3 || received[first + 3] == ' ') return new Reply(code, lines);
            if (received[first + 3] != '-') throw malformed(first, last);
            if (++read == MOST_REPLY_LINES) throw new MalformedReply("more than " + MOST_REPLY_LINES + " lines");
        }
    }

    private int code(int first, int last) throws MalformedReply {
        int code = 0;
        for (int i = first; i < first + 3; i++) {
            if (i >= last || received[i] < '0' || received[i] > '9') throw malformed(first, last);
            code = code * 10 + received[i] - '0';
        }
        if (code < 200 || code > 599) throw malformed(first, last);
        return code;
    }

    private MalformedReply malformed(int first, int last) {
        return new MalformedReply("not an SMTP reply: " + text(first, Math.min(last, first + 80)));
    }

    /// RFC 5321 wants ASCII and RFC 6531 UTF-8; what is neither is read as Latin-1. Control characters would
    /// only hurt whoever stores or shows the text.
    private String text(int from, int to) {
        boolean ascii = true;
        for (int i = from; i < to; i++) {
            if (received[i] < 0) ascii = false;
            else if ((received[i] < ' ' && received[i] != '\t') || received[i] == 0x7f) received[i] = '?';
        }
        return ascii ? new String(received, from, to - from, StandardCharsets.US_ASCII) : eightBit(from, to);
    }

    /// Without the controls that are two octets in UTF-8 and one in Latin-1, some of which terminals obey too.
    private String eightBit(int from, int to) {
        return C1_CONTROL.matcher(decoded(from, to)).replaceAll("?");
    }

    private String decoded(int from, int to) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(received, from, to - from))
                    .toString();
        } catch (CharacterCodingException e) {
            return new String(received, from, to - from, StandardCharsets.ISO_8859_1);
        }
    }

    /// The index of the next line feed, once there is one.
    private int lineFeed(long deadline) throws IOException {
        int scanned = start;
        while (true) {
            for (; scanned < end; scanned++) if (received[scanned] == '\n') return scanned;
            scanned -= start;
            System.arraycopy(received, start, received, 0, end - start);
            end -= start;
            start = 0;
            if (end == received.length)
                throw new MalformedReply("a reply line of more than " + LONGEST_REPLY_LINE + " octets");
            fill(deadline);
        }
    }

    private void fill(long deadline) throws IOException {
        long remaining = (deadline - nanoTime.getAsLong()) / 1_000_000;
        if (remaining <= 0) throw new SocketTimeoutException("no complete reply in time");
        socket.setSoTimeout((int) Math.min(remaining, Integer.MAX_VALUE));
        int count = in.read(received, end, received.length - end);
        if (count < 0) throw new EOFException("the server closed the connection");
        end += count;
    }

    /// Turns to TLS. Octets that came before the handshake are dropped: they are not covered by it (RFC 3207
    /// §4.2).
    SSLSession startTls(Target target, TlsDemand demand, TlsContexts contexts, Duration limit) throws IOException {
        start = 0;
        end = 0;
        try (var watchdog = Watchdog.over(raw, limit, nanoTime)) {
            return handshake(target, demand, contexts, limit, watchdog);
        }
    }

    private SSLSession handshake(
            Target target, TlsDemand demand, TlsContexts contexts, Duration limit, Watchdog watchdog)
            throws IOException {
        try {
            raw.setSoTimeout((int) Math.min(limit.toMillis(), Integer.MAX_VALUE));
            // Naming the host here also sends it as SNI, unless it is an IP address or a single label.
            var tls = (SSLSocket) contexts.of(demand)
                    .getSocketFactory()
                    .createSocket(raw, target.host(), target.address().getPort(), true);
            if (demand instanceof TlsDemand.WebPki) tls.setSSLParameters(namingTheHost(tls.getSSLParameters()));
            tls.startHandshake();
            socket = tls;
            in = tls.getInputStream();
            out = tls.getOutputStream();
            return tls.getSession();
        } catch (IOException e) {
            throw watchdog.explain(e);
        }
    }

    private static SSLParameters namingTheHost(SSLParameters parameters) {
        parameters.setEndpointIdentificationAlgorithm("HTTPS"); // the JDK's name for RFC 6125 matching
        return parameters;
    }

    /// Closes at once. TLS would rather say goodbye first, which can block; SMTP has said QUIT already.
    @Override
    public void close() {
        try {
            raw.close();
        } catch (IOException e) {
            return; // closed is closed
        }
    }
}
