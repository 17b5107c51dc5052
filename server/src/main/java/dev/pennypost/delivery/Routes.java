package dev.pennypost.delivery;

import dev.pennypost.config.HostPort;
import dev.pennypost.delivery.tls.MailHost;
import dev.pennypost.delivery.tls.MailHost.Found;
import dev.pennypost.mail.dns.Answer;
import dev.pennypost.mail.dns.DnsRecord;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.RecordType;
import dev.pennypost.mail.dns.Resolver;
import dev.pennypost.mail.smtp.client.Target;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Finds the servers of a destination: the operator's transport map first, then MX records (RFC 5321 §5.1). What was
/// found holds for as long as DNS says, a minute at least and an hour at most.
final class Routes {
    private static final int MOST_EXCHANGES = 20;
    private static final int MOST_KNOWN = 50_000;
    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofHours(1);

    private final Map<String, Destination> transport;
    private final Resolver resolver;
    private final Predicate<InetAddress> mayDial;
    private final OwnHosts own;
    private final Ipv6 ipv6;
    private final Function<List<String>, String> siteOf;
    private final InstantSource clock;
    private final int port;
    private final ConcurrentHashMap<DomainName, Destination> known = new ConcurrentHashMap<>();

    /// @param mayDial which addresses MX records may lead to
    /// @param siteOf the name that exchangers are counted under
    /// @param ownSiteOf the name that a server of the transport map is counted under
    /// @param port where the servers that MX records name are connected to
    Routes(
            Map<String, HostPort> transport,
            Resolver resolver,
            Predicate<InetAddress> mayDial,
            OwnHosts own,
            Ipv6 ipv6,
            Function<List<String>, String> siteOf,
            Function<HostPort, String> ownSiteOf,
            InstantSource clock,
            int port) {
        this.transport = transport.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey, entry -> viaTransport(entry.getValue(), ownSiteOf)));
        this.resolver = resolver;
        this.mayDial = mayDial;
        this.own = own;
        this.ipv6 = ipv6;
        this.siteOf = siteOf;
        this.clock = clock;
        this.port = port;
    }

    /// Where mail for a domain goes, as far as nobody has to be asked; null when DNS has to be.
    @Nullable
    Destination known(DomainName domain) {
        Destination mapped = mapped(domain);
        if (mapped != null) return mapped;
        Destination found = known.get(domain);
        return found != null && found.validUntil().isAfter(clock.instant()) ? found : null;
    }

    /// What DNS said last of a domain, as [DnsAnswers] writes it; null when it was not asked, or that is forgotten.
    @Nullable
    String dnsAnswers(DomainName domain) {
        if (mapped(domain) != null) return null;
        Destination found = known.get(domain);
        return found == null ? null : found.dns();
    }

    /// Where mail for a domain goes. Asks DNS when need be.
    Destination to(DomainName domain) {
        Destination already = known(domain);
        if (already != null) return already;
        Destination found = byMx(domain);
        if (known.size() >= MOST_KNOWN) {
            Instant now = clock.instant();
            known.values().removeIf(old -> !old.validUntil().isAfter(now));
            if (known.size() >= MOST_KNOWN) known.clear();
        }
        known.put(domain, found);
        return found;
    }

    private @Nullable Destination mapped(DomainName domain) {
        if (transport.isEmpty()) return null;
        Destination exact = transport.get(domain.ascii());
        return exact != null ? exact : transport.get("*");
    }

    /// An operator's own server is not loaded with our memory of where it was.
    private static Destination viaTransport(HostPort server, Function<HostPort, String> ownSiteOf) {
        return new Destination(server.toString(), ownSiteOf.apply(server), new Route.Mapped(server), Instant.MAX, null);
    }

    /// Looks for the addresses of an operator's own server.
    static Route addresses(HostPort server) {
        try {
            return Route.Hosts.of(Arrays.stream(InetAddress.getAllByName(server.host()))
                    .map(ip -> new MailHost(Target.of(ip, server.port(), server.host()), Found.BY_OPERATOR))
                    .toList());
        } catch (UnknownHostException unknown) {
            return new Route.Unknown("the transport " + server + " has no address");
        }
    }

    private Destination byMx(DomainName domain) {
        Answer answer = resolver.ask(domain, RecordType.MX);
        Duration ttl = answer instanceof Answer.Records records ? records.ttl() : SHORTEST;
        Duration kept = ttl.compareTo(SHORTEST) < 0 ? SHORTEST : ttl.compareTo(LONGEST) > 0 ? LONGEST : ttl;
        return switch (answer) {
            case Answer.Records records ->
                viaExchanges(
                        domain,
                        records.all(DnsRecord.Mx.class),
                        new Addresses(domain, DnsAnswers.Naming.MX, records.authenticated()),
                        kept);
            // RFC 5321 §5.1: without an MX the domain itself is the one exchange, at preference 0.
            case Answer.NoData _ ->
                viaExchanges(
                        domain,
                        List.of(new DnsRecord.Mx(0, domain.ascii())),
                        // Its addresses were validated only if its zone is signed, and then so was this.
                        new Addresses(domain, DnsAnswers.Naming.IMPLICIT, true),
                        kept);
            case Answer.NoSuchName _ ->
                nowhere(
                        domain,
                        new Route.Undeliverable("5.1.2 the domain " + domain + " does not exist"),
                        said(domain, DnsAnswers.Naming.NO_SUCH_NAME, false, List.of(), null));
            case Answer.Failed(String why) ->
                nowhere(
                        domain,
                        new Route.Unknown("4.4.3 MX of " + domain + ": " + why),
                        said(domain, DnsAnswers.Naming.UNKNOWN, false, List.of(), why));
        };
    }

    private Destination nowhere(DomainName domain, Route.Nowhere why, DnsAnswers said) {
        return new Destination(
                domain.ascii(), domain.ascii(), why, clock.instant().plus(SHORTEST), said.written());
    }

    private DnsAnswers said(
            DomainName domain,
            DnsAnswers.Naming naming,
            boolean validated,
            List<DnsAnswers.Exchange> exchanges,
            @Nullable String failure) {
        return new DnsAnswers(domain.ascii(), clock.instant(), naming, validated, exchanges, failure);
    }

    private Destination viaExchanges(
            DomainName domain, List<DnsRecord.Mx> exchanges, Addresses addresses, Duration kept) {
        // RFC 7505 §3: a null MX means the domain takes no mail.
        if (exchanges.stream().anyMatch(mx -> mx.exchange().isEmpty()))
            return nowhere(
                    domain,
                    new Route.Undeliverable("5.1.10 the domain " + domain + " takes no mail (null MX)"),
                    said(domain, DnsAnswers.Naming.NULL_MX, addresses.validated, List.of(), null));
        for (var group : byPreference(exchanges).values()) {
            if (!addresses.add(group)) break;
        }
        DnsAnswers said = said(domain, addresses.naming, addresses.validated, addresses.exchanges, addresses.failure);
        if (addresses.groups.isEmpty()) return nowhere(domain, addresses.none(), said);
        return new Destination(
                addresses.name(),
                siteOf.apply(addresses.hosts()),
                new Route.Hosts(addresses.groups),
                clock.instant().plus(kept),
                said.written());
    }

    private static SortedMap<Integer, List<DnsRecord.Mx>> byPreference(List<DnsRecord.Mx> exchanges) {
        return exchanges.stream()
                .limit(MOST_EXCHANGES)
                .collect(Collectors.groupingBy(DnsRecord.Mx::preference, TreeMap::new, Collectors.toList()));
    }

    /// What the exchanges of a domain resolve to.
    private final class Addresses {
        final DomainName domain;
        final DnsAnswers.Naming naming;
        final boolean validated;
        final List<List<MailHost>> groups = new ArrayList<>();
        final List<DnsAnswers.Exchange> exchanges = new ArrayList<>();
        boolean forbidden;
        boolean loops;

        @Nullable
        String failure;

        /// @param validated whether DNSSEC vouches for the exchanges
        Addresses(DomainName domain, DnsAnswers.Naming naming, boolean validated) {
            this.domain = domain;
            this.naming = naming;
            this.validated = validated;
        }

        /// Adds exchanges of one preference; says whether less preferred ones may follow.
        ///
        /// RFC 5321 §5.1: an exchange that is ourselves, and all that are not preferred to it, are left out.
        boolean add(List<DnsRecord.Mx> equals) {
            var hosts = new ArrayList<MailHost>();
            for (DnsRecord.Mx mx : equals) {
                List<MailHost> found = resolve(mx);
                if (own.isOurs(
                        mx.exchange(), found.stream().map(MailHost::target).toList())) {
                    loops = true;
                    return false;
                }
                hosts.addAll(found);
            }
            if (!hosts.isEmpty()) groups.add(hosts);
            return true;
        }

        private List<MailHost> resolve(DnsRecord.Mx mx) {
            DomainName host;
            try {
                host = DomainName.ofDns(mx.exchange());
            } catch (IllegalArgumentException notAName) {
                note(mx, List.of(), "not a host name");
                return List.of();
            }
            var found = new ArrayList<MailHost>();
            String note = null;
            for (RecordType type : ipv6.order()) {
                Answer answer = resolver.ask(host, type);
                if (answer instanceof Answer.Failed(String why)) failure = note = why;
                Found how = validated && vouchedFor(host, answer) ? Found.BY_VALIDATED_DNS : Found.BY_DNS;
                DomainName canonical = how == Found.BY_VALIDATED_DNS ? canonical(answer) : null;
                for (DnsRecord.Address one : answer.all(DnsRecord.Address.class)) {
                    var target = Target.of(one.address(), port, host.ascii());
                    if (mayDial.test(one.address())) found.add(new MailHost(target, how, canonical));
                    else {
                        forbidden = true;
                        note = one.address().getHostAddress() + " may not be dialled";
                    }
                }
            }
            note(mx, found, found.isEmpty() && note == null ? "no address" : note);
            return found;
        }

        private void note(DnsRecord.Mx mx, List<MailHost> found, @Nullable String note) {
            List<String> addresses = found.stream()
                    .map(one -> one.target().address().getAddress().getHostAddress())
                    .toList();
            exchanges.add(new DnsAnswers.Exchange(mx.preference(), mx.exchange(), addresses, note));
        }

        /// RFC 7672 §2.2.2: an alias in a signed zone may lead out of it; its own records still count.
        private boolean vouchedFor(DomainName host, Answer answer) {
            if (!(answer instanceof Answer.Records records)) return false;
            return records.authenticated()
                    || (records.canonical() != null
                            && resolver.ask(host, RecordType.CNAME) instanceof Answer.Records alias
                            && alias.authenticated());
        }

        private static @Nullable DomainName canonical(Answer answer) {
            return answer instanceof Answer.Records records && records.authenticated() ? records.canonical() : null;
        }

        List<String> hosts() {
            return groups.stream()
                    .flatMap(List::stream)
                    .map(MailHost::name)
                    .distinct()
                    .sorted()
                    .toList();
        }

        /// Exchangers in their order; equals in the order of the alphabet.
        String name() {
            return groups.stream()
                    .map(group -> group.stream()
                            .map(MailHost::name)
                            .distinct()
                            .sorted()
                            .collect(Collectors.joining(",")))
                    .collect(Collectors.joining(";"));
        }

        Route.Nowhere none() {
            if (loops)
                return new Route.Undeliverable("5.4.6 the mail exchanger of " + domain + " is this server (a loop)");
            if (failure != null) return new Route.Unknown("4.4.3 addresses of " + domain + ": " + failure);
            if (forbidden)
                return new Route.Undeliverable(
                        "5.4.4 the servers of " + domain + " have private addresses, which may not be dialled");
            // An MX that names hosts without addresses is a mistake somebody mends; no falling back to the domain's A.
            return naming == DnsAnswers.Naming.IMPLICIT
                    ? new Route.Undeliverable("5.1.2 the domain " + domain + " has no mail server")
                    : new Route.Unknown("4.4.4 no MX host of " + domain + " has an address");
        }
    }
}
