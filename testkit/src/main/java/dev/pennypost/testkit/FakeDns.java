package dev.pennypost.testkit;

import dev.pennypost.mail.dns.Answer;
import dev.pennypost.mail.dns.DnsRecord;
import dev.pennypost.mail.dns.DomainName;
import dev.pennypost.mail.dns.RecordType;
import dev.pennypost.mail.dns.Resolver;
import dev.pennypost.mail.dns.Zone;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// DNS in memory, as a resolver shows it: what was not put in does not exist. May be changed while it is asked.
public final class FakeDns implements Resolver {
    private static final Duration NEGATIVE_TTL = Duration.ofMinutes(1);
    private static final int MAX_HOPS = 10;

    private final Map<DomainName, Map<RecordType, List<Entry>>> names = new LinkedHashMap<>();
    private final Set<Question> failing = new HashSet<>();
    private final Set<DomainName> signed = new HashSet<>();
    private final List<Question> asked = new ArrayList<>();

    private record Entry(DnsRecord data, Duration ttl) {}

    /// What was asked.
    public record Question(DomainName name, RecordType type) {}

    /// @param text one char per octet
    public FakeDns txt(String name, String text) {
        return add(name, new DnsRecord.Txt(text));
    }

    /// @param host the empty text for the null MX of RFC 7505
    public FakeDns mx(String name, int preference, String host) {
        return add(name, new DnsRecord.Mx(preference, host));
    }

    /// @param addresses IPv4 or IPv6, as literals
    public FakeDns a(String name, String... addresses) {
        for (String address : addresses) add(name, new DnsRecord.Address(InetAddress.ofLiteral(address)));
        return this;
    }

    public FakeDns cname(String name, String target) {
        return add(name, new DnsRecord.Name(RecordType.CNAME, DomainName.ofDns(target)));
    }

    public FakeDns ns(String name, String... hosts) {
        for (String host : hosts) add(name, new DnsRecord.Name(RecordType.NS, DomainName.ofDns(host)));
        return this;
    }

    /// The PTR record of an address, under `in-addr.arpa` or `ip6.arpa`.
    public FakeDns ptr(String address, String host) {
        return add(
                reverseName(InetAddress.ofLiteral(address)),
                new DnsRecord.Name(RecordType.PTR, DomainName.ofDns(host)));
    }

    public FakeDns add(String name, DnsRecord data) {
        return add(DomainName.ofDns(name), data, Zone.DEFAULT_TTL);
    }

    public synchronized FakeDns add(DomainName name, DnsRecord data, Duration ttl) {
        names.computeIfAbsent(name, _ -> new EnumMap<>(RecordType.class))
                .computeIfAbsent(data.type(), _ -> new ArrayList<>())
                .add(new Entry(data, ttl));
        return this;
    }

    /// Adds the records of a master file, and SOA and NS where it has none.
    public FakeDns zone(String origin, String text) {
        Zone.parse(DomainName.ofDns(origin), text)
                .records()
                .forEach(record -> add(record.owner(), record.data(), record.ttl()));
        return this;
    }

    /// Every question about this name fails from now on.
    public FakeDns fails(String name) {
        for (RecordType type : RecordType.values()) fails(name, type);
        return this;
    }

    public synchronized FakeDns fails(String name, RecordType type) {
        failing.add(new Question(DomainName.ofDns(name), type));
        return this;
    }

    /// Answers about this name carry the AD bit, as long as every CNAME on the way does too.
    public synchronized FakeDns signed(String name) {
        signed.add(DomainName.ofDns(name));
        return this;
    }

    /// Takes back everything that was said about this name; names below it stay.
    public synchronized FakeDns forget(String name) {
        DomainName gone = DomainName.ofDns(name);
        names.remove(gone);
        signed.remove(gone);
        failing.removeIf(question -> question.name().equals(gone));
        return this;
    }

    /// What was asked so far, in order; CNAME targets not among it.
    public synchronized List<Question> asked() {
        return List.copyOf(asked);
    }

    @Override
    public synchronized Answer ask(DomainName name, RecordType type) {
        asked.add(new Question(name, type));
        var seen = new HashSet<DomainName>();
        var ttl = Duration.ofSeconds(Integer.MAX_VALUE);
        boolean authenticated = true;
        DomainName at = name;
        while (seen.add(at) && seen.size() <= MAX_HOPS + 1) {
            if (failing.contains(new Question(at, type))) return new Answer.Failed("SERVFAIL for " + at);
            Optional<Map<RecordType, List<Entry>>> node = node(at);
            if (node.isEmpty()) return new Answer.NoSuchName(NEGATIVE_TTL);
            authenticated &= signed.contains(at);
            List<Entry> found = node.get().getOrDefault(type, List.of());
            if (!found.isEmpty()) return records(found, ttl, authenticated, at.equals(name) ? null : at);
            List<Entry> cname = node.get().getOrDefault(RecordType.CNAME, List.of());
            if (cname.isEmpty()) return new Answer.NoData(NEGATIVE_TTL);
            ttl = smaller(ttl, cname.getFirst().ttl());
            at = ((DnsRecord.Name) cname.getFirst().data()).target();
        }
        return new Answer.Failed("CNAMEs from " + name + " do not end");
    }

    private Optional<Map<RecordType, List<Entry>>> node(DomainName name) {
        if (names.containsKey(name)) return Optional.of(names.get(name));
        if (exists(name)) return Optional.of(Map.of()); // an empty non-terminal
        Optional<DomainName> encloser = name.parent();
        while (encloser.isPresent() && !exists(encloser.get()))
            encloser = encloser.get().parent();
        return encloser.map(closest -> names.get(closest.child("*"))); // RFC 4592
    }

    private boolean exists(DomainName name) {
        return names.keySet().stream().anyMatch(known -> known.isAtOrBelow(name));
    }

    private static Answer records(
            List<Entry> found, Duration chainTtl, boolean authenticated, @Nullable DomainName canonical) {
        Duration ttl = found.stream().map(Entry::ttl).reduce(chainTtl, FakeDns::smaller);
        return new Answer.Records(found.stream().map(Entry::data).toList(), ttl, authenticated, canonical);
    }

    private static Duration smaller(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    /// RFC 1035 §3.5 and RFC 3596 §2.5.
    private static String reverseName(InetAddress address) {
        var name = new StringBuilder();
        for (byte octet : address.getAddress()) {
            String part = address instanceof Inet4Address
                    ? (octet & 0xff) + "."
                    : Integer.toHexString(octet & 0xf) + "." + Integer.toHexString(octet >> 4 & 0xf) + ".";
            name.insert(0, part);
        }
        return name.append(address instanceof Inet4Address ? "in-addr.arpa" : "ip6.arpa")
                .toString();
    }
}
