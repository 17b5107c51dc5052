package dev.pennypost.mail.dns;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.HINFORecord;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Type;

/// The records of one zone, complete and consistent: every zone has an SOA and a name server, no name has a CNAME
/// beside other data. Immutable; a changed zone is a new one.
public final class Zone {
    /// The TTL of records that do not say.
    public static final Duration DEFAULT_TTL = Duration.ofMinutes(5);

    private static final long NEGATIVE_TTL = 60;

    private final DomainName origin;
    private final Name apex;
    // Every name that exists, so also those with nothing but names below them (empty non-terminals, RFC 4592 §2.2.2).
    private final Map<Name, Map<Integer, List<Record>>> names;

    private Zone(DomainName origin, Map<Name, Map<Integer, List<Record>>> names) {
        this.origin = origin;
        this.apex = Wire.name(origin);
        this.names = names;
    }

    /// Reads a master file (RFC 1035 §5.1). `$INCLUDE` and `$GENERATE` are refused; so is what lies outside the zone.
    ///
    /// @throws BadZone naming the line and what is wrong with it
    public static Zone parse(DomainName origin, String text) {
        return new MasterFile(text).readInto(new Builder(origin)).build();
    }

    public static Builder at(DomainName origin) {
        return new Builder(origin);
    }

    public DomainName origin() {
        return origin;
    }

    /// All records of the types we read, SOA and NS included.
    public List<ZoneRecord> records() {
        return sorted().map(Zone::toOurs).flatMap(Optional::stream).toList();
    }

    /// The zone as a master file that [#parse], BIND and the import pages of DNS hosts read.
    public String text() {
        var text = new StringBuilder("$ORIGIN ").append(apex).append("\n");
        sorted().forEach(record -> text.append(record).append('\n'));
        return text.toString();
    }

    @Override
    public String toString() {
        return "zone " + origin;
    }

    /// RFC 1034 §4.3.2 steps 3 and 4, for a name at or below the origin.
    ZoneAnswer answer(Name asked, int type) {
        var chain = new ArrayList<Record>();
        Name at = asked;
        while (true) {
            Name cut = cutAbove(at, type);
            if (cut != null) return referral(chain, cut);
            Map<Integer, List<Record>> node = node(at);
            if (node == null) return negative(Rcode.NXDOMAIN, chain);
            List<Record> found = matching(node, at, type);
            if (!found.isEmpty()) {
                chain.addAll(found);
                return positive(chain);
            }
            if (!node.containsKey(Type.CNAME)) return negative(Rcode.NOERROR, chain);
            var cname = (CNAMERecord) ownedBy(at, node.get(Type.CNAME)).getFirst();
            if (chain.contains(cname)) return positive(chain); // a loop: the asker sees it as well as we do
            chain.add(cname);
            at = cname.getTarget();
            if (!at.subdomain(apex)) return positive(chain);
        }
    }

    private static List<Record> matching(Map<Integer, List<Record>> node, Name owner, int type) {
        // RFC 8482 §4.2: ANY gets one made-up record, which is of no use for amplification.
        if (type == Type.ANY) return List.of(new HINFORecord(owner, DClass.IN, 3600, "RFC8482", ""));
        return ownedBy(owner, node.getOrDefault(type, List.of()));
    }

    private @Nullable Map<Integer, List<Record>> node(Name name) {
        Map<Integer, List<Record>> exact = names.get(name);
        if (exact != null) return exact;
        // RFC 4592 §3.3.1: only the wildcard right below the closest name that exists counts.
        Name encloser = name;
        while (!names.containsKey(encloser)) encloser = new Name(encloser, 1);
        int below = name.labels() - encloser.labels();
        return names.get(name.wild(below));
    }

    /// The delegation that takes a name out of this zone.
    private @Nullable Name cutAbove(Name name, int type) {
        for (int skip = name.labels() - apex.labels() - 1; skip >= 0; skip--) {
            Name at = new Name(name, skip);
            Map<Integer, List<Record>> node = names.get(at);
            boolean ours = skip == 0 && type == Type.DS; // RFC 4035 §3.1.4.1
            if (node != null && node.containsKey(Type.NS) && !ours) return at;
        }
        return null;
    }

    private static ZoneAnswer positive(List<Record> answer) {
        return new ZoneAnswer(Rcode.NOERROR, true, answer, List.of(), List.of());
    }

    private ZoneAnswer negative(int rcode, List<Record> chain) {
        SOARecord soa = (SOARecord) apexRecords(Type.SOA).getFirst();
        // RFC 2308 §3: the TTL of this SOA is how long "no" may be remembered.
        Record authority = Wire.withTtl(soa, Math.min(soa.getTTL(), soa.getMinimum()));
        return new ZoneAnswer(rcode, true, chain, List.of(authority), List.of());
    }

    private ZoneAnswer referral(List<Record> chain, Name cut) {
        List<Record> servers = names.getOrDefault(cut, Map.of()).getOrDefault(Type.NS, List.of());
        List<Record> glue = servers.stream()
                .map(server -> names.getOrDefault(((NSRecord) server).getTarget(), Map.of()))
                .flatMap(node -> Stream.of(Type.A, Type.AAAA).map(type -> node.getOrDefault(type, List.of())))
                .flatMap(Collection::stream)
                .toList();
        return new ZoneAnswer(Rcode.NOERROR, !chain.isEmpty(), chain, servers, glue);
    }

    private List<Record> apexRecords(int type) {
        return names.getOrDefault(apex, Map.of()).getOrDefault(type, List.of());
    }

    private static List<Record> ownedBy(Name owner, List<Record> records) {
        return records.stream()
                .map(record -> record.getName().equals(owner) ? record : Wire.withOwner(record, owner))
                .toList();
    }

    private Stream<Record> sorted() {
        return names.values().stream()
                .flatMap(node -> node.values().stream())
                .flatMap(Collection::stream)
                .sorted(Comparator.<Record>comparingInt(Zone::rank).thenComparing(Comparator.naturalOrder()));
    }

    /// A master file begins with its SOA.
    private static int rank(Record record) {
        return record.getType() == Type.SOA ? 0 : 1;
    }

    static Optional<ZoneRecord> toOurs(Record record) {
        return Wire.domain(record.getName())
                .flatMap(owner -> Wire.read(record)
                        .map(data -> new ZoneRecord(owner, Duration.ofSeconds(record.getTTL()), data)));
    }

    /// Gathers the records of one zone. SOA and NS may be left out and are then made up.
    public static final class Builder {
        private final DomainName origin;
        private final Name apex;
        private final Map<Name, Map<Integer, List<Record>>> names = new HashMap<>();
        private List<DomainName> nameServers = List.of(new DomainName("localhost"));
        private Duration ttl = DEFAULT_TTL;
        private long serial = 1;

        private Builder(DomainName origin) {
            this.origin = origin;
            this.apex = Wire.name(origin);
        }

        /// The TTL of the records that are added after this.
        public Builder ttl(Duration ttl) {
            this.ttl = ttl;
            return this;
        }

        /// The servers in the NS records, and the first in the SOA, where the zone does not bring these itself.
        public Builder nameServers(List<DomainName> nameServers) {
            if (nameServers.isEmpty()) throw new IllegalArgumentException("a zone needs a name server");
            this.nameServers = List.copyOf(nameServers);
            return this;
        }

        /// The serial number of the SOA, where the zone does not bring one itself.
        public Builder serial(long serial) {
            this.serial = serial;
            return this;
        }

        /// @param owner the origin or a name below it
        /// @throws BadZone when the zone cannot have this record
        public Builder add(DomainName owner, DnsRecord data) {
            try {
                return add(Wire.write(Wire.name(owner), ttl.toSeconds(), data));
            } catch (BadZone bad) {
                throw bad;
            } catch (IllegalArgumentException bad) {
                throw new BadZone(owner + ": " + bad.getMessage());
            }
        }

        public Zone build() {
            Map<Integer, List<Record>> node = names.getOrDefault(apex, Map.of());
            if (!node.containsKey(Type.NS)) {
                for (DomainName server : nameServers) add(origin, new DnsRecord.Name(RecordType.NS, server));
            }
            if (!node.containsKey(Type.SOA))
                add(Wire.soa(apex, ttl.toSeconds(), Wire.name(nameServers.getFirst()), serial, NEGATIVE_TTL));
            return new Zone(origin, deepCopy());
        }

        DomainName origin() {
            return origin;
        }

        Builder add(Record record) {
            check(record);
            for (Name above = record.getName(); !above.equals(apex); above = new Name(above, 1)) node(above);
            List<Record> set = node(record.getName()).computeIfAbsent(record.getType(), _ -> new ArrayList<>());
            if (!set.contains(record)) set.add(record);
            // RFC 2181 §5.2: one TTL for the whole set.
            long lowest = set.stream().mapToLong(Record::getTTL).min().orElse(0);
            set.replaceAll(one -> one.getTTL() == lowest ? one : Wire.withTtl(one, lowest));
            return this;
        }

        private Map<Integer, List<Record>> node(Name name) {
            return names.computeIfAbsent(name, _ -> new HashMap<>());
        }

        private void check(Record record) {
            Name owner = record.getName();
            int type = record.getType();
            if (!owner.subdomain(apex)) throw new BadZone(owner + " lies outside the zone " + apex);
            if (record.getDClass() != DClass.IN) throw new BadZone("only class IN is served");
            if (!Type.isRR(type)) throw new BadZone(Type.string(type) + " is not a type of data");
            if (type == Type.SOA && !owner.equals(apex)) throw new BadZone("SOA belongs at " + apex + " only");
            checkAlone(owner, record);
        }

        private void checkAlone(Name owner, Record record) {
            Map<Integer, List<Record>> node = names.getOrDefault(owner, Map.of());
            boolean again = node.getOrDefault(record.getType(), List.of()).contains(record);
            boolean cname = record.getType() == Type.CNAME;
            // RFC 1034 §3.6.2
            if (cname && owner.equals(apex)) throw new BadZone("a CNAME cannot be at the origin of a zone");
            if (!again && (node.containsKey(Type.CNAME) || (cname && !node.isEmpty())))
                throw new BadZone(owner + " has a CNAME beside other data");
            if (!again && record.getType() == Type.SOA && node.containsKey(Type.SOA))
                throw new BadZone("a zone has one SOA");
        }

        private Map<Name, Map<Integer, List<Record>>> deepCopy() {
            var copy = new HashMap<Name, Map<Integer, List<Record>>>();
            names.forEach((name, node) -> {
                var sets = new HashMap<Integer, List<Record>>();
                node.forEach((type, set) -> sets.put(type, List.copyOf(set)));
                copy.put(name, sets);
            });
            return copy;
        }
    }
}
