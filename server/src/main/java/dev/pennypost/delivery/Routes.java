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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Finds the servers of a destination: the operator's transport map first, then MX records (RFC 5321 §5.1).
final class Routes {
    private static final int SMTP_PORT = 25;
    private static final int MOST_TARGETS = 10;

    private final Map<String, HostPort> transport;
    private final Resolver resolver;
    private final Predicate<InetAddress> mayDial;
    private final Random random;

    /// @param mayDial which addresses MX records may lead to
    Routes(Map<String, HostPort> transport, Resolver resolver, Predicate<InetAddress> mayDial, Random random) {
        this.transport = Map.copyOf(transport);
        this.resolver = resolver;
        this.mayDial = mayDial;
        this.random = random;
    }

    /// What a domain's deliveries share: a mapped server or the domain itself.
    String destinationOf(DomainName domain) {
        HostPort mapped = mapped(domain);
        return mapped == null ? domain.ascii() : mapped.toString();
    }

    Route to(DomainName domain) {
        HostPort mapped = mapped(domain);
        return mapped == null ? byMx(domain) : viaTransport(mapped);
    }

    private @Nullable HostPort mapped(DomainName domain) {
        HostPort exact = transport.get(domain.ascii());
        return exact != null ? exact : transport.get("*");
    }

    private static Route viaTransport(HostPort server) {
        try {
            return new Route.Hosts(Arrays.stream(InetAddress.getAllByName(server.host()))
                    .map(ip -> new MailHost(Target.of(ip, server.port(), server.host()), Found.BY_OPERATOR))
                    .toList());
        } catch (UnknownHostException unknown) {
            return new Route.Unknown("the transport " + server + " has no address");
        }
    }

    private Route byMx(DomainName domain) {
        return switch (resolver.ask(domain, RecordType.MX)) {
            case Answer.Records records ->
                viaExchanges(domain, inOrder(records.all(DnsRecord.Mx.class)), Naming.BY_MX, records.authenticated());
            // RFC 5321 §5.1: without an MX the domain itself is the one exchange, at preference 0.
            // Its addresses were validated only if its zone is signed, and then so was this.
            case Answer.NoData _ ->
                viaExchanges(domain, List.of(new DnsRecord.Mx(0, domain.ascii())), Naming.IMPLICIT, true);
            case Answer.NoSuchName _ -> new Route.Undeliverable("5.1.2 the domain " + domain + " does not exist");
            case Answer.Failed(String why) -> new Route.Unknown("4.4.3 MX of " + domain + ": " + why);
        };
    }

    /// RFC 5321 §5.1: by preference, equals in random order.
    private List<DnsRecord.Mx> inOrder(List<DnsRecord.Mx> exchanges) {
        var shuffled = new ArrayList<>(exchanges);
        Collections.shuffle(shuffled, random);
        shuffled.sort(Comparator.comparingInt(DnsRecord.Mx::preference));
        return shuffled;
    }

    /// @param validated whether DNSSEC vouches for the exchanges
    private Route viaExchanges(DomainName domain, List<DnsRecord.Mx> exchanges, Naming naming, boolean validated) {
        // RFC 7505 §3: a null MX means the domain takes no mail.
        if (exchanges.stream().anyMatch(mx -> mx.exchange().isEmpty()))
            return new Route.Undeliverable("5.1.10 the domain " + domain + " takes no mail (null MX)");
        var addresses = new Addresses();
        for (DnsRecord.Mx mx : exchanges) collect(mx.exchange(), validated, addresses);
        if (!addresses.hosts.isEmpty())
            return new Route.Hosts(addresses.hosts.subList(0, Math.min(MOST_TARGETS, addresses.hosts.size())));
        return addresses.none(domain, naming);
    }

    private void collect(String exchange, boolean validated, Addresses into) {
        DomainName host;
        try {
            host = DomainName.ofDns(exchange);
        } catch (IllegalArgumentException notAName) {
            return;
        }
        // IPv4 first: many hosts without an IPv6 reverse name are refused by receivers over IPv6.
        for (RecordType type : List.of(RecordType.A, RecordType.AAAA)) {
            Answer answer = resolver.ask(host, type);
            if (answer instanceof Answer.Failed(String why)) into.failure = why;
            boolean all = validated && answer instanceof Answer.Records records && records.authenticated();
            for (DnsRecord.Address found : answer.all(DnsRecord.Address.class))
                into.add(found.address(), host, all ? Found.BY_VALIDATED_DNS : Found.BY_DNS);
        }
    }

    /// Whether the domain names its mail servers or is its own.
    private enum Naming {
        BY_MX,
        IMPLICIT
    }

    /// What the exchanges of a domain resolve to.
    private final class Addresses {
        final List<MailHost> hosts = new ArrayList<>();
        boolean forbidden;

        @Nullable
        String failure;

        void add(InetAddress address, DomainName host, Found found) {
            if (mayDial.test(address)) hosts.add(new MailHost(Target.of(address, SMTP_PORT, host.ascii()), found));
            else forbidden = true;
        }

        Route none(DomainName domain, Naming naming) {
            if (failure != null) return new Route.Unknown("4.4.3 addresses of " + domain + ": " + failure);
            if (forbidden)
                return new Route.Undeliverable(
                        "5.4.4 the servers of " + domain + " have private addresses, which may not be dialled");
            // An MX that names hosts without addresses is a mistake somebody mends; no falling back to the domain's A.
            return switch (naming) {
                case BY_MX -> new Route.Unknown("4.4.4 no MX host of " + domain + " has an address");
                case IMPLICIT -> new Route.Undeliverable("5.1.2 the domain " + domain + " has no mail server");
            };
        }
    }
}
