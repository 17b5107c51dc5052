package dev.pennypost.api.http;

import dev.pennypost.audit.Acting;
import dev.pennypost.audit.Actor;
import dev.pennypost.audit.Origin;
import dev.pennypost.config.CannotStart;
import dev.pennypost.config.HostPort;
import dev.pennypost.keys.Caller;
import dev.pennypost.keys.Keys;
import dev.pennypost.keys.Permission;
import dev.pennypost.keys.Recognition;
import dev.pennypost.metrics.Metric;
import dev.pennypost.net.Listening;
import dev.pennypost.quotas.RateLimit;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ListenerConfig;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The API's listener: finds the dialect and route of a request, checks key, scope and rate in the contract's order
/// (§3.4), and lets the handler answer. A virtual thread per request.
public final class HttpDoor implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(HttpDoor.class.getName());
    private static final String BEARER = "Bearer ";
    private static final String ROOT = "/";
    private static final HeaderName FORWARDED = HeaderNames.X_FORWARDED_FOR;
    private static final HeaderName LIMIT = HeaderNames.create("ratelimit-limit");
    private static final HeaderName REMAINING = HeaderNames.create("ratelimit-remaining");
    private static final HeaderName RESET = HeaderNames.create("ratelimit-reset");
    private static final HeaderName POLICY = HeaderNames.create("ratelimit-policy");
    private static final HeaderName STRICT_TRANSPORT = HeaderNames.create("Strict-Transport-Security");
    private static final int MAX_CONNECTIONS_WAITING = 4096;

    /// What Helidon knows the HTTPS listeners by, with their number behind.
    private static final String HTTPS = "https-";

    /// How many octets of requests a connection carries. The reader below leaves what was read linked to what came
    /// next: once a piece has grown old in memory, all that follow over that connection grow old with it, and the
    /// memory is not free again for a long time.
    private static final long MOST_OCTETS = 512 * 1024;

    private static final byte[] NOTHING = {};

    private final HttpConfig config;
    private final Clients clients;
    private final Keys keys;
    private final RateLimit rateLimit;
    private final RequestObserver observer;
    private final MeterRegistry metrics;
    private final InstantSource clock;
    private final List<Mounted> dialects;
    private final Encryption encryption;
    private final WebServer server;
    /// Of the connection that the thread serves: each has a thread of its own.
    private final ThreadLocal<long[]> octets = ThreadLocal.withInitial(() -> new long[1]);

    private HttpDoor(
            HttpConfig config,
            Keys keys,
            List<Dialect> dialects,
            RateLimit rateLimit,
            RequestObserver observer,
            Encryption encryption,
            MeterRegistry metrics,
            InstantSource clock)
            throws UnknownHostException {
        this.config = config;
        this.clients = Clients.behind(config.trustedProxies());
        this.keys = keys;
        this.rateLimit = rateLimit;
        this.observer = observer;
        this.encryption = encryption;
        this.metrics = metrics;
        this.clock = clock;
        this.dialects =
                dialects.stream().map(Mounted::of).sorted(Mounted.LONGEST_FIRST).toList();
        this.server = server();
    }

    private WebServer server() throws UnknownHostException {
        var builder = listening(WebServer.builder(), config.listen()).shutdownHook(false);
        for (int i = 0; i < encryption.listen().size(); i++) {
            var secure = listening(ListenerConfig.builder(), encryption.listen().get(i))
                    .tls(tls -> tls.sslContext(encryption.tls()));
            builder.putSocket(HTTPS + i, secure.build());
        }
        return builder.build();
    }

    private <B extends ListenerConfig.BuilderBase<B, ?>> B listening(B listener, HostPort at)
            throws UnknownHostException {
        return listener.address(InetAddress.getByName(at.host()))
                .port(at.port())
                .backlog(MAX_CONNECTIONS_WAITING)
                // RFC 9293 §3.7.4: else the end of an answer waits for the client's delayed acknowledgement, 40 ms
                .connectionOptions(options -> options.tcpNoDelay(true))
                .shutdownGracePeriod(Duration.ofSeconds(5))
                .addRouting(HttpRouting.builder().any(this::serve));
    }

    /// Opens a listener that treats every team alike and that nobody observes.
    ///
    /// @throws CannotStart when the address is not to be had
    public static HttpDoor open(
            HttpConfig config, Keys keys, List<Dialect> dialects, MeterRegistry metrics, InstantSource clock) {
        int usual = config.requestsPerSecond();
        var rateLimit = new RateLimit(_ -> usual, usual, clock);
        return open(config, keys, dialects, rateLimit, RequestObserver.NOBODY, Encryption.NONE, metrics, clock);
    }

    /// Opens the listeners.
    ///
    /// @throws CannotStart when an address is not to be had
    public static HttpDoor open(
            HttpConfig config,
            Keys keys,
            List<Dialect> dialects,
            RateLimit rateLimit,
            RequestObserver observer,
            Encryption encryption,
            MeterRegistry metrics,
            InstantSource clock) {
        var addresses = new ArrayList<>(encryption.listen());
        addresses.add(config.listen());
        addresses.forEach(Listening::check);
        try {
            var door = new HttpDoor(config, keys, dialects, rateLimit, observer, encryption, metrics, clock);
            door.server.start();
            for (HostPort address : addresses) Listening.check(address, door.server.isRunning());
            return door;
        } catch (UnknownHostException unknown) {
            throw CannotStart.notListening(config.listen(), unknown);
        }
    }

    /// The port in use, also when any free one was asked for.
    public int port() {
        return server.port();
    }

    /// The port in use of each HTTPS listener, in the order of the settings.
    public List<Integer> httpsPorts() {
        return IntStream.range(0, encryption.listen().size())
                .mapToObj(i -> server.port(HTTPS + i))
                .toList();
    }

    /// Stops taking requests and lets those in progress finish.
    @Override
    public void close() {
        server.stop();
    }

    private void serve(ServerRequest request, ServerResponse response) {
        String path = request.path().rawPath();
        Optional<String> elsewhere = request.isSecure() ? Optional.empty() : redirect(request, path);
        if (elsewhere.isPresent()) {
            // RFC 9110 §15.4.9: with the same method, so that what was sent openly by mistake is not lost silently
            response.status(Status.PERMANENT_REDIRECT_308)
                    .header(HeaderNames.LOCATION, elsewhere.get())
                    .send();
            return;
        }
        Mounted dialect = dialectOf(path);
        if (dialect == null) {
            response.status(Status.NOT_FOUND_404).send();
            return;
        }
        Exchange exchange = new Exchange(request, dialect, dialect.within(path), clock.instant());
        Response answer = answer(exchange);
        exchange.isLast = hasCarriedEnough(exchange);
        send(answer, exchange, response);
        if (exchange.caller != null) observe(exchange, exchange.caller, answer);
        if (exchange.isLast) throw new CloseConnectionException("it has carried enough");
    }

    private Optional<String> redirect(ServerRequest request, String path) {
        if (!config.redirectToHttps()) return Optional.empty();
        String query = request.query().isEmpty() ? "" : "?" + request.query().rawValue();
        return encryption.redirect(host(request), path).map(url -> url + query);
    }

    private static String host(ServerRequest request) {
        return request.headers().first(HeaderNames.HOST).orElse("");
    }

    private void observe(Exchange exchange, Caller caller, Response answer) {
        try {
            observer.answered(exchange.answered(caller, answer));
        } catch (RuntimeException broken) {
            LOG.log(System.Logger.Level.ERROR, () -> exchange.describe() + " could not be observed", broken);
        }
    }

    private @Nullable Mounted dialectOf(String path) {
        if (path.equals(ROOT)) for (Mounted dialect : dialects) if (dialect.dialect.answersRoot()) return dialect;
        for (Mounted dialect : dialects) if (dialect.holds(path)) return dialect;
        return null;
    }

    private Response answer(Exchange exchange) {
        try {
            return route(exchange);
        } catch (Refusal refusal) {
            return exchange.dialect.spell(refusal.problem());
        } catch (RuntimeException broken) {
            LOG.log(System.Logger.Level.ERROR, () -> exchange.describe() + " failed", broken);
            return exchange.dialect.spell(new HttpProblem.Broken());
        }
    }

    private Response route(Exchange exchange) {
        return switch (exchange.router.match(exchange.method(), exchange.path)) {
            case Router.Match.Nothing _ -> throw new Refusal(new HttpProblem.NoSuchEndpoint());
            case Router.Match.OtherMethod _ -> throw new Refusal(new HttpProblem.MethodNotAllowed());
            case Router.Match.Found(var access, var handler, var parameters, boolean confidential) -> {
                if (access != Access.OPEN) admit(exchange, access);
                byte[] body = body(exchange.request);
                exchange.bodyOctets = body.length;
                if (!confidential) exchange.seen = body;
                var request = exchange.toRequest(parameters, body, () -> client(exchange.request));
                yield Acting.as(actor(exchange), () -> handler.handle(request));
            }
        };
    }

    private Actor actor(Exchange exchange) {
        var origin = new Origin(
                client(exchange.request), exchange.header("User-Agent").orElse(null));
        return exchange.caller == null ? new Actor.Guest(origin) : exchange.caller.actor(origin);
    }

    private String client(ServerRequest request) {
        if (!(request.remotePeer().address() instanceof InetSocketAddress peer) || peer.getAddress() == null) return "";
        List<String> forwarded = request.headers().contains(FORWARDED)
                ? request.headers().get(FORWARDED).allValues()
                : List.of();
        return clients.of(peer.getAddress(), forwarded).getHostAddress();
    }

    private void admit(Exchange exchange, Access access) {
        String token = token(exchange).orElseThrow(() -> new Refusal(new HttpProblem.MissingApiKey()));
        Caller caller = caller(token);
        exchange.caller = caller;
        if (access == Access.FULL && caller.permission() == Permission.SENDING_ACCESS)
            throw new Refusal(new HttpProblem.RestrictedApiKey());
        exchange.verdict = rateLimit.count(caller.team());
        if (!exchange.verdict.allowed()) throw new Refusal(new HttpProblem.TooManyRequests(exchange.verdict.limit()));
    }

    private Caller caller(String token) {
        return switch (keys.recognise(token)) {
            case Recognition.Known(var caller) -> caller;
            case Recognition.Expired() -> throw new Refusal(new HttpProblem.InactiveApiKey());
            case Recognition.Unknown() -> throw new Refusal(new HttpProblem.BadApiKey());
        };
    }

    private static Optional<String> token(Exchange exchange) {
        return exchange.header("Authorization")
                .filter(value -> value.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .map(value -> value.substring(BEARER.length()).strip())
                .filter(token -> !token.isEmpty());
    }

    private byte[] body(ServerRequest request) {
        if (!request.content().hasEntity()) return NOTHING;
        try (InputStream in = request.content().inputStream()) {
            byte[] body = in.readNBytes(config.maxBody() + 1);
            if (body.length > config.maxBody()) throw new Refusal(new HttpProblem.BodyTooLarge(config.maxBody()));
            return body;
        } catch (IOException cut) {
            throw new Refusal(new HttpProblem.MalformedBody("the body ended early"));
        }
    }

    private void send(Response unpaced, Exchange exchange, ServerResponse response) {
        RateLimit.Verdict verdict = exchange.verdict == null ? rateLimit.uncounted() : exchange.verdict;
        Response answer =
                exchange.dialect.paced(unpaced, verdict.limit(), verdict.remaining(), RateLimit.Verdict.RESET_SECONDS);
        Metric.HTTP_REQUESTS.counter(metrics, Integer.toString(answer.status())).increment();
        response.status(answer.status());
        response.header(HeaderNames.CONTENT_TYPE, answer.contentType());
        response.header(LIMIT, Integer.toString(verdict.limit()));
        response.header(REMAINING, Integer.toString(verdict.remaining()));
        response.header(RESET, Integer.toString(RateLimit.Verdict.RESET_SECONDS));
        response.header(POLICY, verdict.limit() + ";w=1");
        if (!verdict.allowed())
            response.header(HeaderNames.RETRY_AFTER, Integer.toString(RateLimit.Verdict.RESET_SECONDS));
        if (exchange.request.isSecure())
            encryption
                    .strictTransport(host(exchange.request))
                    .ifPresent(policy -> response.header(STRICT_TRANSPORT, policy));
        for (Response.Header header : answer.headers()) put(header, response);
        // What was not read of a refused body cannot be told from the next request.
        if (answer.status() == 413 || exchange.isLast) response.header(HeaderNames.CONNECTION, "close");
        Response.Writer writer = answer.writer();
        if (writer == null) response.send(answer.body());
        else stream(writer, response);
    }

    /// RFC 6265 §3: of all headers this one may be there several times, and not as a list.
    private static void put(Response.Header header, ServerResponse response) {
        var name = HeaderNames.create(header.name());
        if (name.equals(HeaderNames.SET_COOKIE)) response.headers().add(HeaderValues.create(name, header.value()));
        else response.header(name, header.value());
    }

    /// The caller may go at any time: that is no fault of ours, and there is nobody left to tell.
    private static void stream(Response.Writer writer, ServerResponse response) {
        try (OutputStream out = response.outputStream()) {
            writer.write(out);
        } catch (IOException | UncheckedIOException gone) {
            throw new CloseConnectionException("nobody reads any more", gone);
        }
    }

    /// Whether the connection is to end with the answer (RFC 9112 §9.6). Not while something of the request is unread:
    /// that would have the answer thrown away on its way.
    private boolean hasCarriedEnough(Exchange exchange) {
        long[] carried = octets.get();
        carried[0] += exchange.octets();
        return carried[0] >= MOST_OCTETS
                && (!exchange.request.content().hasEntity()
                        || exchange.request.content().consumed());
    }

    /// One request on its way through the door.
    private static final class Exchange {
        private static final int HEAD_OCTETS = 512;

        final ServerRequest request;
        final Dialect dialect;
        final Router router;
        final String path;
        final Instant at;
        RateLimit.@Nullable Verdict verdict;

        @Nullable
        Caller caller;

        byte[] seen = NOTHING;
        long bodyOctets;
        boolean isLast;

        Exchange(ServerRequest request, Mounted mounted, String path, Instant at) {
            this.request = request;
            this.dialect = mounted.dialect;
            this.router = mounted.router;
            this.path = path;
            this.at = at;
        }

        String method() {
            return request.prologue().method().text();
        }

        /// Of the request, about.
        long octets() {
            return HEAD_OCTETS + bodyOctets;
        }

        String describe() {
            return method() + " " + request.path().rawPath();
        }

        Optional<String> header(String name) {
            return request.headers().first(HeaderNames.create(name));
        }

        RequestObserver.Answered answered(Caller by, Response answer) {
            String agent = header("User-Agent").orElse(null);
            return new RequestObserver.Answered(by, at, method(), request.path().rawPath(), agent, seen, answer);
        }

        Request toRequest(Map<String, String> parameters, byte[] body, Supplier<String> client) {
            return new Request(method(), path, parameters, queryOf(request), this::header, body, caller, client);
        }

        private static Map<String, List<String>> queryOf(ServerRequest request) {
            if (request.query().isEmpty()) return Map.of();
            var all = new HashMap<String, List<String>>();
            for (String name : request.query().names())
                all.put(name, request.query().all(name));
            return all;
        }
    }

    private record Mounted(String mount, Dialect dialect, Router router) {
        static final java.util.Comparator<Mounted> LONGEST_FIRST = java.util.Comparator.comparingInt(
                        (Mounted mounted) -> mounted.mount.length())
                .reversed();

        static Mounted of(Dialect dialect) {
            var router = new Router();
            dialect.register(router);
            return new Mounted(dialect.mount(), dialect, router);
        }

        /// The path below the mount.
        String within(String path) {
            return path.equals(ROOT) ? path : path.substring(mount.length());
        }

        boolean holds(String path) {
            return path.startsWith(mount) && (path.length() == mount.length() || path.charAt(mount.length()) == '/');
        }
    }
}
