package dev.pennypost.domains.diagnosis;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.pennypost.domains.diagnosis.NameServer.Listing;
import dev.pennypost.mail.dns.Answer;
import dev.pennypost.mail.dns.DirectDns;
import dev.pennypost.mail.dns.DnsRecord;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.Question;
import dev.pennypost.mail.dns.RecordType;
import dev.pennypost.mail.dns.ResponseCode;
import dev.pennypost.mail.dns.ServerReply;
import dev.pennypost.mail.dns.ServerReply.Response;
import dev.pennypost.mail.dns.ServerReply.Silence;
import dev.pennypost.mail.dns.ZoneRecord;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Finds the zone that holds a domain, and its name servers, from the top down: the resolver is asked for the servers
/// of the top-level domain and for addresses, everything else comes from the servers themselves. Going up from the
/// domain through the resolver, as is usual, would make it remember that names do not exist which are about to be
/// published. And only the servers above know which servers the registry leads to.
///
/// Facts are kept for seconds, so that a domain with many records, or a zone with many domains, is found once.
final class Delegations implements Authority {
    private static final int MOST_LEVELS = 10;
    private static final int MOST_SERVERS = 13;
    private static final int REGISTRY_SERVERS_TRIED = 4;

    private final DirectDns dns;
    private final Recursion recursion;
    private final Function<DomainName, Optional<DomainName>> registrable;
    private final int port;

    private final AsyncCache<DomainName, Answer> tops = cache(Duration.ofMinutes(5), 2_000);
    private final AsyncCache<DomainName, List<InetSocketAddress>> hosts = cache(Duration.ofSeconds(60), 20_000);
    private final AsyncCache<DomainName, Territory> territories = cache(Duration.ofSeconds(10), 20_000);

    /// A zone on the way down.
    ///
    /// @param named its servers, as the zone above lists them
    private record Level(DomainName zone, Map<DomainName, List<InetSocketAddress>> named) {
        List<InetSocketAddress> addresses() {
            return named.values().stream().flatMap(List::stream).distinct().toList();
        }
    }

    /// What a level said about the domain.
    private record Word(Response response, boolean isReferral) {}

    /// @param registrable the name a registrar would have sold, see the public suffix list
    /// @param port where name servers listen
    Delegations(DirectDns dns, Recursion recursion, Function<DomainName, Optional<DomainName>> registrable, int port) {
        this.dns = dns;
        this.recursion = recursion;
        this.registrable = registrable;
        this.port = port;
    }

    @Override
    public Territory of(DomainName domain) {
        return territories
                .get(domain, (name, _) -> Parallel.start(() -> find(name)))
                .join();
    }

    private Territory find(DomainName domain) {
        DomainName top = new DomainName(domain.labels().getLast());
        return switch (tops.get(top, (name, _) -> Parallel.start(() -> recursion.answer(name, RecordType.NS)))
                .join()) {
            case Answer.Records servers -> descend(domain, new Level(top, addressesOf(names(servers.records()))));
            case Answer.NoSuchName _ -> new Territory.Unregistered(top);
            case Answer.NoData _ -> new Territory.Unknown("nobody serves ." + top);
            case Answer.Failed(var why) -> {
                tops.synchronous().invalidate(top);
                yield new Territory.Unknown(why);
            }
        };
    }

    private Territory descend(DomainName domain, Level top) {
        Level level = top;
        Level above = top;
        for (int i = 0; i < MOST_LEVELS; i++) {
            Optional<Word> word = word(domain, level);
            if (word.isEmpty()) return silent(domain, level, above);
            Response said = word.get().response();
            if (!word.get().isReferral()) return settled(domain, said, level, above);
            above = level;
            level = below(said);
        }
        return new Territory.Unknown("the delegations above " + domain + " do not end");
    }

    /// Nobody of a level says anything that counts.
    private Territory silent(DomainName domain, Level level, Level above) {
        if (isRegistry(level.zone(), domain))
            return new Territory.Unknown("the name servers of ." + level.zone() + " do not answer");
        return found(level.zone(), level, above);
    }

    private Territory settled(DomainName domain, Response said, Level level, Level above) {
        DomainName zone = zoneIn(said, domain, level).orElse(level.zone());
        boolean missing = said.code() == ResponseCode.NXDOMAIN;
        if (missing && isRegistry(zone, domain)) return new Territory.Unregistered(zone);
        return found(zone, level, isRegistry(above.zone(), domain) ? null : above);
    }

    /// Whether a name stands above what a registrar sells.
    private boolean isRegistry(DomainName zone, DomainName domain) {
        return registrable
                .apply(domain)
                .map(sold -> sold.isAtOrBelow(zone) && !sold.equals(zone))
                .orElse(zone.parent().isEmpty());
    }

    /// A SOA stands at the top of the zone that holds the name. Behind a CNAME it may be that of another zone, and a
    /// server may have more zones than it was given.
    private static Optional<DomainName> zoneIn(Response said, DomainName domain, Level level) {
        return said.soa()
                .map(ZoneRecord::owner)
                .filter(zone -> domain.isAtOrBelow(zone) && zone.isAtOrBelow(level.zone()));
    }

    /// The first thing a level's servers say that counts. A registry's are asked in turn: they are many and good.
    private Optional<Word> word(DomainName domain, Level level) {
        var servers = level.addresses();
        if (isRegistry(level.zone(), domain)) {
            return servers.stream()
                    .limit(REGISTRY_SERVERS_TRIED)
                    .map(server -> word(server, domain, level.zone()))
                    .flatMap(Optional::stream)
                    .findFirst();
        }
        try {
            return Parallel.first(servers, server -> word(server, domain, level.zone()));
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private Optional<Word> word(InetSocketAddress server, DomainName domain, DomainName zone) {
        if (!(dns.ask(server, Question.ofAuthority(domain, RecordType.SOA)) instanceof Response said))
            return Optional.empty();
        if (said.authoritative() && isAnswer(said)) return Optional.of(new Word(said, false));
        boolean leadsDown = said.isReferral() && leadsDown(said, domain, zone);
        return leadsDown ? Optional.of(new Word(said, true)) : Optional.empty();
    }

    private static boolean isAnswer(Response said) {
        return said.code() == ResponseCode.NOERROR || said.code() == ResponseCode.NXDOMAIN;
    }

    /// A referral upwards or sideways is how a server says that it knows nothing.
    private static boolean leadsDown(Response referral, DomainName domain, DomainName zone) {
        DomainName cut = cut(referral);
        return !cut.equals(zone) && cut.isAtOrBelow(zone) && domain.isAtOrBelow(cut);
    }

    private static DomainName cut(Response referral) {
        return referral.authority().stream()
                .filter(record -> record.data().type() == RecordType.NS)
                .findFirst()
                .orElseThrow()
                .owner();
    }

    private Level below(Response referral) {
        DomainName zone = cut(referral);
        var names = names(referral.authority().stream()
                .filter(record -> record.owner().equals(zone))
                .map(ZoneRecord::data)
                .toList());
        var named = new LinkedHashMap<DomainName, List<InetSocketAddress>>();
        var withoutGlue = new ArrayList<DomainName>();
        for (DomainName name : names) {
            var glue = glue(name, zone, referral);
            if (glue.isEmpty()) withoutGlue.add(name);
            named.put(name, glue);
        }
        named.putAll(addressesOf(withoutGlue));
        return new Level(zone, named);
    }

    /// RFC 5452 §6: what a referral says about names outside of the zone is not believed.
    private List<InetSocketAddress> glue(DomainName name, DomainName zone, Response referral) {
        if (!name.isAtOrBelow(zone)) return List.of();
        return referral.additional().stream()
                .filter(record -> record.owner().equals(name))
                .flatMap(record -> address(record.data()))
                .toList();
    }

    private Territory.Found found(DomainName zone, Level level, @Nullable Level above) {
        // Where one server has the zone and the one above, nothing shows what the upper one lists.
        boolean cutWasSeen = zone.equals(level.zone());
        var listed = Parallel.map(servers(level.named(), Listing.PARENT), server -> listOf(zone, server));
        var childNames = listed.stream()
                .flatMap(list -> list.names().stream())
                .distinct()
                .sorted()
                .toList();
        var parentNames = cutWasSeen ? List.copyOf(level.named().keySet()) : childNames;
        var fromParent = listed.stream()
                .map(Listed::server)
                .map(server -> childNames.contains(server.name()) ? server.listed(Listing.BOTH) : server)
                .filter(server -> cutWasSeen || server.listing() == Listing.BOTH)
                .toList();
        var fromChild = others(zone, childNames, level.named().keySet(), cutWasSeen ? Listing.CHILD : Listing.BOTH);
        var servers = Stream.concat(fromParent.stream(), fromChild.stream()).toList();
        return new Territory.Found(
                zone,
                withoutUnreachableTwins(servers),
                parentNames,
                childNames,
                above == null || above.zone().equals(zone) ? List.of() : above.addresses());
    }

    /// The servers that only the zone itself lists.
    private List<NameServer> others(
            DomainName zone, List<DomainName> childNames, Set<DomainName> known, Listing listing) {
        var names = childNames.stream().filter(name -> !known.contains(name)).toList();
        return Parallel.map(
                servers(addressesOf(names), listing),
                server -> listOf(zone, server).server());
    }

    /// A server after it was asked for the zone's NS records, and what it listed.
    private record Listed(NameServer server, List<DomainName> names) {}

    private Listed listOf(DomainName zone, NameServer server) {
        InetSocketAddress address = server.address();
        if (address == null) return new Listed(server, List.of());
        ServerReply reply = dns.ask(address, Question.ofAuthority(zone, RecordType.NS));
        return switch (reply) {
            case Silence(var reason, var why) -> new Listed(server.in(Troubles.of(reason, why)), List.of());
            case Response said -> {
                String trouble = Troubles.of(said);
                var names = trouble == null
                        ? names(said.to(zone, RecordType.NS).all(DnsRecord.class))
                        : List.<DomainName>of();
                yield new Listed(server.in(trouble), names);
            }
        };
    }

    /// No way from here to an address says nothing about the server, as long as it has another.
    private static List<NameServer> withoutUnreachableTwins(List<NameServer> servers) {
        var reachable = servers.stream()
                .filter(server -> !Troubles.isOurs(server.trouble()))
                .map(NameServer::name)
                .toList();
        return servers.stream()
                .filter(server -> !Troubles.isOurs(server.trouble()) || !reachable.contains(server.name()))
                .limit(MOST_SERVERS * 2L)
                .toList();
    }

    private static List<NameServer> servers(Map<DomainName, List<InetSocketAddress>> named, Listing listing) {
        return named.entrySet().stream()
                .flatMap(entry -> entry.getValue().isEmpty()
                        ? Stream.of(NameServer.nowhere(entry.getKey(), listing, Troubles.NO_ADDRESS))
                        : entry.getValue().stream().map(address -> NameServer.at(entry.getKey(), address, listing)))
                .toList();
    }

    private Map<DomainName, List<InetSocketAddress>> addressesOf(List<DomainName> names) {
        var few = names.stream().limit(MOST_SERVERS).toList();
        var found = Parallel.map(few, this::addressesOf);
        var byName = new LinkedHashMap<DomainName, List<InetSocketAddress>>();
        for (int i = 0; i < few.size(); i++) byName.put(few.get(i), found.get(i));
        return byName;
    }

    private List<InetSocketAddress> addressesOf(DomainName host) {
        var known = hosts.get(host, (name, _) -> Parallel.start(() -> resolve(name)))
                .join();
        if (known.isEmpty()) hosts.synchronous().invalidate(host);
        return known;
    }

    private List<InetSocketAddress> resolve(DomainName host) {
        return Parallel.map(List.of(RecordType.A, RecordType.AAAA), type -> recursion.answer(host, type)).stream()
                .flatMap(answer -> answer.all(DnsRecord.class).stream())
                .flatMap(this::address)
                .toList();
    }

    private Stream<InetSocketAddress> address(DnsRecord record) {
        return record instanceof DnsRecord.Address(InetAddress address)
                ? Stream.of(new InetSocketAddress(address, port))
                : Stream.empty();
    }

    private static List<DomainName> names(List<DnsRecord> records) {
        return records.stream()
                .filter(record -> record.type() == RecordType.NS)
                .map(record -> ((DnsRecord.Name) record).target())
                .sorted()
                .toList();
    }

    private static <V> AsyncCache<DomainName, V> cache(Duration keep, int most) {
        return Caffeine.newBuilder().maximumSize(most).expireAfterWrite(keep).buildAsync();
    }
}
