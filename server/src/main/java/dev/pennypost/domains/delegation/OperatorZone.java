package dev.pennypost.domains.delegation;

import dev.pennypost.mail.dns.DnsRecord;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.Zone;
import java.math.BigInteger;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;

/// The zone that owners' records lead into. Below it each domain has a subtree named after its id, in which its own
/// names are repeated: `send.acme.com` is `send.<id>.<zone>`. Nobody else is told the id, so whoever leads there has
/// been told to.
///
/// @param addresses where its name servers answer, one for each of them
/// @param ttl how long resolvers may remember what it says
/// @param rotateAfter the age at which a signing key is replaced
public record OperatorZone(DomainName name, List<InetAddress> addresses, Duration ttl, Duration rotateAfter) {
    /// 128 bits in base 36.
    private static final int LABEL = 25;

    private static final int BASE = 36;

    /// Longer than [DelegatedZones] remembers.
    private static final Duration NOTICE = Duration.ofSeconds(2);

    /// @throws IllegalArgumentException without an address
    public OperatorZone {
        addresses = List.copyOf(addresses);
        if (addresses.isEmpty())
            throw new IllegalArgumentException("delegation.addresses: a zone needs a name server's address");
    }

    /// How long after a change nobody sees what was there before: our servers may take a moment to notice, and
    /// resolvers remember for a while.
    public Duration settling() {
        return ttl.plus(NOTICE);
    }

    /// The name in the zone that stands for a domain's own.
    ///
    /// @param own the domain, or a name below it
    /// @throws dev.pennypost.mail.dns.BadDomainName when there is no room
    public DomainName alias(UUID id, DomainName domain, DomainName own) {
        var root = subtree(id);
        return own.equals(domain) ? root : root.child(below(own, domain));
    }

    /// The name servers of a domain that is handed to us whole; no other domain has the same.
    public List<DomainName> nameServers(UUID id) {
        return servers(subtree(id).child("ns"));
    }

    /// The id in a name of the zone: that of the domain whose subtree it is in.
    Optional<UUID> idIn(DomainName inside) {
        int depth = inside.labels().size() - name.labels().size();
        return depth < 1 ? Optional.empty() : id(inside.labels().get(depth - 1));
    }

    DomainName subtree(UUID id) {
        return name.child(label(id));
    }

    /// What the zone has apart from domains.
    Zone.Builder base() {
        var zone = Zone.at(name).ttl(ttl).nameServers(servers(name));
        addServers(zone, servers(name));
        return zone;
    }

    /// A domain's own zone, without its records.
    Zone.Builder own(UUID id, DomainName domain) {
        return Zone.at(domain).ttl(ttl).nameServers(nameServers(id));
    }

    /// The addresses of these name servers.
    void addServers(Zone.Builder zone, List<DomainName> servers) {
        for (int i = 0; i < servers.size(); i++) zone.add(servers.get(i), new DnsRecord.Address(addresses.get(i)));
    }

    private List<DomainName> servers(DomainName below) {
        return IntStream.rangeClosed(1, addresses.size())
                .mapToObj(number -> below.child("ns" + number))
                .toList();
    }

    /// The name without the domain at its end.
    static String below(DomainName own, DomainName domain) {
        String ascii = own.ascii();
        return ascii.substring(0, ascii.length() - domain.ascii().length() - 1);
    }

    private static String label(UUID id) {
        String digits = new BigInteger(id.toString().replace("-", ""), 16).toString(BASE);
        return "0".repeat(LABEL - digits.length()) + digits;
    }

    private static Optional<UUID> id(String label) {
        if (label.length() != LABEL || !label.chars().allMatch(c -> Character.digit(c, BASE) >= 0 && c < 128))
            return Optional.empty();
        var number = new BigInteger(label.toLowerCase(Locale.ROOT), BASE);
        return number.bitLength() > 128
                ? Optional.empty()
                : Optional.of(new UUID(number.shiftRight(64).longValue(), number.longValue()));
    }
}
