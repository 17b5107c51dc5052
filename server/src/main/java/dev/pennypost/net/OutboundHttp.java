package dev.pennypost.net;

import dev.pennypost.net.Connections.Connection;
import dev.pennypost.net.Connections.Origin;
import dev.pennypost.net.Exchange.Answer;
import dev.pennypost.net.Exchange.Header;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/// An HTTP/1.1 client for URLs that customers chose. It resolves the host itself, asks the [AddressPolicy] about what
/// it found and dials exactly those addresses; clients that take a URL resolve again while connecting, and a name
/// server of ill will answers differently the second time (DNS rebinding). One connection for each exchange, unless it
/// was told to keep them; no proxies, no redirects, no cookies.
public final class OutboundHttp {
    private final HostLookup lookup;
    private final AddressPolicy policy;
    private final SSLSocketFactory tls;
    private final @Nullable Connections kept;

    public OutboundHttp(HostLookup lookup, AddressPolicy policy, SSLSocketFactory tls) {
        this(lookup, policy, tls, null);
    }

    OutboundHttp(HostLookup lookup, AddressPolicy policy, SSLSocketFactory tls, @Nullable Connections kept) {
        this.lookup = lookup;
        this.policy = policy;
        this.tls = tls;
        this.kept = kept;
    }

    /// A client that keeps connections for a while after answers of 2xx. The server may hang up on one just when it is
    /// used again; then the exchange is made a second time on a connection of its own, so this is for exchanges
    /// that
    /// may be repeated (RFC 9110 §9.2.2). A name's address is looked up and checked when a connection is dialled:
    /// that
    /// it leads elsewhere is noticed within a minute.
    ///
    /// @param mostEach how many connections may wait for an origin
    /// @param mostInAll how many may wait
    public static OutboundHttp keepingConnections(
            HostLookup lookup, AddressPolicy policy, SSLSocketFactory tls, int mostEach, int mostInAll) {
        return new OutboundHttp(lookup, policy, tls, new Connections(mostEach, mostInAll, System::nanoTime));
    }

    /// Asks and waits for the answer.
    ///
    /// @throws AddressRefused when the host has no address that may be dialled
    /// @throws SocketTimeoutException when it is not done within the exchange's timeout
    /// @throws IOException when there is no answer, or none that can be read
    public Answer send(Exchange exchange) throws IOException {
        long deadline = System.nanoTime() + exchange.timeout().toNanos();
        try (var deadlined = new Deadlined(left(deadline))) {
            return send(exchange, host(exchange.url()), deadline, deadlined);
        } catch (IOException failed) {
            if (System.nanoTime() - deadline >= 0) throw late(exchange.timeout());
            throw failed;
        }
    }

    private Answer send(Exchange exchange, String host, long deadline, Deadlined deadlined) throws IOException {
        int port = port(exchange.url());
        var origin = Origin.of(exchange.url(), host, port);
        Connection used = kept == null ? null : kept.take(origin);
        if (used != null) {
            deadlined.guard(used.plain);
            Optional<Answer> answer = converseAgain(used, origin, exchange, deadlined);
            if (answer.isPresent()) return answer.get();
            deadlined.hangUp();
        }
        long checkedAt = kept == null ? 0 : kept.now();
        List<InetAddress> addresses = permitted(host, left(deadline));
        Socket plain = deadlined.guard(dial(addresses, port, deadline));
        var dialled = new Connection(plain, secured(plain, host, exchange.url()), checkedAt);
        return converse(dialled, origin, exchange, new AnswerReader(dialled.in, exchange.mostOctets()), deadlined);
    }

    /// Empty when the server had hung up: not an octet of an answer came.
    private Optional<Answer> converseAgain(Connection used, Origin origin, Exchange exchange, Deadlined deadlined)
            throws IOException {
        var reader = new AnswerReader(used.in, exchange.mostOctets());
        try {
            return Optional.of(converse(used, origin, exchange, reader, deadlined));
        } catch (IOException failed) {
            if (reader.hasHeard() || deadlined.isLate()) throw failed;
            return Optional.empty();
        }
    }

    private List<InetAddress> permitted(String host, Duration patience) throws IOException {
        var permitted = lookup.addresses(host, patience).stream()
                .filter(policy::permits)
                .toList();
        if (permitted.isEmpty()) throw new AddressRefused(host);
        return permitted;
    }

    /// Connects to the first address that answers.
    private static Socket dial(List<InetAddress> addresses, int port, long deadline) throws IOException {
        IOException last = new UnknownHostException("no address");
        for (int i = 0; i < addresses.size(); i++) {
            // a silent address must leave the others their share of the time
            Duration share = left(deadline).dividedBy(addresses.size() - i);
            var socket = new Socket(java.net.Proxy.NO_PROXY);
            try {
                socket.connect(new InetSocketAddress(addresses.get(i), port), millis(share));
                socket.setTcpNoDelay(true);
                return socket;
            } catch (IOException unreachable) {
                socket.close();
                last = unreachable;
            }
        }
        throw last;
    }

    /// The socket itself, or TLS over it for the name that was asked for, not for the address that was dialled
    /// (RFC 9110 §4.3.4, RFC 6066 §3).
    private Socket secured(Socket plain, String host, URI url) throws IOException {
        if (!isSecure(url)) return plain;
        var secure = (SSLSocket) tls.createSocket(plain, host, plain.getPort(), true);
        var parameters = secure.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        parameters.setApplicationProtocols(new String[] {"http/1.1"});
        if (!isLiteral(host)) parameters.setServerNames(List.of(new SNIHostName(host)));
        secure.setSSLParameters(parameters);
        secure.startHandshake();
        return secure;
    }

    private Answer converse(
            Connection connection, Origin origin, Exchange exchange, AnswerReader reader, Deadlined deadlined)
            throws IOException {
        var out = connection.socket.getOutputStream();
        byte[] head = head(exchange).getBytes(StandardCharsets.ISO_8859_1);
        byte[] message = new byte[head.length + exchange.body().length];
        System.arraycopy(head, 0, message, 0, head.length);
        System.arraycopy(exchange.body(), 0, message, head.length, exchange.body().length);
        out.write(message);
        out.flush();
        Answer answer = reader.read(exchange.method());
        if (kept != null && answer.status() / 100 == 2 && reader.persists() && deadlined.letGo())
            kept.keep(origin, connection);
        return answer;
    }

    /// RFC 9112 §3: request line in origin form, `Host` first.
    private String head(Exchange exchange) {
        URI url = exchange.url();
        var head = new StringBuilder()
                .append(exchange.method())
                .append(' ')
                .append(target(url))
                .append(" HTTP/1.1\r\n");
        header(head, new Header("Host", authority(url)));
        exchange.headers().forEach(header -> header(head, header));
        if (exchange.body().length > 0) header(head, new Header("Content-Length", "" + exchange.body().length));
        if (kept == null) header(head, new Header("Connection", "close"));
        return head.append("\r\n").toString();
    }

    private static void header(StringBuilder head, Header header) {
        head.append(header.name()).append(": ").append(header.value()).append("\r\n");
    }

    private static String target(URI url) {
        URI ascii = URI.create(url.toASCIIString());
        String path = ascii.getRawPath();
        String query = ascii.getRawQuery();
        return (path == null || path.isEmpty() ? "/" : path) + (query == null ? "" : "?" + query);
    }

    private static String authority(URI url) {
        String host = host(url);
        String bracketed = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return url.getPort() < 0 ? bracketed : bracketed + ":" + url.getPort();
    }

    private static String host(URI url) {
        String host = url.getHost();
        if (host == null) throw new IllegalArgumentException(url + " has no host");
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static int port(URI url) {
        if (url.getPort() >= 0) return url.getPort();
        return isSecure(url) ? 443 : 80;
    }

    private static boolean isSecure(URI url) {
        return url.getScheme().toLowerCase(Locale.ROOT).equals("https");
    }

    private static boolean isLiteral(String host) {
        return host.indexOf(':') >= 0 || host.matches("[0-9.]+");
    }

    private static Duration left(long deadline) throws IOException {
        long nanos = deadline - System.nanoTime();
        if (nanos <= 0) throw new SocketTimeoutException("timed out");
        return Duration.ofNanos(nanos);
    }

    private static int millis(Duration duration) {
        return Math.clamp(duration.toMillis(), 1, Integer.MAX_VALUE);
    }

    private static SocketTimeoutException late(Duration timeout) {
        return new SocketTimeoutException("timed out after " + timeout.toSeconds() + " s");
    }

    /// Closes the socket when the time is up, under whoever still uses it, or when the exchange is over. A read timeout
    /// would not do: it starts again with every octet a slow server sends.
    private static final class Deadlined implements AutoCloseable {
        private final CompletableFuture<Boolean> over = new CompletableFuture<>();
        private final CompletableFuture<?> hungUp;
        private @Nullable Socket socket;
        private boolean late;

        Deadlined(Duration left) {
            // one millisecond more, so that whoever is cut off finds the deadline passed
            hungUp = over.completeOnTimeout(false, left.toMillis() + 1, TimeUnit.MILLISECONDS)
                    .thenAccept(this::end);
        }

        synchronized Socket guard(Socket dialled) {
            socket = dialled;
            if (late) hangUp();
            return dialled;
        }

        /// Leaves the socket open; says whether it still was.
        synchronized boolean letGo() {
            if (late) return false;
            socket = null;
            return true;
        }

        synchronized boolean isLate() {
            return late;
        }

        private synchronized void end(boolean inTime) {
            late = !inTime;
            hangUp();
        }

        synchronized void hangUp() {
            try {
                if (socket != null) socket.close();
            } catch (IOException alreadyGone) {
                // closed either way
            }
        }

        @Override
        public void close() {
            over.complete(true);
            hungUp.join();
        }
    }
}
