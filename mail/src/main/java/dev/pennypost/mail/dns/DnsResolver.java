package dev.pennypost.mail.dns;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/// Asks DNS servers over UDP and, where an answer was cut off, over TCP (RFC 7766 §5). Keeps nothing between
/// questions. Meant to be called from virtual threads: a question blocks for at most
/// `servers × tries × 2 × timeout` for each name of its CNAME chain.
///
/// There is nothing to close. dnsjava serves all resolvers of the process from one daemon thread, which it starts
/// with the first question and ends in a shutdown hook of its own.
public final class DnsResolver implements Resolver {
    /// How long one server may take over one try.
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(2);

    /// How often the list of servers is gone through.
    public static final int DEFAULT_TRIES = 2;

    // The size that passes everywhere without fragments (DNS flag day 2020).
    private static final int PAYLOAD = 1232;

    private final List<Server> servers;
    private final Duration timeout;
    private final int tries;
    private final Predicate<InetAddress> vouches;
    private final InstantSource clock;
    private final @Nullable Validator validator;

    private record Server(InetSocketAddress address, SimpleResolver udp, SimpleResolver tcp) {}

    /// @param servers in order of preference: the next is asked only when one gave no usable answer
    public DnsResolver(List<InetSocketAddress> servers) {
        this(servers, DEFAULT_TIMEOUT, DEFAULT_TRIES);
    }

    /// Believes a server on this machine when it says that it validated an answer, and no other.
    ///
    /// @param timeout for one try at one server
    /// @param tries how often the list of servers is gone through before a question has failed
    public DnsResolver(List<InetSocketAddress> servers, Duration timeout, int tries) {
        this(servers, timeout, tries, InetAddress::isLoopbackAddress);
    }

    /// @param vouches which servers are believed when they say that they validated an answer: those that no stranger
    ///     stands between us and (RFC 4035 §4.9.3)
    public DnsResolver(List<InetSocketAddress> servers, Duration timeout, int tries, Predicate<InetAddress> vouches) {
        this(servers, timeout, tries, vouches, null, InstantSource.system());
    }

    /// Believes no server and validates every answer itself. A bogus answer is a failure.
    ///
    /// @param servers that hand on signatures when asked for them, as any resolver of this century does
    /// @param clock tells whether signatures still hold
    public static DnsResolver validating(
            List<InetSocketAddress> servers, Duration timeout, int tries, TrustAnchors anchors, InstantSource clock) {
        return new DnsResolver(servers, timeout, tries, _ -> false, anchors, clock);
    }

    private DnsResolver(
            List<InetSocketAddress> servers,
            Duration timeout,
            int tries,
            Predicate<InetAddress> vouches,
            @Nullable TrustAnchors anchors,
            InstantSource clock) {
        if (servers.isEmpty() || servers.stream().anyMatch(InetSocketAddress::isUnresolved))
            throw new IllegalArgumentException("no DNS servers, or one without an address: " + servers);
        if (tries < 1 || !timeout.isPositive())
            throw new IllegalArgumentException("tries " + tries + ", timeout " + timeout);
        this.timeout = timeout;
        this.tries = tries;
        this.vouches = vouches;
        this.clock = clock;
        this.validator = anchors == null ? null : new Validator(this::unchecked, anchors, clock);
        this.servers = servers.stream().map(this::server).toList();
    }

    /// Asks the servers the operating system is configured with, such as those of `/etc/resolv.conf`.
    public static DnsResolver system() {
        return new DnsResolver(systemServers());
    }

    /// The resolvers that the operating system is configured with.
    public static List<InetSocketAddress> systemServers() {
        return List.copyOf(new ResolverConfig().servers());
    }

    @Override
    public Answer ask(DomainName name, RecordType type) {
        try {
            return resolve(new CnameChain(Wire.name(name)), Wire.type(type));
        } catch (NoAnswer none) {
            return new Answer.Failed(none.why());
        }
    }

    private Answer resolve(CnameChain chain, int type) throws NoAnswer {
        while (true) {
            Message response = exchange(chain.end(), type);
            List<Record> answers = response.getSection(Section.ANSWER);
            chain.trustOnlyIf(response.getHeader().getFlag(Flags.AD));
            boolean moved = type != Type.CNAME && chain.follow(answers);

            // RFC 6604 §3: the code speaks of the last name of the chain.
            if (response.getRcode() == Rcode.NXDOMAIN) return new Answer.NoSuchName(negativeTtl(response, chain));
            List<Record> found = answers.stream()
                    .filter(record ->
                            record.getType() == type && record.getName().equals(chain.end()))
                    .toList();
            if (!found.isEmpty()) return records(found, chain, signedFor(answers));
            if (!moved || soa(response, chain.end()).isPresent())
                return new Answer.NoData(negativeTtl(response, chain));
        }
    }

    private static Answer records(List<Record> found, CnameChain chain, long signed) throws NoAnswer {
        List<DnsRecord> readable = Wire.readAll(found);
        if (readable.isEmpty()) throw new NoAnswer("records of " + chain.end() + " cannot be read");
        long ttl = found.stream().mapToLong(Record::getTTL).min().orElse(0);
        return new Answer.Records(
                readable,
                Duration.ofSeconds(Math.min(Math.min(ttl, signed), chain.ttl())),
                chain.authenticated(),
                canonical(chain));
    }

    /// RFC 4035 §5.3.3: a validated answer is good for no longer than its signatures are, whatever its TTL
    /// says.
    private long signedFor(List<Record> answers) {
        if (validator == null) return Long.MAX_VALUE;
        Instant now = clock.instant();
        return answers.stream()
                .filter(RRSIGRecord.class::isInstance)
                .map(RRSIGRecord.class::cast)
                .mapToLong(signature -> Math.min(
                        signature.getOrigTTL(),
                        Math.max(0, Duration.between(now, signature.getExpire()).toSeconds())))
                .min()
                .orElse(Long.MAX_VALUE);
    }

    private static @Nullable DomainName canonical(CnameChain chain) throws NoAnswer {
        if (!chain.moved()) return null;
        try {
            return DomainName.ofDns(chain.end().toString(true));
        } catch (BadDomainName bad) {
            throw new NoAnswer("an alias of a name that is none: " + chain.end());
        }
    }

    /// RFC 2308 §5: the smaller of the SOA's own TTL and its minimum field.
    private static @Nullable Duration negativeTtl(Message response, CnameChain chain) {
        return soa(response, chain.end())
                .map(soa -> Math.min(Math.min(soa.getTTL(), soa.getMinimum()), chain.ttl()))
                .map(Duration::ofSeconds)
                .orElse(null);
    }

    private static Optional<SOARecord> soa(Message response, Name of) {
        return response.getSection(Section.AUTHORITY).stream()
                .filter(SOARecord.class::isInstance)
                .map(SOARecord.class::cast)
                .filter(soa -> of.subdomain(soa.getName()))
                .findFirst();
    }

    private Message exchange(Name name, int type) throws NoAnswer {
        Record question = Record.newRecord(name, type, DClass.IN);
        return validator == null ? exchange(question, false) : usable(validator.ask(question));
    }

    private Message unchecked(Record question) throws NoAnswer {
        return exchange(question, true);
    }

    private Message exchange(Record question, boolean signed) throws NoAnswer {
        var last = new NoAnswer("no server was asked");
        for (int i = 0; i < tries * servers.size() && !Thread.currentThread().isInterrupted(); i++) {
            Server server = servers.get(i % servers.size());
            try {
                return usable(believed(server, ask(server, question, signed)));
            } catch (NoAnswer none) {
                last = new NoAnswer(at(server) + ": " + none.why());
            }
        }
        throw last;
    }

    private Message believed(Server server, Message response) {
        if (!vouches.test(server.address().getAddress())) response.getHeader().unsetFlag(Flags.AD);
        return response;
    }

    private Message ask(Server server, Record question, boolean signed) throws NoAnswer {
        Message response = askOverBoth(server, signed ? signedQuery(question) : query(question, true));
        // RFC 6891 §7: a server from before EDNS answers so, and without an OPT record.
        boolean predatesEdns = response.getRcode() == Rcode.FORMERR && response.getOPT() == null;
        return predatesEdns ? askOverBoth(server, query(question, false)) : response;
    }

    private Message askOverBoth(Server server, Message query) throws NoAnswer {
        Message response = send(server.udp(), query);
        return response.getHeader().getFlag(Flags.TC) ? send(server.tcp(), query) : response;
    }

    private Message send(SimpleResolver server, Message query) throws NoAnswer {
        try {
            // dnsjava notices its own timeouts only about once a second, so we keep the time ourselves.
            return server.sendAsync(query, Thread::startVirtualThread)
                    .toCompletableFuture()
                    .get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            throw new NoAnswer("no answer within " + timeout.toMillis() + " ms");
        } catch (ExecutionException failed) {
            throw new NoAnswer(String.valueOf(failed.getCause()));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new NoAnswer("interrupted");
        } catch (RuntimeException broken) {
            throw new NoAnswer(broken.toString()); // such as "Shutdown in progress" when dnsjava starts its thread
        }
    }

    private static Message usable(Message response) throws NoAnswer {
        int code = response.getRcode();
        if (code != Rcode.NOERROR && code != Rcode.NXDOMAIN) throw new NoAnswer(Rcode.string(code));
        if (isReferral(response)) throw new NoAnswer("referred us elsewhere instead of answering");
        return response;
    }

    /// RFC 2308 §2.2: NODATA and a referral look alike, only the second brings NS records and no SOA.
    private static boolean isReferral(Message response) {
        List<Record> authority = response.getSection(Section.AUTHORITY);
        return response.getRcode() == Rcode.NOERROR
                && !response.getHeader().getFlag(Flags.AA)
                && response.getSection(Section.ANSWER).isEmpty()
                && authority.stream().anyMatch(record -> record.getType() == Type.NS)
                && authority.stream().noneMatch(record -> record.getType() == Type.SOA);
    }

    private static Message query(Record question, boolean edns) {
        Message query = Message.newQuery(question);
        query.getHeader().setFlag(Flags.AD); // RFC 6840 §5.7: tell us whether you validated
        if (edns) query.addRecord(new OPTRecord(PAYLOAD, 0, 0), Section.ADDITIONAL);
        return query;
    }

    /// RFC 4035 §3.2.2: with signatures, and as it is, whatever the server thinks of it.
    private static Message signedQuery(Record question) {
        Message query = Message.newQuery(question);
        query.getHeader().setFlag(Flags.CD);
        query.addRecord(new OPTRecord(PAYLOAD, 0, 0, ExtendedFlags.DO), Section.ADDITIONAL);
        return query;
    }

    private Server server(InetSocketAddress address) {
        SimpleResolver udp = simple(address);
        udp.setIgnoreTruncation(true);
        SimpleResolver tcp = simple(address);
        tcp.setTCP(true);
        return new Server(address, udp, tcp);
    }

    private SimpleResolver simple(InetSocketAddress address) {
        var resolver = new SimpleResolver(address);
        resolver.setEDNS(-1, 0, 0, List.of()); // the query brings its own OPT
        resolver.setTimeout(timeout);
        return resolver;
    }

    private static String at(Server server) {
        return server.address().getAddress().getHostAddress() + ":"
                + server.address().getPort();
    }
}
